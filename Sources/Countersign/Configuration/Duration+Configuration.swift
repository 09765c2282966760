// SPDX-License-Identifier: Apache-2.0

extension Duration {
  /// The units that a configuration knows, in milliseconds, largest first.
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]

  /// Reads one whole number with one unit: `250ms`, `30s`, `5m`, `24h`, `7d`. nil for anything else and for what is beyond a million days.
  init?(configurationText text: String) {
    let digits = text.prefix { ("0"..."9").contains($0) }
    let unit = text.dropFirst(digits.count)
    guard let count = Int64(digits), let unit = Self.units.first(where: { $0.name == unit }) else { return nil }
    let (total, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
    guard !overflow, total <= 86_400_000 * 1_000_000 else { return nil }
    self = .milliseconds(total)
  }

  /// The shortest text that reads back as this duration; what is below a millisecond is cut off.
  var configurationText: String {
    let (seconds, attoseconds) = components
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    guard milliseconds != 0 else { return "0s" }
    let unit = Self.units.first { milliseconds.isMultiple(of: $0.milliseconds) } ?? ("ms", 1)
    return "\(milliseconds / unit.milliseconds)\(unit.name)"
  }
}
