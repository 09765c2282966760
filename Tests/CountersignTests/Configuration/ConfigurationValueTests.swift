// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Countersign

struct ConfigurationValueTests {
  @Test(
    arguments: [
      ("250ms", .milliseconds(250)), ("30s", .seconds(30)), ("5m", .seconds(300)), ("24h", .seconds(86_400)), ("7d", .seconds(604_800)),
      ("0s", .zero), ("", nil), ("30", nil), ("s", nil), ("30 s", nil), ("-5s", nil), ("+5s", nil), ("1.5h", nil), ("1h30m", nil),
      ("5M", nil),
      ("٣s", nil), ("1000000d", .seconds(86_400_000_000)), ("1000001d", nil), ("9223372036854775807d", nil), ("99999999999999999999s", nil),
    ] as [(String, Duration?)])
  func `a duration is one number and one unit`(_ text: String, _ duration: Duration?) {
    #expect(Duration(configurationText: text) == duration)
  }

  @Test(arguments: ["0s", "1ms", "999ms", "1s", "59s", "1m", "90s", "1h", "61m", "1d", "25h", "7d", "1000000d"])
  func `a duration prints as it is written`(_ text: String) {
    #expect(Duration(configurationText: text)?.configurationText == text)
  }

  @Test(
    arguments: [
      ("10/s", Rate(count: 10, per: .second)), ("5/m", Rate(count: 5, per: .minute)), ("600/h", Rate(count: 600, per: .hour)),
      ("1000/d", Rate(count: 1000, per: .day)), ("0/s", nil), ("-1/s", nil), ("+1/s", nil), ("10", nil), ("/s", nil), ("10/", nil),
      ("10/ms", nil),
      ("10 /s", nil), ("1/s/s", nil), ("1000000000/s", Rate(count: 1_000_000_000, per: .second)), ("1000000001/s", nil),
      ("99999999999999999999/s", nil),
    ] as [(String, Rate?)])
  func `a rate is a count per unit of time`(_ text: String, _ rate: Rate?) {
    #expect(Rate(text) == rate)
    if let rate { #expect(rate.description == text) }
  }

  @Test func `the units of a rate are durations`() {
    #expect(Rate.Unit.allCases.map(\.duration) == [.seconds(1), .seconds(60), .seconds(3600), .seconds(86_400)])
  }

  @Test(arguments: [
    ("true", "true", []), ("false", "false", []), ("yes", "nil", ["c.yaml:1:6: key: \"yes\" cannot be used; write true or false"]),
    ("[]", "nil", ["c.yaml:1:6: key: is a list; write true or false"]),
  ])
  func `a boolean is true or false`(_ text: String, _ value: String, _ faults: [String]) throws {
    let (read, printed) = try Self.read("key: \(text)", as: .boolean)
    #expect(read.map { "\($0)" } ?? "nil" == value)
    #expect(printed == faults)
  }

  @Test func `a duration out of range and a rate that is none are faults`() throws {
    let (_, duration) = try Self.read("key: 2h", as: .duration(in: .seconds(1)...(.seconds(3600))))
    #expect(duration == ["c.yaml:1:6: key: \"2h\" cannot be used; write a duration from 1s to 1h, as in 250ms, 30s, 5m, 24h or 7d"])
    let (good, none) = try Self.read("key: 90s", as: .duration(in: .seconds(1)...(.seconds(3600))))
    #expect(good == .seconds(90) && none.isEmpty)
    let (_, rate) = try Self.read("key: fast", as: .rate)
    #expect(rate == ["c.yaml:1:6: key: \"fast\" cannot be used; write a rate, as in 10/s, 5/m, 600/h or 1000/d"])
  }

  @Test(
    arguments: [
      ("prot", "port"), ("hots", "host"), ("systemid", "systemID"), ("x", nil), ("porter", "port"), ("certificate", nil), ("", nil),
    ] as [(String, String?)])
  func `the nearest word is near`(_ word: String, _ nearest: String?) {
    #expect(NearestWord.of(word, among: ["host", "port", "systemID"]) == nearest)
  }

  private static func read<Value>(_ text: String, as value: ConfigurationValue<Value>) throws -> (Value?, [String]) {
    let tree = ConfigurationTree(text: text, file: "c.yaml")
    let reader = ConfigurationReader(file: "c.yaml", environment: [:], faults: tree.faults)
    let node = try #require(tree.root?["key"])
    return (value.read(node, reader), reader.faults.map(\.description))
  }
}
