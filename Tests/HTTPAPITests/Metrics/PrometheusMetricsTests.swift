// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Testing

@testable import HTTPAPI

@Suite struct PrometheusMetricsTests {
  private let metrics = PrometheusMetrics(help: ["otp.sends": "OTPs sent.", "queue_depth": "Messages \\ that wait\nfor a transport."])

  /// The lines of the exposition that are about a name.
  private func lines(_ name: String) -> [String] {
    metrics.exposition().split(separator: "\n").map(String.init).filter { $0.contains(name) }
  }

  @Test("an empty set of metrics is an empty text") func empty() {
    #expect(metrics.exposition() == "")
  }

  @Test("a counter has its help, its type and the suffix _total") func counter() {
    let counter = Counter(label: "otp.sends", dimensions: [("outcome", "accepted")], factory: metrics)
    counter.increment()
    counter.increment(by: 41)
    Counter(label: "otp.sends", dimensions: [("outcome", "Rejected")], factory: metrics).increment(by: -5)
    #expect(
      metrics.exposition() == """
        # HELP otp_sends_total OTPs sent.
        # TYPE otp_sends_total counter
        otp_sends_total{outcome="Rejected"} 0
        otp_sends_total{outcome="accepted"} 42

        """)
  }

  @Test("a counter of fractions, and both kinds under one name") func floatingPoint() {
    let fractions = FloatingPointCounter(label: "cost_total", factory: metrics)
    fractions.increment(by: 0.25)
    fractions.increment(by: 1.5)
    fractions.increment(by: -1)
    fractions.increment(by: Double.nan)
    fractions.increment(by: Double.infinity)
    #expect(lines("cost") == ["# TYPE cost_total counter", "cost_total 1.75"])
    Counter(label: "cost_total", factory: metrics).increment(by: 2)
    #expect(lines("cost").last == "cost_total 3.75")
    fractions.reset()
    #expect(lines("cost").last == "cost_total 0")
  }

  @Test("gauges, meters and plain recorders are gauges") func gauges() {
    Gauge(label: "queue.depth", factory: metrics).record(7)
    let meter = Meter(label: "rate", factory: metrics)
    meter.set(2.5)
    meter.increment(by: 1.25)
    meter.decrement(by: 4.0)
    Recorder(label: "plain", dimensions: [], aggregate: false, factory: metrics).record(3)
    #expect(
      metrics.exposition() == """
        # TYPE plain gauge
        plain 3
        # HELP queue_depth Messages \\\\ that wait\\nfor a transport.
        # TYPE queue_depth gauge
        queue_depth 7
        # TYPE rate gauge
        rate -0.25

        """)
  }

  @Test(
    "values that are no numbers are spelled as Go reads them",
    arguments: [(Double.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (1e300, "1e+300")])
  func numbers(_ value: Double, _ text: String) {
    Gauge(label: "g", factory: metrics).record(value)
    #expect(lines("g ").last == "g \(text)")
  }

  @Test("a timer is a histogram of seconds") func timer() {
    let timer = Timer(label: "http.request", dimensions: [("operation", "send")], factory: metrics)
    timer.recordNanoseconds(100_000)
    timer.recordNanoseconds(100_001)
    timer.recordMilliseconds(3)
    timer.recordSeconds(61)
    timer.recordNanoseconds(-5)
    let lines = lines("http_request")
    #expect(lines.first == "# TYPE http_request_seconds histogram")
    #expect(lines.count == 1 + HistogramSeries.upperBounds.count + 3)
    #expect(lines[1] == #"http_request_seconds_bucket{operation="send",le="0.0001"} 2"#)
    #expect(lines[2] == #"http_request_seconds_bucket{operation="send",le="0.00025"} 3"#)
    #expect(lines.contains(#"http_request_seconds_bucket{operation="send",le="0.0025"} 3"#))
    #expect(lines.contains(#"http_request_seconds_bucket{operation="send",le="0.005"} 4"#))
    #expect(lines.contains(#"http_request_seconds_bucket{operation="send",le="60"} 4"#))
    #expect(lines.contains(#"http_request_seconds_bucket{operation="send",le="+Inf"} 5"#))
    #expect(lines[lines.count - 1] == #"http_request_seconds_count{operation="send"} 5"#)
    let sum = lines[lines.count - 2].split(separator: " ").last.flatMap { Double($0) } ?? 0
    #expect(abs(sum - 61.003200001) < 1e-9)
  }

  @Test("a recorder that aggregates is a histogram, and its label le is its own") func recorder() {
    let recorder = Recorder(label: "size", dimensions: [("le", "x")], factory: metrics)
    recorder.record(2)
    recorder.record(0.25)
    recorder.record(Double.nan)
    #expect(lines("size").contains(#"size_bucket{exported_le="x",le="0.25"} 1"#))
    #expect(lines("size").suffix(2) == [#"size_sum{exported_le="x"} 2.25"#, #"size_count{exported_le="x"} 2"#])
  }

  @Test("names that Prometheus cannot read are spelled with underscores") func names() {
    Gauge(label: "4th.größe:é-x", dimensions: [("1st", "a"), ("b:c", "d"), ("", "e")], factory: metrics).record(1)
    Gauge(label: "", factory: metrics).record(2)
    #expect(
      metrics.exposition() == """
        # TYPE _ gauge
        _ 2
        # TYPE _4th_gr__e:__x gauge
        _4th_gr__e:__x{_="e",_1st="a",b_c="d"} 1

        """)
  }

  @Test("label values are escaped and nothing else") func escaping() {
    Gauge(label: "g", dimensions: [("v", "a\\b\"c\nd{e}=,ü\r\n")], factory: metrics).record(1)
    #expect(metrics.exposition() == "# TYPE g gauge\ng{v=\"a\\\\b\\\"c\\nd{e}=,ü\r\\n\"} 1\n")
  }

  @Test("the same label and dimensions in any order are one handler") func sameHandler() {
    let first = metrics.makeCounter(label: "a", dimensions: [("x", "1"), ("y", "2")])
    #expect(metrics.makeCounter(label: "a", dimensions: [("y", "2"), ("x", "1")]) === first)
    #expect(metrics.makeCounter(label: "a_total", dimensions: [("y", "0"), ("y", "2"), ("x", "1")]) === first)
    #expect(metrics.makeCounter(label: "a", dimensions: [("x", "1")]) !== first)
    #expect(metrics.makeTimer(label: "t", dimensions: []) === metrics.makeTimer(label: "t", dimensions: []))
  }

  @Test("series past the limit are refused and counted") func limit() {
    let metrics = PrometheusMetrics(seriesLimit: 10)
    for number in 0..<25 {
      Counter(label: "c", dimensions: [("n", "\(number)")], factory: metrics).increment()
    }
    Counter(label: "c", dimensions: [("n", "3")], factory: metrics).increment()
    Gauge(label: "other", factory: metrics).record(1)
    let lines = metrics.exposition().split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("c_total{") }.count == 10)
    #expect(lines.contains(#"c_total{n="3"} 2"#))
    #expect(lines.contains(#"metrics_series_refused_total{name="c_total"} 15"#))
    #expect(lines.contains("other 1"))
  }

  @Test("a name belongs to the kind that took it first") func kinds() {
    Gauge(label: "x", factory: metrics).record(1)
    Recorder(label: "x", factory: metrics).record(5)
    #expect(lines("x ").contains("x 1"))
    #expect(metrics.exposition().contains(#"metrics_series_refused_total{name="x"} 1"#))
  }

  @Test("a handler that is destroyed is forgotten, and one made anew begins at zero") func destroy() {
    let counter = Counter(label: "c", factory: metrics)
    counter.increment(by: 5)
    counter.destroy()
    #expect(metrics.exposition() == "")
    let again = Counter(label: "c", factory: metrics)
    counter.destroy()
    again.increment()
    #expect(lines("c_total").last == "c_total 1")
    let timer = Timer(label: "t", factory: metrics)
    let meter = Meter(label: "m", factory: metrics)
    let recorder = Recorder(label: "r", factory: metrics)
    let fractions = FloatingPointCounter(label: "f", factory: metrics)
    timer.destroy()
    meter.destroy()
    recorder.destroy()
    fractions.destroy()
    #expect(lines("TYPE") == ["# TYPE c_total counter"])
  }

  @Test("increments side by side are counted exactly") func concurrent() async {
    let metrics = metrics
    await withTaskGroup { group in
      for task in 0..<16 {
        group.addTask {
          let fractions = FloatingPointCounter(label: "f", factory: metrics)
          let meter = Meter(label: "m", factory: metrics)
          let timer = Timer(label: "t", factory: metrics)
          for step in 0..<2_000 {
            Counter(label: "c", dimensions: [("parity", "\(task % 2)")], factory: metrics).increment()
            fractions.increment(by: 0.5)
            meter.increment(by: 2.0)
            timer.recordMilliseconds(step % 2 == 0 ? 1 : 100)
          }
        }
      }
    }
    let lines = metrics.exposition().split(separator: "\n").map(String.init)
    for line in [
      #"c_total{parity="0"} 16000"#, #"c_total{parity="1"} 16000"#, "f_total 16000", "m 64000", "t_seconds_count 32000",
      #"t_seconds_bucket{le="0.001"} 16000"#, #"t_seconds_bucket{le="0.1"} 32000"#,
    ] {
      #expect(lines.contains(line), "\(line)")
    }
  }

  @Test("the text is the same as long as no value changes") func stable() {
    for name in ["z", "a", "m"] {
      for label in ["2", "1", "3"] {
        Gauge(label: name, dimensions: [("l", label)], factory: metrics).record(1)
      }
    }
    let text = metrics.exposition()
    #expect(text == metrics.exposition())
    let samples = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(samples.count == 9 && samples == samples.sorted())
  }
}
