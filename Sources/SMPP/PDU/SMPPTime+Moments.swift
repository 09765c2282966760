// SPDX-License-Identifier: Apache-2.0

/// Times as a gateway has them. The arithmetic is that of the Gregorian calendar without leap seconds, as POSIX counts.
extension SMPPTime {
  /// A validity period that is never longer than asked for: whole seconds, at least one, at most `relativeSecondsMax`.
  ///
  /// It is 1 s for a duration that is over, as an SMSC takes 0 for its own default.
  public static func relative(_ duration: Duration) -> SMPPTime {
    .relative(seconds: Int(min(max(duration.components.seconds, 1), Int64(relativeSecondsMax))))
  }

  /// A moment, given in whole seconds since 1970-01-01 00:00 UTC and written in a zone; nil outside of 1970...2069, the years that two
  /// digits tell apart here.
  ///
  /// - Parameter quarterHoursFromUTC: east of UTC, -48...48.
  public init?(secondsSince1970: Int64, tenths: Int = 0, quarterHoursFromUTC: Int = 0) {
    guard (0..<3_155_760_000 as Range<Int64>).contains(secondsSince1970), (0...9).contains(tenths),
      (-48...48).contains(quarterHoursFromUTC)
    else { return nil }
    let local = Int(secondsSince1970) + quarterHoursFromUTC * 900
    guard local >= 0 else { return nil }
    let (year, month, day) = Self.date(daysSince1970: local / 86_400)
    guard year <= 2069 else { return nil }
    self = .absolute(
      year: year, month: month, day: day, hour: local / 3_600 % 24, minute: local / 60 % 60, second: local % 60, tenths: tenths,
      quarterHoursFromUTC: quarterHoursFromUTC)
  }

  /// Whole seconds from 1970-01-01 00:00 UTC to a moment; nil for a relative time and a moment that is none.
  public var secondsSince1970: Int64? {
    guard case .absolute(let year, let month, let day, let hour, let minute, let second, _, let quarterHours) = self, words != nil else {
      return nil
    }
    let days = Self.daysSince1970(year: year, month: month, day: day)
    return Int64(((days * 24 + hour) * 60 + minute) * 60 + second - quarterHours * 900)
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    default: 31
    }
  }

  /// Days from 1970-01-01 to a date from that day on. Years are taken to start in March, so that the leap day is the last of one.
  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let years = month > 2 ? year : year - 1
    let monthsSinceMarch = (month + 9) % 12
    return years * 365 + years / 4 - years / 100 + years / 400 + (monthsSinceMarch * 153 + 2) / 5 + day - 1 - 719_468
  }

  private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    var year = 1970 + days / 366
    while daysSince1970(year: year + 1, month: 1, day: 1) <= days { year += 1 }
    var month = 1
    while month < 12, daysSince1970(year: year, month: month + 1, day: 1) <= days { month += 1 }
    return (year, month, days - daysSince1970(year: year, month: month, day: 1) + 1)
  }
}

extension SMPPTime: CustomStringConvertible {
  /// The 16 characters, or words for what they cannot say.
  public var description: String { text ?? "no time" }
}
