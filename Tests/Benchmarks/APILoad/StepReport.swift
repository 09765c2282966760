// SPDX-License-Identifier: Apache-2.0

/// What one step tells, as it stands in the JSON file. Times are in seconds, latencies in milliseconds.
struct StepReport: Codable {
  /// The percentiles of the latency.
  struct Latency: Codable {
    var p50: Double
    var p90: Double
    var p99: Double
    var p999: Double
    var max: Double
  }

  /// Processor time at the start of the clock, at its end, and when the last message had been delivered.
  struct Processor: Codable {
    var start: ProcessorTime
    var end: ProcessorTime
    var settled: ProcessorTime?
  }

  var mode: LoadMode
  var connections: Int
  var succeeded: Int
  var failed: Int
  var failures: [String]
  var seconds: Double
  var perSecond: Double
  var latency: Latency
  /// From the last answer until no message was on its way; nil when that was not asked for.
  var settledAfter: Double?
  /// The references of the step: they begin with this.
  var tag: String?
  var processor: Processor

  init(mode: LoadMode, connections: Int, measurement: StepMeasurement, processor: Processor) {
    self.mode = mode
    self.connections = connections
    self.processor = processor
    succeeded = measurement.succeeded
    failed = measurement.failed
    failures = measurement.failures
    seconds = measurement.seconds
    perSecond = Double(measurement.succeeded) / max(measurement.seconds, 1e-9)
    let values = measurement.latencies.percentiles([50, 90, 99, 99.9, 100]).map { Double($0) / 1000 }
    latency = Latency(p50: values[0], p90: values[1], p99: values[2], p999: values[3], max: values[4])
  }

  /// The head of the table for people.
  static let tableHead = Self.row([
    "mode", "conns", "done", "failed", "seconds", "per s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms", "settled s",
  ])

  /// The row of this step.
  var tableRow: String {
    let settled = settledAfter.map { Self.fixed($0, 3) } ?? "-"
    return Self.row([
      mode.rawValue, String(connections), String(succeeded), String(failed), Self.fixed(seconds, 3), Self.fixed(perSecond, 0),
      Self.fixed(latency.p50, 3), Self.fixed(latency.p90, 3), Self.fixed(latency.p99, 3), Self.fixed(latency.p999, 3),
      Self.fixed(latency.max, 3), settled,
    ])
  }

  private static func row(_ cells: [String]) -> String {
    cells.map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined(separator: " ")
  }

  private static func fixed(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1) { power, _ in power * 10 }
    let scaled = Int((value * Double(scale)).rounded())
    guard places > 0 else { return String(scaled) }
    let fraction = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
