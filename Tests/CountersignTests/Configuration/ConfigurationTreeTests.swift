// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Countersign

/// Whatever the text: an answer, in bounded time, without a trap.
struct ConfigurationTreeTests {
  @Test(.timeLimit(.minutes(2))) func `mutated files give a configuration or faults that print on one line each`() {
    var random = SplitMix(state: 0x0707_2026)
    let smpp = ConfigurationSample.smpp([SMPPSectionTests.sessionKeys, SMPPSectionTests.messageKeys].joined(separator: "\n"))
    let seeds = [ConfigurationTests.contractExample, ConfigurationSample.required, smpp].map { Array($0.unicodeScalars) }
    for round in 0..<2000 {
      var scalars = seeds[round % seeds.count]
      for _ in 0...Int.random(in: 0..<6, using: &random) { Self.mutate(&scalars, &random) }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      for fault in ConfigurationSample.faults(String(view)) {
        #expect(fault.hasPrefix("c.yaml") && fault.contains("; ") && !fault.contains(where: \.isNewline), "\(fault)")
        #expect(!["YamlError", "Optional(", "Yams", "Countersign."].contains { fault.contains($0) }, "\(fault)")
      }
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: LongText.all) func `deep and long texts are faults, soon`(_ example: LongText) {
    #expect(!ConfigurationSample.faults(String(repeating: example.piece, count: example.count) + example.end).isEmpty)
  }

  @Test(.timeLimit(.minutes(1))) func `indentation and brackets that are too deep are faults with their place`() {
    let indented = (0..<900).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
    #expect(
      ConfigurationSample.faults("server: { host: \(String(repeating: "[", count: 30))\(String(repeating: "]", count: 30)) }").contains {
        $0.hasPrefix("c.yaml:1:31: server.host[0]")
          && $0.hasSuffix("is nested more than 16 levels deep; check the brackets and the indentation")
      })
    #expect(ConfigurationSample.faults(indented).contains { $0.contains("nested more than 16 levels") })
    #expect(
      ConfigurationSample.faults("a: " + String(repeating: "[", count: 2000)) == [
        "c.yaml:1:5: is not valid YAML: it is nested too deeply; check the brackets"
      ])
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["", "? *j : x", "k: { ? *j : 1 }"])
  func `aliases that would multiply are faults`(_ end: String) {
    var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for (name, last) in zip("bcdefghij", "abcdefghi") {
      text += "\(name): &\(name) [" + repeatElement("*\(last)", count: 10).joined(separator: ", ") + "]\n"
    }
    let faults = ConfigurationSample.faults(text + end)
    #expect(faults.count { $0.contains("is a YAML alias") } == 90)
  }

  @Test(.timeLimit(.minutes(1))) func `a thousand repeated keys are found without end`() {
    let repeated = (0..<1000).map { "key\($0 % 500): 1" }.joined(separator: "\n")
    #expect(!ConfigurationSample.faults(repeated).isEmpty)
  }

  /// A text of one piece, many times.
  struct LongText: Sendable, CustomTestStringConvertible {
    var piece: String
    var count: Int
    var end = ""

    var testDescription: String { "\(count) times \(piece.debugDescription)" }

    static let all = [
      Self(piece: "[", count: 200_000), Self(piece: "{a: ", count: 50_000), Self(piece: "- ", count: 200_000, end: "x"),
      Self(piece: "? ", count: 50_000, end: "x"), Self(piece: "[[a]: ", count: 20_000), Self(piece: "a: [", count: 800),
      Self(piece: "!x ", count: 100_000), Self(piece: "&a ", count: 100_000), Self(piece: "\"", count: 100_001),
      Self(piece: "a: 1\n", count: 150_000), Self(piece: "- [a, b]\n", count: 80_000), Self(piece: "*a : ", count: 50_000),
      Self(piece: "|\n ", count: 100_000), Self(piece: "---\n", count: 100_000), Self(piece: ": ", count: 100_000),
    ]
  }

  private static let pieces = [
    "\n", "  ", "\t", ": ", "- ", "[", "]", "{", "}", ",", "\"", "'", "#", "&a ", "*a", "*", "!", "!!int ", "|", ">", "%", "@", "`", "?",
    "---\n", "...\n", "<<: ", "~", "\\", "\u{0}", "\u{E000}", "\u{E001}", "\u{FEFF}", "\u{85}", "\u{2028}", "é", "👍", "null", "-1",
    "999999999999999999999", "server:\n", "transports:\n", "id: lab\n", "\"\\u0000\"", "\"\\uE001\"",
  ].map { Array($0.unicodeScalars) }

  private static func mutate(_ scalars: inout [Unicode.Scalar], _ random: inout SplitMix) {
    let start = Int.random(in: 0...scalars.count, using: &random)
    let end = min(scalars.count, start + Int.random(in: 0..<40, using: &random))
    switch Int.random(in: 0..<5, using: &random) {
    case 0: scalars.removeSubrange(start..<end)
    case 1: scalars.insert(contentsOf: scalars[start..<end], at: Int.random(in: 0...scalars.count, using: &random))
    case 2: scalars.replaceSubrange(start..<min(end, start + 1), with: pieces.randomElement(using: &random) ?? [])
    case 3:
      guard let any = Unicode.Scalar(UInt32.random(in: 0...0x2FF, using: &random)) else { return }
      scalars.insert(any, at: start)
    default: scalars.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: start)
    }
  }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers on every run.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
