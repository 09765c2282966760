// SPDX-License-Identifier: Apache-2.0

import SMPP
import TestSupport
import Testing

@Suite struct DeliveryReceiptTextTests {
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    let name, text: String
    let id, stat, err, sub, dlvrd, submitDate, doneDate, done: String?
    let state: UInt8?
    var testDescription: String { name }
  }

  @Test(arguments: try Vectors<Row>.rows("receipts"))
  func `a receipt says what its labels say`(row: Row) {
    let text = DeliveryReceiptText(row.text)
    #expect(text.id == row.id)
    #expect(text.stateWord == row.stat)
    #expect(text.state?.rawValue == row.state)
    #expect(text.error == row.err)
    #expect(text.submitted == row.sub)
    #expect(text.delivered == row.dlvrd)
    #expect(text.submitDate == row.submitDate)
    #expect(text.doneDate == row.doneDate)
    #expect(text.doneDate.flatMap(ReceiptDate.init)?.description == row.done)
    #expect(text.isEmpty == (row.id == nil && row.stat == nil))
  }

  @Test func `the message's own text is not kept`() {
    var shown = ""
    dump(DeliveryReceiptText("id:99 stat:DELIVRD text:Your code is 482913"), to: &shown)
    #expect(shown.contains("99") && !shown.contains("482913"))
  }

  @Test func `any octets are a receipt text`() {
    var random = SeededRandom(seed: 8)
    let pieces = [
      "id:", "sub:", "dlvrd:", "submit date:", "done date:", "stat:", "err:", "text:", " ", "0", "DELIVRD", "\0", "é", ":", "i", "submit ",
    ]
    for index in 0..<5_000 {
      var octets: [UInt8] = []
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        octets +=
          index.isMultiple(of: 2)
          ? Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8)
          : (0..<3).map { _ in UInt8.random(in: 0...255, using: &random) }
      }
      let text = DeliveryReceiptText(octets)
      for value in [text.id, text.stateWord, text.error, text.submitted, text.delivered, text.submitDate, text.doneDate] {
        #expect(value.map { !$0.isEmpty && $0.unicodeScalars.count <= 255 } ?? true)
      }
    }
  }

  @Test func `a value that goes on without end is none`() {
    #expect(DeliveryReceiptText("id:" + String(repeating: "1", count: 256) + " stat:DELIVRD").id == nil)
    #expect(DeliveryReceiptText("id:" + String(repeating: "1", count: 255) + " stat:DELIVRD").id?.count == 255)
  }

  @Test(arguments: ["submit ", "id:", "text:", "submit                ", "s"])
  func `reading takes time in proportion to the octets`(piece: String) {
    func run(_ count: Int) -> Duration {
      let octets = Array(String(repeating: piece, count: count).utf8)
      return (0..<3).map { _ in ContinuousClock().measure { _ = DeliveryReceiptText(octets) } }.min() ?? .zero
    }
    // Sixteen times the octets: a quadratic reader would take 256 times as long. The floor keeps noise out.
    let small = max(run(1_000), .milliseconds(2))
    #expect(run(16_000) < small * 128)
  }

  @Test(arguments: [
    "", "1", "0000000000", "26010100011", "2613010001", "2600010001", "2601320001", "2601012401", "260101000160", "19690101000000",
    "2601010x01",
  ])
  func `what is no date is none`(text: String) {
    #expect(ReceiptDate(text) == nil)
  }
}
