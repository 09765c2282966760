// SPDX-License-Identifier: Apache-2.0

/// A UTC time in whole seconds, as a request states it in `X-Amz-Date` (ISO 8601 basic format, `20260701T120000Z`)
/// or in `Date` (RFC 9110 §5.6.7, `Wed, 01 Jul 2026 12:00:00 GMT`).
///
/// Requests come by the thousand in a second, so that the two formats are read and written here byte by byte, without a formatter.
package struct RequestTimestamp: Sendable, Equatable {
  /// The day as the decimal number yyyymmdd, as a credential scope writes it.
  let day: Int
  /// Seconds since midnight UTC, 0 ..< 86,400.
  let secondOfDay: Int

  /// Seconds since 1970-01-01T00:00:00Z.
  package var secondsSinceEpoch: Int {
    Self.daysSinceEpoch(year: day / 10_000, month: day / 100 % 100, day: day % 100) * 86_400 + secondOfDay
  }

  /// The whole second that holds a time; times beyond the years 0 to 9999 become the nearest that can be written.
  package init(secondsSinceEpoch: Double) {
    let earliest = -62_167_219_200.0
    let latest = 253_402_300_799.0
    let bounded = secondsSinceEpoch.isNaN ? 0 : Swift.min(Swift.max(secondsSinceEpoch, earliest), latest)
    let seconds = Int(bounded.rounded(.down))
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    self.day = Self.day(daysSinceEpoch: days)
    self.secondOfDay = seconds - days * 86_400
  }

  /// Reads `20260701T120000Z`; nil for anything else, a day or an hour that does not exist included.
  init?(iso8601Basic text: Span<UInt8>) {
    guard text.count == 16, text[8] == UInt8(ascii: "T"), text[15] == UInt8(ascii: "Z"),
      let year = Self.number(text, 0, digits: 4), let month = Self.number(text, 4, digits: 2), let day = Self.number(text, 6, digits: 2),
      let hour = Self.number(text, 9, digits: 2), let minute = Self.number(text, 11, digits: 2),
      let second = Self.number(text, 13, digits: 2)
    else { return nil }
    self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }

  /// Reads `Wed, 01 Jul 2026 12:00:00 GMT`; the zone may also be `UTC`, `+0000` or, as botocore writes it, `-0000`. Nil for anything else.
  init?(httpDate text: Span<UInt8>) {
    guard text.count == 29 || text.count == 31, text[3] == UInt8(ascii: ","), text[4] == UInt8(ascii: " "),
      text[7] == UInt8(ascii: " "), text[11] == UInt8(ascii: " "), text[16] == UInt8(ascii: " "), text[19] == UInt8(ascii: ":"),
      text[22] == UInt8(ascii: ":"), text[25] == UInt8(ascii: " "),
      Self.zones.contains(where: { text.extracting(26...).equals($0) }),
      let month = Self.months.firstIndex(where: { text.extracting(8..<11).equals($0) }),
      let day = Self.number(text, 5, digits: 2), let year = Self.number(text, 12, digits: 4),
      let hour = Self.number(text, 17, digits: 2), let minute = Self.number(text, 20, digits: 2),
      let second = Self.number(text, 23, digits: 2)
    else { return nil }
    self.init(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
  }

  private init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    guard (1...12).contains(month), day >= 1, day <= Self.lengthOfMonth(month, year: year), hour < 24, minute < 60, second < 60
    else { return nil }
    self.day = year * 10_000 + month * 100 + day
    self.secondOfDay = hour * 3_600 + minute * 60 + second
  }

  private static let months: [StaticString] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  private static let zones: [StaticString] = ["GMT", "UTC", "+0000", "-0000"]

  private static func lengthOfMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(_ text: Span<UInt8>, _ start: Int, digits: Int) -> Int? {
    var value = 0
    for index in start..<start + digits {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  // Both conversions count in years that begin on 1 March, so that the leap day is the last of its year:
  // 146,097 days are one era of 400 such years, and day 719,468 of era 0 is 1970-01-01.
  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func day(daysSinceEpoch: Int) -> Int {
    let days = daysSinceEpoch + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0)) * 10_000 + month * 100 + day
  }
}

extension RequestTimestamp: CustomStringConvertible {
  /// The ISO 8601 basic format, `20260701T120000Z`.
  package var description: String {
    var bytes: [UInt8] = []
    bytes.append(timestamp: self)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension [UInt8] {
  /// Appends a time in the ISO 8601 basic format.
  mutating func append(timestamp: RequestTimestamp) {
    append(decimal: timestamp.day, digits: 8)
    append(UInt8(ascii: "T"))
    let second = timestamp.secondOfDay
    append(decimal: second / 3_600 * 10_000 + second / 60 % 60 * 100 + second % 60, digits: 6)
    append(UInt8(ascii: "Z"))
  }

  /// Appends a number of at most `digits` decimal digits, with leading zeros.
  mutating func append(decimal number: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }
}
