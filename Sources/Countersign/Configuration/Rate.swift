// SPDX-License-Identifier: Apache-2.0

/// So many events per unit of time, as in `10/s`.
struct Rate: Sendable, Hashable, CustomStringConvertible {
  /// The time that `count` counts for.
  enum Unit: String, Sendable, CaseIterable {
    case second = "s"
    case minute = "m"
    case hour = "h"
    case day = "d"

    /// The unit as a duration.
    var duration: Duration {
      switch self {
      case .second: .seconds(1)
      case .minute: .seconds(60)
      case .hour: .seconds(3600)
      case .day: .seconds(86_400)
      }
    }
  }

  /// Events per unit, 1...1,000,000,000.
  var count: Int
  var unit: Unit

  init(count: Int, per unit: Unit) {
    self.count = count
    self.unit = unit
  }

  /// Reads `10/s`, `5/m`, `600/h` or `1000/d`; nil for anything else.
  init?(_ text: String) {
    guard let slash = text.firstIndex(of: "/"), let unit = Unit(rawValue: String(text[text.index(after: slash)...])) else { return nil }
    let digits = text[..<slash]
    // Int would take a sign, too.
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    guard let count = Int(digits), (1...1_000_000_000).contains(count) else { return nil }
    self.init(count: count, per: unit)
  }

  var description: String { "\(count)/\(unit.rawValue)" }
}
