// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SMSCodec

@Suite("reassembly")
struct ReassemblerTests {
  typealias Subject = Reassembler<String, ContinuousClock.Instant>
  let start = ContinuousClock.now

  func parts(_ text: String, reference: UInt16 = 1) throws -> [MessagePart] {
    try ShortMessage(text, options: EncodingOptions(reference: reference)).parts
  }

  @Test("parts in any order, each of them twice, give the text once", arguments: 0..<50)
  func anyOrder(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let text = String(repeating: "€ and 😀 ", count: 40) + generator.text()
    var subject = Subject()
    var completed: [String] = []
    let parts = try parts(text)
    for part in (parts + parts).shuffled(using: &generator) {
      let (outcome, abandoned) = subject.add(part, from: "+358", now: start)
      #expect(abandoned.isEmpty)
      if case .complete(let text) = outcome { completed.append(text) }
    }
    #expect(completed == [text])
    #expect(subject.octets == 0)
  }

  @Test("a single part is complete by itself")
  func single() throws {
    var subject = Subject()
    #expect(subject.add(try parts("STOP")[0], from: "+358", now: start).outcome == .complete("STOP"))
    #expect(subject.messages == 0)
  }

  @Test("senders, references and totals are kept apart")
  func apart() throws {
    var subject = Subject()
    let first = try parts(String(repeating: "a", count: 200))
    let second = try parts(String(repeating: "b", count: 200))
    #expect(subject.add(first[0], from: "+1", now: start).outcome == .waiting(missing: 1))
    #expect(subject.add(second[1], from: "+2", now: start).outcome == .waiting(missing: 1))
    #expect(
      subject.add(try parts(String(repeating: "c", count: 200), reference: 2)[1], from: "+1", now: start).outcome == .waiting(missing: 1))
    #expect(subject.add(first[1], from: "+1", now: start).outcome == .complete(String(repeating: "a", count: 200)))
  }

  @Test("a pair that the sender cut in two is read as one", arguments: [TextEncoding.gsm7, .ucs2])
  func cutPair(encoding: TextEncoding) throws {
    let halves: [[UInt8]] = encoding == .gsm7 ? [[0x41, 0x1B], [0x65, 0x42]] : [[0x00, 0x41, 0xD8, 0x3D], [0xDE, 0x00, 0x00, 0x42]]
    var subject = Subject()
    var outcome = Subject.Outcome.duplicate
    for (index, payload) in halves.enumerated() {
      let place = Concatenation(reference: 1, total: 2, sequence: UInt8(index + 1))
      let part = MessagePart(encoding: encoding, nationalTables: .none, concatenation: place, payload: payload)
      outcome = subject.add(part, from: "+1", now: start).outcome
    }
    #expect(outcome == .complete(encoding == .gsm7 ? "A€B" : "A😀B"))
  }

  @Test("parts of different encodings make one text")
  func mixedEncodings() throws {
    var subject = Subject()
    let first = MessagePart(
      encoding: .gsm7, nationalTables: .none, concatenation: .init(reference: 1, total: 2, sequence: 1), payload: [0x41])
    let second = MessagePart(
      encoding: .ucs2, nationalTables: .none, concatenation: .init(reference: 1, total: 2, sequence: 2), payload: [0x04, 0x36])
    _ = subject.add(second, from: "+1", now: start)
    #expect(subject.add(first, from: "+1", now: start).outcome == .complete("Aж"))
  }

  @Test("what waits too long is given up with the text that came, at its deadline and not before")
  func deadline() throws {
    var subject = Subject(lifetime: .seconds(60))
    let parts = try parts("STOP " + String(repeating: "x", count: 200))
    _ = subject.add(parts[0], from: "+1", now: start)
    #expect(subject.nextDeadline == start.advanced(by: .seconds(60)))
    #expect(subject.timeAdvanced(to: start.advanced(by: .seconds(59))).isEmpty)
    let abandoned = subject.timeAdvanced(to: start.advanced(by: .seconds(60)))
    #expect(abandoned.map(\.missing) == [1])
    #expect(abandoned.first?.text.hasPrefix("STOP ") == true)
    #expect(subject.nextDeadline == nil)
    #expect(subject.octets == 0)
    #expect(subject.add(parts[1], from: "+1", now: start.advanced(by: .seconds(61))).outcome == .waiting(missing: 1))
  }

  @Test("a duplicate of a complete message is known; another text with the same reference is a new message")
  func recycledReference() throws {
    var subject = Subject()
    let first = try parts(String(repeating: "a", count: 200))
    let second = try parts(String(repeating: "b", count: 200))
    for part in first { _ = subject.add(part, from: "+1", now: start) }
    #expect(subject.add(first[0], from: "+1", now: start).outcome == .duplicate)
    #expect(subject.add(second[0], from: "+1", now: start).outcome == .waiting(missing: 1))
    #expect(subject.add(second[1], from: "+1", now: start).outcome == .complete(String(repeating: "b", count: 200)))
  }

  @Test("a reference that begins anew gives up the message that waited")
  func givenUp() throws {
    var subject = Subject()
    _ = subject.add(try parts(String(repeating: "a", count: 200))[0], from: "+1", now: start)
    let (outcome, abandoned) = subject.add(try parts(String(repeating: "b", count: 200))[0], from: "+1", now: start)
    #expect(outcome == .waiting(missing: 1))
    #expect(abandoned.map(\.text) == [String(repeating: "a", count: 153)])
  }

  @Test("memory is bounded whatever comes: the oldest message gives way")
  func bounded() throws {
    var generator = SeededGenerator(seed: 3)
    var subject = Subject(messagesMax: 8, octetsMax: 2000, lifetime: .seconds(600))
    var abandoned = 0
    for index in 0..<20_000 {
      let total = UInt8.random(in: 2...255, using: &generator)
      let part = MessagePart(
        encoding: .gsm7, nationalTables: .none,
        concatenation: Concatenation(
          reference: UInt16.random(in: 0..<20, using: &generator), total: total, sequence: UInt8.random(in: 1...total, using: &generator)),
        payload: [UInt8](repeating: 0x41, count: Int.random(in: 0...153, using: &generator)))
      abandoned += subject.add(part, from: "+\(generator.next() % 5)", now: start.advanced(by: .seconds(index))).abandoned.count
      #expect(subject.messages <= 8)
      #expect(subject.octets <= 2000 + 153)
    }
    #expect(abandoned > 1000)
    _ = subject.timeAdvanced(to: start.advanced(by: .seconds(1_000_000)))
    #expect(subject.messages == 0)
    #expect(subject.octets == 0)
  }
}
