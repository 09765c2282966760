// SPDX-License-Identifier: Apache-2.0

/// A date of a receipt's text: 10 digits `YYMMDDhhmm` (SMPP 3.4 Appendix B), and 12 or 14 as SMSCs are seen to write it.
///
/// Nobody says in which zone, so it is no moment; it is for people to read.
public struct ReceiptDate: Sendable, Hashable {
  /// The year, 1970...2069 when it was written with two digits.
  public let year: Int
  /// 1...12.
  public let month: Int
  /// 1...31.
  public let day: Int
  /// 0...23.
  public let hour: Int
  /// 0...59.
  public let minute: Int
  /// 0...59; 0 when the text has none.
  public let second: Int

  /// Reads `YYMMDDhhmm`, `YYMMDDhhmmss`, `YYYYMMDDhhmm` or `YYYYMMDDhhmmss`; nil when the text is none of them, such as zeros.
  public init?(_ text: String) {
    let digits = text.utf8.map { Int($0) - 0x30 }
    guard [10, 12, 14].contains(digits.count), digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let pairs = stride(from: 0, to: digits.count, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
    let short = pairs.count < 7 ? Self(year: pairs[0] < 70 ? 2000 + pairs[0] : 1900 + pairs[0], pairs[1...]) : nil
    guard let date = short ?? (pairs.count > 5 ? Self(year: pairs[0] * 100 + pairs[1], pairs[2...]) : nil) else { return nil }
    self = date
  }

  /// Month, day, hour, minute and, if it is there, second.
  private init?(year: Int, _ rest: ArraySlice<Int>) {
    let rest = Array(rest) + [0]
    guard (1970...2099).contains(year), (1...12).contains(rest[0]), (1...SMPPTime.days(inMonth: rest[0], of: year)).contains(rest[1]),
      rest[2] < 24, rest[3] < 60, rest[4] < 60
    else { return nil }
    (self.year, month, day, hour, minute, second) = (year, rest[0], rest[1], rest[2], rest[3], rest[4])
  }
}

extension ReceiptDate: CustomStringConvertible {
  /// Such as `2026-11-23 11:34:00`.
  public var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second))"
  }
}
