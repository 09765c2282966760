// SPDX-License-Identifier: Apache-2.0

import SMPP
import TestSupport
import Testing

@Suite struct ReceiptIDLearnerTests {
  /// An SMSC's way to spell ids: the response's and the receipt's of one number.
  struct Spelling: Sendable, CustomTestStringConvertible {
    let name: String
    let rule: ReceiptIDRule
    let response: @Sendable (UInt64) -> String
    let receipt: @Sendable (UInt64) -> String
    var testDescription: String { name }
  }

  static func hex(_ number: UInt64, _ digits: Int = 0) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  static func padded(_ number: UInt64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// Made for this project; the ways are those of Kannel's msg-id-type, Jasmin's dlr_msgid and Jasmin issues 423 and 643.
  static let spellings: [Spelling] = [
    Spelling(name: "decimal in both", rule: .raw, response: { String($0) }, receipt: { String($0) }),
    Spelling(name: "hexadecimal in both, ten digits", rule: .raw, response: { hex($0, 10) }, receipt: { hex($0, 10) }),
    Spelling(
      name: "UUIDs, some with a zero in front", rule: .raw, response: { hex($0 % 16, 1) + "a1b2c3d-" + hex($0) },
      receipt: { hex($0 % 16, 1) + "a1b2c3d-" + hex($0) }),
    Spelling(name: "zeros in front in receipts", rule: .trimmed, response: { String($0) }, receipt: { padded($0, 14) }),
    Spelling(name: "zeros in front in responses", rule: .trimmed, response: { padded($0, 14) }, receipt: { String($0) }),
    Spelling(
      name: "upper case in receipts", rule: .folded, response: { "m-" + hex($0) }, receipt: { "M-" + hex($0).uppercased() }),
    Spelling(name: "lower case in receipts", rule: .folded, response: { hex($0).uppercased() }, receipt: { hex($0) }),
    Spelling(name: "decimal in receipts, hexadecimal in responses", rule: .decimalToHex, response: { hex($0) }, receipt: { String($0) }),
    Spelling(
      name: "decimal in receipts, upper-case hexadecimal of ten digits in responses", rule: .decimalToHex,
      response: { hex($0, 10).uppercased() }, receipt: { String($0) }),
    Spelling(
      name: "decimal with zeros in receipts, hexadecimal in responses", rule: .decimalToHex, response: { hex($0).uppercased() },
      receipt: { padded($0, 12) }),
    Spelling(name: "hexadecimal in receipts, decimal in responses", rule: .hexToDecimal, response: { String($0) }, receipt: { hex($0) }),
    Spelling(
      name: "hexadecimal of ten digits in receipts, decimal in responses", rule: .hexToDecimal, response: { String($0) },
      receipt: { hex($0, 10).uppercased() }),
  ]

  static func numbers(_ count: Int, seed: UInt64, in range: ClosedRange<UInt64> = 1_000_000...4_000_000_000) -> [UInt64] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in UInt64.random(in: range, using: &random) }
  }

  @Test(arguments: spellings)
  func `each receipt finds its response, and the rule is learnt`(spelling: Spelling) {
    var learner = ReceiptIDLearner()
    var pinnedAfter: Int?
    for (index, number) in Self.numbers(600, seed: 1).enumerated() {
      let response = spelling.response(number)
      #expect(learner.submitted(response).isEmpty)
      let candidates = learner.candidates(for: spelling.receipt(number))
      #expect(candidates.contains(response), "\(index): \(spelling.receipt(number)) gives \(candidates), not \(response)")
      #expect(candidates.count <= 10)
      if learner.rule == nil { #expect(candidates.first == spelling.receipt(number) || index >= 7) } else { #expect(candidates.count == 1) }
      learner.confirmed(spelling.receipt(number), as: response)
      if learner.rule != nil, pinnedAfter == nil { pinnedAfter = index + 1 }
    }
    #expect(learner.rule == spelling.rule)
    #expect(learner.facts == "\(spelling.rule) (learnt)")
    #expect(pinnedAfter.map { $0 <= (spelling.rule == .raw ? 200 : 60) } ?? false, "\(pinnedAfter ?? 0)")
  }

  @Test(arguments: spellings)
  func `receipts that overtake their responses are told, and teach the rule`(spelling: Spelling) {
    var learner = ReceiptIDLearner()
    for number in Self.numbers(400, seed: 2) {
      _ = learner.candidates(for: spelling.receipt(number))
      let isLearning = learner.rule == nil
      let early = learner.submitted(spelling.response(number))
      if isLearning { #expect(early == [spelling.receipt(number)]) } else { #expect(early.isEmpty) }
    }
    #expect(learner.rule == spelling.rule)
  }

  @Test func `a receipt that waits is told after the rule is pinned, and not for ever`() {
    var learner = ReceiptIDLearner(memory: 300)
    for number in 100_000_000...100_000_299 as ClosedRange<UInt64> { _ = learner.candidates(for: String(number)) }
    for number in 100_000_000...100_000_150 as ClosedRange<UInt64> {
      #expect(learner.submitted(Self.hex(number)) == [String(number)])
    }
    #expect(learner.rule == .decimalToHex)
    for number in 100_000_151...100_000_250 as ClosedRange<UInt64> { #expect(learner.submitted(Self.hex(number)) == [String(number)]) }
    for number in 0..<300 { learner.submitted("other\(number)") }
    #expect(learner.submitted(Self.hex(100_000_299)).isEmpty)
  }

  @Test(arguments: spellings)
  func `receipts of messages that memory has lost teach the rule through what the store found`(spelling: Spelling) {
    var learner = ReceiptIDLearner(memory: 8)
    let numbers = Self.numbers(3_000, seed: 3)
    var found = 0
    for (index, number) in numbers.enumerated() {
      learner.submitted(spelling.response(number))
      guard index >= 20 else { continue }
      let old = numbers[index - 20]
      let candidates = learner.candidates(for: spelling.receipt(old))
      if let match = candidates.first(where: { $0 == spelling.response(old) }) {
        found += 1
        learner.confirmed(spelling.receipt(old), as: match)
      } else {
        learner.missed(spelling.receipt(old))
      }
    }
    #expect(learner.rule == spelling.rule)
    #expect(found > 2_900, "\(found)")
  }

  @Test func `the same spelling goes first, whatever else fits`() {
    var learner = ReceiptIDLearner()
    for id in ["10", "16", "a", "A", "0010"] { learner.submitted(id) }
    #expect(learner.candidates(for: "10").first == "10")
    #expect(learner.candidates(for: "0010").first == "0010")
    #expect(learner.candidates(for: "A").first == "A")
  }

  @Test func `small numbers, which several rules fit, teach nothing wrong`() {
    // Raw is the rule; every receipt from 10 to 99 is also the hexadecimal and the decimal of another message.
    var learner = ReceiptIDLearner()
    for number in 1...999 { learner.submitted(String(number)) }
    for number in 10...99 {
      #expect(learner.candidates(for: String(number)).first == String(number))
    }
    #expect(learner.rule == nil)
    for number in 5_000...9_999 { learner.submitted(String(number)) }
    for number in 9_000...9_400 { #expect(learner.candidates(for: String(number)).first == String(number)) }
    #expect(learner.rule == .raw)
  }

  @Test func `a receipt that comes again and again counts once`() {
    var learner = ReceiptIDLearner()
    learner.submitted("3039")
    for _ in 0..<1_000 { _ = learner.candidates(for: "12345") }
    #expect(learner.rule == nil)
    #expect(learner.facts == "being learnt: 1 × decimal in receipts, hexadecimal in responses")
  }

  @Test func `a number is not read in another base where that may name another message`() {
    var learner = ReceiptIDLearner()
    // Nothing is known: only what cannot be mistaken is tried.
    #expect(learner.candidates(for: "12345") == ["12345"])
    #expect(learner.candidates(for: "41394") == ["41394", "a1b2", "A1B2"])
    #expect(learner.candidates(for: "a1b2") == ["a1b2", "A1B2", "41394"])
    // The same spelling has been right: nothing else is tried.
    for number in 1_000_000...1_000_020 {
      learner.submitted(String(number))
      _ = learner.candidates(for: String(number))
    }
    #expect(learner.candidates(for: "41394") == ["41394", "0041394"])
  }

  @Test func `a rule that stops to fit is learnt again`() {
    var learner = ReceiptIDLearner()
    for number in Self.numbers(300, seed: 4) {
      learner.submitted(Self.hex(number))
      let candidates = learner.candidates(for: String(number))
      learner.confirmed(String(number), as: candidates[0])
    }
    #expect(learner.rule == .decimalToHex)
    // The SMSC is replaced by one that is decimal in both.
    for number in Self.numbers(400, seed: 5) {
      let id = String(number)
      learner.submitted(id)
      if learner.candidates(for: id).contains(id) { learner.confirmed(id, as: id) } else { learner.missed(id) }
    }
    #expect(learner.rule == .raw)
  }

  @Test(arguments: spellings)
  func `nobody need say what was found: a rule that stops to fit shows in what comes`(spelling: Spelling) {
    var learner = ReceiptIDLearner()
    for number in Self.numbers(2_000, seed: 7) {
      learner.submitted(spelling.response(number))
      _ = learner.candidates(for: spelling.receipt(number))
    }
    #expect(learner.rule == spelling.rule)
    // The SMSC is replaced by one with another way.
    let next = spelling.rule == .hexToDecimal ? Self.spellings[7] : Self.spellings[10]
    for number in Self.numbers(2_000, seed: 8) {
      learner.submitted(next.response(number))
      _ = learner.candidates(for: next.receipt(number))
    }
    #expect(learner.rule == next.rule)
  }

  @Test(arguments: spellings)
  func `receipts that come later than memory reaches teach the rule`(spelling: Spelling) {
    var learner = ReceiptIDLearner(memory: 128)
    let numbers = Self.numbers(12_000, seed: 9)
    for (index, number) in numbers.enumerated() {
      learner.submitted(spelling.response(number))
      if index >= 1_000 { _ = learner.candidates(for: spelling.receipt(numbers[index - 1_000])) }
    }
    #expect(learner.rule == spelling.rule)
  }

  @Test func `numbers that count up from 1 keep their rule and their candidate`() {
    var learner = ReceiptIDLearner()
    var pinned = 0
    for number in 1...40_000 {
      learner.submitted(String(number))
      guard number > 50 else { continue }
      #expect(learner.candidates(for: String(number - 50)).first == String(number - 50))
      if learner.rule == .raw { pinned += 1 }
    }
    #expect(learner.rule == .raw)
    #expect(pinned > 36_000, "\(pinned)")
  }

  @Test(arguments: [(7, 0), (7, 50), (8, 50), (10, 0), (10, 50), (11, 50), (3, 50), (4, 50)])
  func `numbers that count up from 1 have their rule learnt, and keep it`(spelling: Int, lag: Int) {
    let spelling = Self.spellings[spelling]
    var learner = ReceiptIDLearner()
    var right = 0
    for number in 1...12_000 {
      learner.submitted(spelling.response(UInt64(number)))
      guard number > lag else { continue }
      let candidates = learner.candidates(for: spelling.receipt(UInt64(number - lag)))
      #expect(candidates.contains(spelling.response(UInt64(number - lag))))
      if learner.rule == spelling.rule, candidates == [spelling.response(UInt64(number - lag))] { right += 1 }
    }
    #expect(learner.rule == spelling.rule)
    #expect(right > 10_500, "\(right)")
  }

  @Test func `a few receipts of others leave the rule`() {
    var learner = ReceiptIDLearner()
    for (index, number) in Self.numbers(2_000, seed: 6).enumerated() {
      learner.submitted(Self.hex(number))
      _ = learner.candidates(for: String(number))
      learner.confirmed(String(number), as: Self.hex(number))
      if index > 500, index.isMultiple(of: 50) { learner.missed("foreign") }
    }
    #expect(learner.rule == .decimalToHex)
  }

  @Test func `a rule that is configured stays, and writes numbers as the responses do`() {
    var learner = ReceiptIDLearner(rule: .decimalToHex)
    #expect(learner.candidates(for: "41394") == ["a1b2", "A1B2"])
    learner.submitted("00FF12AB")
    learner.submitted("00FF12AC")
    #expect(learner.candidates(for: "41394") == ["0000A1B2"])
    // What the rule does not fit is looked for as it is.
    #expect(learner.candidates(for: "x1") == ["x1"])
    for _ in 0..<100 { learner.missed("1") }
    #expect(learner.rule == .decimalToHex)
    #expect(learner.facts == "decimal in receipts, hexadecimal in responses (configured)")
  }

  @Test func `ids that are empty or endless are nobody's`() {
    var learner = ReceiptIDLearner(memory: 2)
    #expect(learner.submitted("").isEmpty)
    #expect(learner.candidates(for: "").isEmpty)
    let endless = String(repeating: "1", count: 10_000)
    #expect(learner.submitted(endless).isEmpty)
    #expect(learner.candidates(for: endless).first == endless)
    #expect(learner.submitted(endless).isEmpty)
    #expect(learner.facts == "not known yet")
  }

  @Test func `memory has its bound, and the oldest goes`() {
    var learner = ReceiptIDLearner(memory: 4)
    for number in 1...10 { learner.submitted("r\(number)X") }
    for number in 1...6 { #expect(!learner.candidates(for: "R\(number)x").contains("r\(number)X")) }
    for number in 7...10 { #expect(learner.candidates(for: "R\(number)x").contains("r\(number)X")) }
  }
}
