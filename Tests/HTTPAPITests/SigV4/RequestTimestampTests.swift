// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import HTTPAPI

@Suite struct RequestTimestampTests {
  // The macros of Testing take no spans.
  private func basic(_ text: String) -> RequestTimestamp? { RequestTimestamp(iso8601Basic: text.utf8.span) }
  private func http(_ text: String) -> RequestTimestamp? { RequestTimestamp(httpDate: text.utf8.span) }

  @Test(
    "both formats give the seconds since 1970",
    arguments: [
      ("19700101T000000Z", "Thu, 01 Jan 1970 00:00:00 GMT", 0), ("20000229T235959Z", "Tue, 29 Feb 2000 23:59:59 UTC", 951_868_799),
      ("20150830T123600Z", "Sun, 30 Aug 2015 12:36:00 +0000", 1_440_938_160),
      ("20260701T120000Z", "Wed, 01 Jul 2026 12:00:00 -0000", 1_782_907_200),
      ("19691231T235959Z", "Wed, 31 Dec 1969 23:59:59 GMT", -1), ("99991231T235959Z", "Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
      ("00000101T000000Z", "Sat, 01 Jan 0000 00:00:00 GMT", -62_167_219_200),
    ])
  func formats(_ basic: String, _ http: String, _ seconds: Int) throws {
    let fromBasic = try #require(self.basic(basic))
    let fromHTTP = try #require(self.http(http))
    #expect(fromBasic.secondsSinceEpoch == seconds)
    #expect(fromHTTP == fromBasic)
    #expect(RequestTimestamp(secondsSinceEpoch: Double(seconds)) == fromBasic)
    #expect("\(fromBasic)" == basic)
  }

  @Test(
    "what is no time is nil",
    arguments: [
      "", "20260701", "20260701T120000", "20260701T120000z", "20260701t120000Z", "2026070 T120000Z", "20260701T240000Z", "20260701T126000Z",
      "20260701T120060Z", "20260001T120000Z", "20261301T120000Z", "20260700T120000Z", "20260631T120000Z", "20260229T120000Z",
      "21000229T120000Z", "20260701T120000ZZ", "２０２６０701T120000Z",
    ])
  func noBasicTime(_ text: String) {
    #expect(basic(text) == nil)
  }

  @Test(
    "what is no HTTP date is nil",
    arguments: [
      "", "Wed, 01 Jul 2026 12:00:00", "Wed, 01 Jul 2026 12:00:00 CET", "Wed, 01 Jul 2026 12:00:00 +0100", "Wed, 1 Jul 2026 12:00:00 GMT",
      "Wed, 01 jul 2026 12:00:00 GMT", "Wed, 32 Jul 2026 12:00:00 GMT", "Wed, 31 Jun 2026 12:00:00 GMT", "Wed, 01 Jul 2026 24:00:00 GMT",
      "Wednesday, 01-Jul-26 12:00:00 GMT", "Wed Jul  1 12:00:00 2026", "Wed. 01 Jul 2026 12:00:00 GMT",
    ])
  func noHTTPDate(_ text: String) {
    #expect(http(text) == nil)
  }

  @Test("every day of four centuries is the one that the calendar has") func calendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for day in stride(from: -134_774, to: 146_097, by: 7) {
      let seconds = Double(day) * 86_400 + 3_723
      let timestamp = RequestTimestamp(secondsSinceEpoch: seconds)
      let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: seconds))
      #expect(timestamp.day == (parts.year ?? 0) * 10_000 + (parts.month ?? 0) * 100 + (parts.day ?? 0))
      #expect(timestamp.secondOfDay == 3_723)
      #expect(timestamp.secondsSinceEpoch == Int(seconds))
    }
  }

  @Test(
    "times that cannot be written become the nearest that can",
    arguments: [(-Double.infinity, 101), (Double.infinity, 99_991_231), (.nan, 19_700_101)])
  func clamped(_ seconds: Double, _ day: Int) {
    #expect(RequestTimestamp(secondsSinceEpoch: seconds).day == day)
  }
}
