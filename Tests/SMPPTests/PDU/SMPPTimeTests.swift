// SPDX-License-Identifier: Apache-2.0

import SMPP
import TestSupport
import Testing

@Suite struct SMPPTimeTests {
  @Test(
    arguments: [
      (300, "000000000500000R"), (0, "000000000000000R"), (1, "000000000001000R"), (59, "000000000059000R"), (3_661, "000000010101000R"),
      (7 * 86_400, "000007000000000R"), (86_399, "000000235959000R"), (63 * 86_400, "000063000000000R"),
    ] as [(Int, String)])
  func `a relative time is days, hours, minutes and seconds`(seconds: Int, text: String) {
    #expect(SMPPTime.relative(seconds: seconds).text == text)
    #expect(SMPPTime(text) == .relative(seconds: seconds))
  }

  @Test func `relative times are never written in months, and none that is outside of 63 days`() {
    for days in 0...63 {
      #expect(SMPPTime.relative(seconds: days * 86_400).text?.hasPrefix("0000") == true)
    }
    #expect(SMPPTime.relative(seconds: 63 * 86_400 + 1).text == nil)
    #expect(SMPPTime.relative(seconds: -1).text == nil)
    #expect(SMPPTime.relative(seconds: .min).text == nil)
    #expect(SMPPTime.relative(seconds: .max).text == nil)
    #expect(SMPPTime.relative(seconds: .max).description == "no time")
  }

  @Test func `years and months of a peer's relative time are read`() {
    #expect(SMPPTime("010000000000000R") == .relative(seconds: 365 * 86_400))
    #expect(SMPPTime("000100000000000R") == .relative(seconds: 30 * 86_400))
    #expect(SMPPTime("999999999999999R") == .relative(seconds: (((99 * 365 + 99 * 30 + 99) * 24 + 99) * 60 + 99) * 60 + 99))
  }

  /// SMPP 3.4 §7.1.1.1, and made by hand.
  @Test(
    arguments: [
      ("071226113703845+", 2007, 12, 26, 11, 37, 3, 8, 45), ("071226113703845-", 2007, 12, 26, 11, 37, 3, 8, -45),
      ("020610233429000R", nil, 0, 0, 0, 0, 0, 0, 0), ("000229000000000+", 2000, 2, 29, 0, 0, 0, 0, 0),
      ("691231235959948+", 2069, 12, 31, 23, 59, 59, 9, 48), ("700101000000048-", 1970, 1, 1, 0, 0, 0, 0, -48),
    ] as [(String, Int?, Int, Int, Int, Int, Int, Int, Int)])
  func `an absolute time is a moment with its zone`(
    text: String, year: Int?, month: Int, day: Int, hour: Int, minute: Int, second: Int, tenths: Int, quarters: Int
  ) {
    guard let year else {
      if case .absolute = SMPPTime(text) { Issue.record("\(text)") }
      return
    }
    let time = SMPPTime.absolute(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, tenths: tenths, quarterHoursFromUTC: quarters)
    #expect(SMPPTime(text) == time)
    #expect(time.text == text)
    #expect(time.description == text)
  }

  @Test(arguments: [
    "", "0", "000000000500000", "000000000500000r", "0000000005000000R", "00000000050000 R", "000000000500000*", "001301000000000+",
    "000001000000000+", "000100000000000+", "010229000000000+", "260431000000000+", "260101240000000+", "260101006000000+",
    "260101000060000+", "260101000000049+", "26010100000000A+", "+60101000000000+", "26010100000000+0",
  ])
  func `what says no time is none`(text: String) {
    #expect(SMPPTime(text) == nil)
  }

  @Test func `a moment that is none has no text`() {
    for (year, month, day, quarters) in [
      (2026, 2, 29, 0), (2026, 13, 1, 0), (2026, 0, 1, 0), (2070, 1, 1, 0), (1969, 1, 1, 0), (2026, 1, 1, 49),
    ] {
      let time = SMPPTime.absolute(
        year: year, month: month, day: day, hour: 0, minute: 0, second: 0, tenths: 0, quarterHoursFromUTC: quarters)
      #expect(time.text == nil)
      #expect(time.secondsSince1970 == nil)
    }
    let extreme = SMPPTime.absolute(
      year: .max, month: .min, day: .max, hour: .min, minute: .max, second: .min, tenths: .max, quarterHoursFromUTC: .min)
    #expect(extreme.text == nil)
  }

  @Test(
    arguments: [
      (Duration.seconds(300), 300), (.milliseconds(299_999), 299), (.zero, 1), (.seconds(-5), 1), (.milliseconds(1), 1),
      (.seconds(63 * 86_400), 63 * 86_400), (.seconds(64 * 86_400), 63 * 86_400), (.seconds(Int64.max), 63 * 86_400),
    ] as [(Duration, Int)])
  func `a validity period never outlasts what it was asked for`(duration: Duration, seconds: Int) {
    #expect(SMPPTime.relative(duration) == .relative(seconds: seconds))
  }

  /// Seconds from `date -u -d '…' +%s`.
  @Test(
    arguments: [
      (0, 0, "700101000000000+"), (951_782_400, 0, "000229000000000+"), (1_198_669_023, 0, "071226113703000+"),
      (1_198_669_023, 8, "071226133703008+"), (1_198_669_023, -20, "071226063703020-"), (1_230_767_999, 1, "090101001459001+"),
      (3_155_759_999, 0, "691231235959000+"),
    ] as [(Int64, Int, String)])
  func `a moment is made of seconds since 1970`(seconds: Int64, quarters: Int, text: String) {
    let time = SMPPTime(secondsSince1970: seconds, quarterHoursFromUTC: quarters)
    #expect(time?.text == text)
    #expect(time?.secondsSince1970 == seconds)
  }

  @Test func `seconds that two digits of a year cannot tell are none`() {
    for (seconds, quarters) in [(-1, 0), (Int64.min, 0), (.max, 0), (3_155_760_000, 0), (3_155_759_999, 1), (0, -1), (0, 49), (0, .min)]
      as [(Int64, Int)]
    {
      #expect(SMPPTime(secondsSince1970: seconds, quarterHoursFromUTC: quarters) == nil, "\(seconds) \(quarters)")
    }
    #expect(SMPPTime(secondsSince1970: 0, tenths: 10) == nil)
    #expect(SMPPTime.relative(seconds: 300).secondsSince1970 == nil)
  }

  @Test func `every day of a hundred years comes back`() throws {
    for day in 0..<36_525 {
      let seconds = Int64(day * 86_400 + day % 86_400)
      let time = try #require(SMPPTime(secondsSince1970: seconds))
      #expect(time.secondsSince1970 == seconds)
      #expect(SMPPTime(try #require(time.text)) == time)
    }
  }

  @Test func `any sixteen characters are a time or none`() {
    var random = SeededRandom(seed: 16)
    for _ in 0..<20_000 {
      let characters: [UInt8] = (0..<16).map {
        $0 == 15 ? Array("+-R".utf8).randomElement(using: &random) ?? 0 : UInt8.random(in: 0x2F...0x3A, using: &random)
      }
      guard let time = SMPPTime(String(decoding: characters, as: UTF8.self)), let text = time.text else { continue }
      #expect(SMPPTime(text) == time)
    }
  }
}
