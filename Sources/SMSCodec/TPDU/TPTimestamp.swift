// SPDX-License-Identifier: Apache-2.0

/// A local time with its distance from UTC, TP-SCTS. TS 23.040 §9.2.3.11.
///
/// The seven octets are kept as they came: a service centre that writes nonsense here still delivers a message.
public struct TPTimestamp: Sendable, Hashable {
  /// Octets on the wire.
  static let lengthOctets = 7

  /// The octets on the wire, the first in the highest of 56 bits.
  private let wire: UInt64

  /// Makes a timestamp of its octets on the wire; octets past the seventh do not count, missing ones are 0.
  public init(octets: [UInt8]) { self.init(octets[...]) }

  init(_ octets: ArraySlice<UInt8>) {
    var wire: UInt64 = 0
    for index in 0..<Self.lengthOctets {
      wire = wire << 8 | UInt64(index < octets.count ? octets[octets.startIndex + index] : 0)
    }
    self.wire = wire
  }

  /// Makes a timestamp of a local time and its distance from UTC.
  ///
  /// - Parameters:
  ///   - year: of which the last two digits go on the wire.
  ///   - quarterHours: east of UTC, -79...79.
  /// - Returns: nil when there is no such time.
  public init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, quarterHours: Int = 0) {
    guard (1...12).contains(month), (1...Self.days(inMonth: month, of: year)).contains(day), (0...23).contains(hour),
      (0...59).contains(minute), (0...59).contains(second), (-79...79).contains(quarterHours), year >= 0
    else { return nil }
    var octets = [year % 100, month, day, hour, minute, second].map(SemiOctets.octet(of:))
    octets.append(SemiOctets.octet(of: abs(quarterHours)) | (quarterHours < 0 ? 0x08 : 0))
    self.init(octets: octets)
  }

  /// The octets on the wire.
  public var octets: [UInt8] { (0..<Self.lengthOctets).map(octet) }

  /// Year, with the century that puts it between 1970 and 2069; nil when it is not two digits.
  public var year: Int? { SemiOctets.value(of: octet(0)).map { $0 < 70 ? 2000 + $0 : 1900 + $0 } }
  /// Month, 1...12; nil when it is none.
  public var month: Int? { value(1, in: 1...12) }
  /// Day, 1...31; nil when it is none.
  public var day: Int? { value(2, in: 1...31) }
  /// Hour, 0...23; nil when it is none.
  public var hour: Int? { value(3, in: 0...23) }
  /// Minute, 0...59; nil when it is none.
  public var minute: Int? { value(4, in: 0...59) }
  /// Second, 0...59; nil when it is none.
  public var second: Int? { value(5, in: 0...59) }
  /// Quarters of an hour that local time is east of UTC; nil when they are not two digits. The sign is bit 3 of the octet as sent.
  public var quarterHours: Int? {
    SemiOctets.value(of: octet(6) & 0xF7).map { octet(6) & 0x08 == 0 ? $0 : -$0 }
  }

  /// Seconds since 1970-01-01 00:00 UTC; nil when the octets are no time.
  public var secondsSince1970: Int64? {
    guard let year, let month, let day, let hour, let minute, let second, let quarterHours,
      day <= Self.days(inMonth: month, of: year)
    else { return nil }
    let days = Self.daysSince1970(year: year, month: month, day: day)
    return Int64(((days * 24 + hour) * 60 + minute - 15 * quarterHours) * 60 + second)
  }

  func append(to octets: inout [UInt8]) {
    for index in 0..<Self.lengthOctets { octets.append(octet(index)) }
  }

  private func octet(_ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: wire >> UInt64(8 * (Self.lengthOctets - 1 - index)))
  }

  private func value(_ index: Int, in range: ClosedRange<Int>) -> Int? {
    SemiOctets.value(of: octet(index)).flatMap { range.contains($0) ? $0 : nil }
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    // The year starts in March, so that the leap day is its last.
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}

extension TPTimestamp: CustomStringConvertible {
  /// Such as `2026-11-23 04:34:00+02:00`; the octets when they are no time.
  public var description: String {
    guard secondsSince1970 != nil, let year, let month, let day, let hour, let minute, let second, let quarterHours else {
      return Hexadecimal.string(octets)
    }
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let sign = quarterHours < 0 ? "-" : "+"
    let zone = "\(sign)\(two(abs(quarterHours) / 4)):\(two(abs(quarterHours) % 4 * 15))"
    return "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second))\(zone)"
  }
}
