// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
internal import Synchronization

/// A swift-metrics backend that keeps every value in memory for Prometheus to collect (text exposition format 0.0.4).
///
/// Counters become counters (`_total`); meters, gauges and recorders that do not aggregate become gauges; timers (`_seconds`) and
/// recorders that aggregate become histograms over ``HistogramSeries/upperBounds``. Labels and dimensions that Prometheus cannot name
/// are spelled with `_`. Asking for the same label and dimensions again gives the same handler, in any order of the dimensions.
package final class PrometheusMetrics: MetricsFactory, Sendable {
  /// The media type of ``exposition()``.
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"
  /// Counts, by name, the series that were asked for and not made: past the limit, or under a name that another kind of metric has.
  package static let refusalsName = "metrics_series_refused_total"

  /// The metrics of one name.
  struct Family: Sendable {
    let kind: Kind
    let help: String?
    /// By their labels as written between braces.
    var series: [String: any MetricSeries] = [:]
  }

  /// What a metric's TYPE line says.
  enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  private let help: [String: String]
  private let seriesLimit: Int
  private let families = Mutex<[String: Family]>([:])

  /// An empty set of metrics.
  /// - Parameters:
  ///   - help: help texts, by the label that the code gives or by the name that Prometheus sees.
  ///   - seriesLimit: how many combinations of dimensions one name may have. A handler past the limit takes values and keeps none.
  package init(help: [String: String] = [:], seriesLimit: Int = 1_000) {
    self.help = help
    self.seriesLimit = seriesLimit
  }

  /// Every metric as text: names and labels sorted, so that two answers differ in their values alone.
  package func exposition() -> String {
    var text = ""
    for (name, family) in families.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      if let help = family.help {
        text += "# HELP \(name) \(PrometheusText.escaped(help: help))\n"
      }
      text += "# TYPE \(name) \(family.kind.rawValue)\n"
      for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
        series.append(to: &text, name: name, labels: labels)
      }
    }
    return text
  }

  private func series<Series: MetricSeries>(
    _ label: String, suffix: String, _ dimensions: [(String, String)], _ kind: Kind, _ make: (SeriesIdentity) -> Series
  ) -> Series? {
    let name = PrometheusText.name(label, suffix: suffix)
    let labels = PrometheusText.labels(dimensions, isHistogram: kind == .histogram)
    return families.withLock { families in
      if let existing = families[name]?.series[labels], let series = existing as? Series { return series }
      let family = families[name] ?? Family(kind: kind, help: help[label] ?? help[name])
      guard family.kind == kind, family.series.count < seriesLimit else {
        Self.countRefusal(of: name, in: &families)
        return nil
      }
      let series = make(SeriesIdentity(name: name, labels: labels))
      families[name, default: family].series[labels] = series
      return series
    }
  }

  private static func countRefusal(of name: String, in families: inout [String: Family]) {
    let labels = PrometheusText.labels([("name", name)], isHistogram: false)
    let help = "Series that were asked for and not made: past the limit, or under a name that another kind of metric has."
    let counter =
      families[refusalsName]?.series[labels] as? CounterSeries ?? CounterSeries(SeriesIdentity(name: refusalsName, labels: labels))
    families[refusalsName, default: Family(kind: .counter, help: help)].series[labels] = counter
    counter.increment(by: 1 as Int64)
  }

  private func remove(_ handler: AnyObject) {
    guard let series = handler as? any MetricSeries else { return }
    families.withLock { families in
      let identity = series.identity
      guard families[identity.name]?.series[identity.labels] === series else { return }
      families[identity.name]?.series[identity.labels] = nil
      if families[identity.name]?.series.isEmpty == true { families[identity.name] = nil }
    }
  }
}

// MetricsFactory documents these.
extension PrometheusMetrics {
  /// A counter, exposed with the suffix `_total`.
  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, suffix: "_total", dimensions, .counter, CounterSeries.init) ?? NOOPMetricsHandler.instance
  }

  /// A counter that goes up by fractions, exposed with the suffix `_total`.
  package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
    series(label, suffix: "_total", dimensions, .counter, CounterSeries.init) ?? NOOPMetricsHandler.instance
  }

  /// A gauge.
  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, suffix: "", dimensions, .gauge, GaugeSeries.init) ?? NOOPMetricsHandler.instance
  }

  /// A histogram when the values are to be aggregated, else a gauge.
  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    if aggregate {
      series(label, suffix: "", dimensions, .histogram, HistogramSeries.init) ?? NOOPMetricsHandler.instance
    } else {
      series(label, suffix: "", dimensions, .gauge, GaugeSeries.init) ?? NOOPMetricsHandler.instance
    }
  }

  /// A histogram of seconds, exposed with the suffix `_seconds`.
  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, suffix: "_seconds", dimensions, .histogram, HistogramSeries.init) ?? NOOPMetricsHandler.instance
  }

  /// Forgets a counter.
  package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  /// Forgets a counter.
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
  /// Forgets a gauge.
  package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  /// Forgets a histogram or a gauge.
  package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  /// Forgets a histogram.
  package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
