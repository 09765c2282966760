// SPDX-License-Identifier: Apache-2.0

/// The 16 characters `YYMMDDhhmmsstnnp`. SMPP 3.4 §7.1.1.
///
/// They are handled as two words of eight ASCII characters, the first in the highest octet: a time is read and written without a `String`.
extension SMPPTime {
  /// The longest relative time that is written: 63 days. It says days, hours, minutes and seconds alone, as no two SMSCs agree on the
  /// length of a month.
  public static let relativeSecondsMax = 63 * 86_400

  /// Reads the 16 characters; nil when they say no time.
  ///
  /// A two-digit year is 1970...2069. In a relative time a year counts as 365 days and a month as 30, tenths are dropped.
  public init?(_ text: String) {
    guard text.utf8.count == 16 else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    for octet in text.utf8 { words = (words.0 << 8 | words.1 >> 56, words.1 << 8 | UInt64(octet)) }
    self.init(words: words)
  }

  /// The 16 characters; nil for a relative time outside of 0...`relativeSecondsMax` and for a moment that is none or outside of 1970...2069.
  public var text: String? {
    words.map { words in
      String(decoding: (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? words.0 : words.1) >> UInt64(56 - 8 * ($0 & 7))) }, as: UTF8.self)
    }
  }

  init?(words: (UInt64, UInt64)) {
    guard let date = Self.pairs(words.0), let clock = Self.pairs((words.1 >> 32) << 32 | 0x3030_3030),
      let tenths = Self.digit(words.1 >> 24), let tens = Self.digit(words.1 >> 16), let ones = Self.digit(words.1 >> 8)
    else { return nil }
    switch UInt8(truncatingIfNeeded: words.1) {
    case UInt8(ascii: "R"):
      let days = date.0 * 365 + date.1 * 30 + date.2
      self = .relative(seconds: ((days * 24 + date.3) * 60 + clock.0) * 60 + clock.1)
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let quarterHours = tens * 10 + ones
      let isEast = UInt8(truncatingIfNeeded: words.1) == UInt8(ascii: "+")
      let moment = SMPPTime.absolute(
        year: date.0 < 70 ? 2000 + date.0 : 1900 + date.0, month: date.1, day: date.2, hour: date.3, minute: clock.0, second: clock.1,
        tenths: tenths, quarterHoursFromUTC: isEast ? quarterHours : -quarterHours)
      guard moment.isMoment else { return nil }
      self = moment
    default: return nil
    }
  }

  var words: (UInt64, UInt64)? {
    switch self {
    case .relative(let seconds):
      guard (0...Self.relativeSecondsMax).contains(seconds) else { return nil }
      let date = Self.word(0, 0, seconds / 86_400, seconds / 3_600 % 24)
      return (date, Self.word(seconds / 60 % 60, seconds % 60, 0, 0) & ~0xFF | UInt64(UInt8(ascii: "R")))
    case .absolute(let year, let month, let day, let hour, let minute, let second, let tenths, let quarterHours):
      guard isMoment else { return nil }
      // Tenths stand in one character, so that what follows them is shifted by one.
      let zone = abs(quarterHours)
      let sign = quarterHours < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
      let clock = Self.word(minute, second, tenths * 10 + zone / 10, zone % 10 * 10) & ~0xFF | UInt64(sign)
      return (Self.word(year % 100, month, day, hour), clock)
    }
  }

  /// True of a moment that exists and can be written.
  private var isMoment: Bool {
    guard case .absolute(let year, let month, let day, let hour, let minute, let second, let tenths, let quarterHours) = self else {
      return false
    }
    return (1970...2069).contains(year) && (1...12).contains(month) && day >= 1 && day <= Self.days(inMonth: month, of: year)
      && (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second) && (0...9).contains(tenths)
      && (-48...48).contains(quarterHours)
  }

  private static func digit(_ word: UInt64) -> Int? {
    let value = Int(UInt8(truncatingIfNeeded: word)) - 0x30
    return (0...9).contains(value) ? value : nil
  }

  /// Four numbers of two digits each.
  private static func pairs(_ word: UInt64) -> (Int, Int, Int, Int)? {
    func pair(_ shift: UInt64) -> Int? {
      guard let tens = digit(word >> (shift + 8)), let ones = digit(word >> shift) else { return nil }
      return tens * 10 + ones
    }
    guard let first = pair(48), let second = pair(32), let third = pair(16), let fourth = pair(0) else { return nil }
    return (first, second, third, fourth)
  }

  private static func word(_ first: Int, _ second: Int, _ third: Int, _ fourth: Int) -> UInt64 {
    func pair(_ value: Int) -> UInt64 { UInt64(0x3030 + ((value / 10 % 10) << 8) + value % 10) }
    return pair(first) << 48 | pair(second) << 32 | pair(third) << 16 | pair(fourth)
  }
}
