// SPDX-License-Identifier: Apache-2.0

internal import CoreMetrics
internal import Synchronization

/// Where a series stands among all: its name and its labels, as Prometheus reads them.
struct SeriesIdentity: Sendable, Equatable {
  let name: String
  /// `label="value"` with commas between, without the braces.
  let labels: String
}

/// One line of numbers over time: a name with one combination of labels.
protocol MetricSeries: AnyObject, Sendable {
  var identity: SeriesIdentity { get }
  /// Writes the value as it is now.
  func append(to text: inout String, name: String, labels: String)
}

/// A value that only goes up; whole steps and fractions are summed apart, so that whole numbers stay exact.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
  let identity: SeriesIdentity
  private let whole = Atomic<UInt64>(0)
  private let fractional = Atomic<Double>(0)

  init(_ identity: SeriesIdentity) {
    self.identity = identity
  }

  /// Goes up; an amount below zero counts as none.
  func increment(by amount: Int64) {
    guard amount > 0 else { return }
    whole.wrappingAdd(UInt64(amount), ordering: .relaxed)
  }

  /// Goes up; an amount below zero or none at all (NaN, infinity) counts as none.
  func increment(by amount: Double) {
    guard amount > 0, amount.isFinite else { return }
    fractional.add(amount)
  }

  func reset() {
    whole.store(0, ordering: .relaxed)
    fractional.store(0, ordering: .relaxed)
  }

  func append(to text: inout String, name: String, labels: String) {
    let fraction = fractional.load(ordering: .relaxed)
    let steps = whole.load(ordering: .relaxed)
    PrometheusText.appendSample(
      to: &text, name, labels: labels, fraction == 0 ? String(steps) : PrometheusText.number(Double(steps) + fraction))
  }
}

/// A value that is what it was last set to.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
  let identity: SeriesIdentity
  private let value = Atomic<Double>(0)

  init(_ identity: SeriesIdentity) {
    self.identity = identity
  }

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.store(value, ordering: .relaxed) }
  func increment(by amount: Double) { value.add(amount) }
  func decrement(by amount: Double) { value.add(-amount) }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }

  func append(to text: inout String, name: String, labels: String) {
    PrometheusText.appendSample(to: &text, name, labels: labels, PrometheusText.number(value.load(ordering: .relaxed)))
  }
}

/// How many values fell at or below each of a row of bounds, their sum and their number.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
  /// The buckets' upper bounds, in seconds: from a key-value look-up to a message that a network takes its time for.
  static let upperBounds: [Double] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
  ]

  /// The bounds as the label `le` has them, with the one above all others.
  private static let bounds = upperBounds.map(PrometheusText.number) + ["+Inf"]

  private struct State: Sendable {
    /// Values in each bucket alone; the last one is for what is above every bound.
    var counts = [UInt64](repeating: 0, count: HistogramSeries.upperBounds.count + 1)
    var sum = 0.0
  }

  let identity: SeriesIdentity
  private let state = Mutex(State())

  init(_ identity: SeriesIdentity) {
    self.identity = identity
  }

  /// A duration; one below zero, as a clock that was set back gives, counts as zero.
  func recordNanoseconds(_ duration: Int64) { record(Double(max(duration, 0)) / 1_000_000_000) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard !value.isNaN else { return }
    var bucket = 0
    while bucket < Self.upperBounds.count, value > Self.upperBounds[bucket] { bucket += 1 }
    state.withLock { state in
      state.counts[bucket] &+= 1
      state.sum += value
    }
  }

  func append(to text: inout String, name: String, labels: String) {
    let state = self.state.withLock { $0 }
    let prefix = labels.isEmpty ? "" : labels + ","
    var total: UInt64 = 0
    let bucketName = name + "_bucket"
    for (count, bound) in zip(state.counts, Self.bounds) {
      total &+= count
      PrometheusText.appendSample(to: &text, bucketName, labels: "\(prefix)le=\"\(bound)\"", String(total))
    }
    PrometheusText.appendSample(to: &text, name + "_sum", labels: labels, PrometheusText.number(state.sum))
    PrometheusText.appendSample(to: &text, name + "_count", labels: labels, String(total))
  }
}

extension Atomic where Value == Double {
  /// Adds in one step as others see it.
  fileprivate borrowing func add(_ amount: Double) {
    var current = load(ordering: .relaxed)
    while true {
      let (exchanged, original) = weakCompareExchange(expected: current, desired: current + amount, ordering: .relaxed)
      if exchanged { return }
      current = original
    }
  }
}
