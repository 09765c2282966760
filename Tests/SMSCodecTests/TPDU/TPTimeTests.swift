// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

struct RelativeValidityRow: Decodable, Sendable {
  let octet: UInt8
  let minutes: Int
}

@Suite("times and validity")
struct TPTimeTests {
  @Test("a timestamp is seven octets of swapped digits with the zone's sign in bit 3, TS 23.040 §9.2.3.11")
  func timestamp() throws {
    let west = try #require(TPTimestamp(year: 2026, month: 11, day: 23, hour: 11, minute: 34, second: 0, quarterHours: -16))
    #expect(hexadecimal(west.octets) == "62113211430069")
    #expect(west.quarterHours == -16)
    #expect(west.description == "2026-11-23 11:34:00-04:00")
    #expect(west.secondsSince1970 == 1_795_448_040)
    let furthest = try #require(TPTimestamp(year: 2000, month: 2, day: 29, hour: 23, minute: 59, second: 59, quarterHours: -79))
    #expect(furthest.octets.last == 0x9F)
    #expect(furthest.quarterHours == -79)
    #expect(furthest.secondsSince1970 == 951_939_899)
  }

  @Test("the epoch is where it should be")
  func epoch() throws {
    #expect(try #require(TPTimestamp(year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0)).secondsSince1970 == 0)
    #expect(try #require(TPTimestamp(year: 2069, month: 12, day: 31, hour: 0, minute: 0, second: 0)).secondsSince1970 == 3_155_673_600)
  }

  @Test(
    "a time that does not exist is none",
    arguments: [(2026, 2, 29, 0), (2026, 13, 1, 0), (2026, 4, 31, 0), (2026, 1, 1, 80), (2026, 0, 1, 0)])
  func noTime(year: Int, month: Int, day: Int, quarterHours: Int) {
    #expect(TPTimestamp(year: year, month: month, day: day, hour: 0, minute: 0, second: 0, quarterHours: quarterHours) == nil)
  }

  @Test(
    "octets that are no time are kept and have no moment",
    arguments: ["FFFFFFFFFFFFFF", "62133211430000", "62112311430000", "A2113211430000"])
  func nonsense(hexadecimal digits: String) throws {
    let timestamp = TPTimestamp(octets: try octets(digits))
    if digits == "62112311430000" {
      // 32 November.
      #expect(timestamp.day == nil)
    }
    #expect(timestamp.secondsSince1970 == nil)
    #expect(timestamp.description == digits)
  }

  @Test(
    "an octet of relative validity means what TS 23.040 §9.2.3.12.1 says",
    arguments: try Vectors<RelativeValidityRow>.rows("relative-validity"))
  func relative(row: RelativeValidityRow) {
    #expect(TPValidityPeriod.relativeDuration(of: row.octet) == .seconds(60 * row.minutes))
    #expect(TPValidityPeriod.relative(notLongerThan: .seconds(60 * row.minutes)) == .relative(row.octet))
    let shorter = TPValidityPeriod.relative(notLongerThan: .seconds(60 * row.minutes - 1))
    #expect(shorter == (row.octet == 0 ? nil : .relative(row.octet - 1)))
  }

  @Test("relative validity never outlasts the code")
  func neverLonger() {
    for minutes in 1..<20_000 {
      guard case .relative(let octet) = TPValidityPeriod.relative(notLongerThan: .seconds(60 * minutes)) else {
        #expect(minutes < 5)
        continue
      }
      #expect(TPValidityPeriod.relativeDuration(of: octet) <= .seconds(60 * minutes))
    }
  }

  @Test("enhanced validity is exact to the second up to 99 hours, TS 23.040 §9.2.3.12.3")
  func enhanced() throws {
    func period(_ seconds: Int) -> EnhancedValidity.Period? {
      guard case .enhanced(let validity) = TPValidityPeriod.enhanced(notLongerThan: .seconds(seconds)) else { return nil }
      return validity.period
    }
    #expect(period(0) == nil)
    #expect(period(90) == .seconds(90))
    #expect(period(255) == .seconds(255))
    #expect(period(256) == .clock(hours: 0, minutes: 4, seconds: 16))
    #expect(period(100 * 3600 - 1) == .clock(hours: 99, minutes: 59, seconds: 59))
    #expect(period(100 * 3600) == .relative(170))
    #expect(hexadecimal(EnhancedValidity(.clock(hours: 1, minutes: 23, seconds: 45), singleShot: true).octets) == "43103254000000")
    #expect(EnhancedValidity(.unlimited, singleShot: true).isSingleShot)
  }
}
