// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

/// The rules of a session, SMPP 3.4 §2 and §4, read as scripts: an event on the left, what it must lead to on the right.
@Suite struct SessionMachineTests {
  private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
  private static let credentials = Bind(mode: .transceiver, systemID: "otp", password: "secret08")

  private static func at(_ seconds: Double) -> NIODeadline { start + .nanoseconds(Int64(seconds * 1e9)) }

  private static func submit(_ text: String = "Code 123456") -> PDU.Body {
    .submitSM(
      MessagePDU(
        source: Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP"),
        destination: Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567"), shortMessage: Array(text.utf8)))
  }

  private static func delivery(_ sequence: UInt32) -> PDU {
    guard case .submitSM(let message) = submit("id:1 stat:DELIVRD") else { return PDU(.genericNack, sequence: sequence) }
    return PDU(.deliverSM(message), sequence: sequence)
  }

  private static func response(_ sequence: UInt32, _ status: CommandStatus = .ok) -> PDU {
    PDU(.submitSMResponse(MessageResponse(messageID: "A\(sequence)")), status: status, sequence: sequence)
  }

  /// A machine that was bound at second 0; its next sequence number is 2.
  private static func bound(
    _ mode: Bind.Mode = .transceiver, window: Int = 10, timers: SessionTimers = SessionTimers()
  ) -> SessionMachine {
    var bind = credentials
    bind.mode = mode
    var machine = SessionMachine(bind: bind, windowMax: window, timers: timers)
    _ = machine.connected(at: start)
    _ = machine.received(PDU(.bindResponse(BindResponse(mode: mode, systemID: "SMSC")), sequence: 1), at: start)
    return machine
  }

  @Test func `a connection is followed by the bind, and its answer by work`() {
    var machine = SessionMachine(bind: Self.credentials, windowMax: 10)
    #expect(machine.connected(at: Self.start) == [.send(PDU(.bind(Self.credentials), sequence: 1))])
    #expect(machine.freeSlots == 0)
    let response = BindResponse(mode: .transceiver, systemID: "SMSC")
    #expect(machine.received(PDU(.bindResponse(response), sequence: 1), at: Self.at(1)) == [.bound(response)])
    #expect(machine.freeSlots == 10)
  }

  @Test(arguments: [CommandStatus.bindFailed, .invalidPassword, .invalidSystemID, .alreadyBound, CommandStatus(rawValue: 0x4A1)])
  func `a refused bind ends the session with the status`(status: CommandStatus) {
    var machine = SessionMachine(bind: Self.credentials, windowMax: 10)
    _ = machine.connected(at: Self.start)
    let answer = PDU(.bindResponse(BindResponse(mode: .transceiver)), status: status, sequence: 1)
    #expect(machine.received(answer, at: Self.at(1)) == [.close(.bindRefused(status), unanswered: [])])
  }

  @Test func `a bind that is nacked is refused`() {
    var machine = SessionMachine(bind: Self.credentials, windowMax: 10)
    _ = machine.connected(at: Self.start)
    let nack = PDU(.genericNack, status: .invalidCommandID, sequence: 1)
    #expect(machine.received(nack, at: Self.at(1)) == [.close(.bindRefused(.invalidCommandID), unanswered: [])])
  }

  @Test func `a bind without an answer ends after 30 s`() {
    var machine = SessionMachine(bind: Self.credentials, windowMax: 10)
    _ = machine.connected(at: Self.start)
    #expect(machine.nextDeadline == Self.at(30))
    #expect(machine.timeAdvanced(to: Self.at(29.9)) == [])
    #expect(machine.timeAdvanced(to: Self.at(30)) == [.close(.bindTimedOut, unanswered: [])])
    #expect(machine.nextDeadline == nil)
  }

  @Test func `the window bounds what is unanswered, and an answer makes room`() {
    var machine = Self.bound(window: 2)
    #expect(machine.request(Self.submit(), at: Self.start)?.sequence == 2)
    #expect(machine.request(Self.submit(), at: Self.start)?.sequence == 3)
    #expect(machine.request(Self.submit(), at: Self.start) == nil)
    #expect(machine.received(Self.response(3), at: Self.at(1)) == [.answered(sequence: 3, Self.response(3))])
    #expect(machine.outstanding == 1)
    #expect(machine.request(Self.submit(), at: Self.at(1))?.sequence == 4)
  }

  @Test func `a request without an answer is unknown after its timer, and a late answer still comes through`() {
    var machine = Self.bound(timers: SessionTimers(response: .seconds(5)))
    _ = machine.request(Self.submit(), at: Self.at(1))
    #expect(machine.nextDeadline == Self.at(6))
    #expect(machine.timeAdvanced(to: Self.at(6)) == [.unknown(sequence: 2, reason: "the SMSC did not answer in 5 s")])
    #expect(machine.freeSlots == 10)
    #expect(machine.received(Self.response(2), at: Self.at(8)) == [.answeredLate(sequence: 2, Self.response(2))])
    #expect(machine.received(Self.response(2), at: Self.at(9)) == [])
    #expect(machine.oddities == 1)
  }

  @Test func `of an SMSC that seldom answers so many requests are remembered, and the oldest are forgotten aloud`() {
    var machine = Self.bound(window: 12, timers: SessionTimers(response: .seconds(1)))
    var remembered: [UInt32] = []
    var forgotten: [UInt32] = []
    for second in 0..<1_100 {
      // One of eleven is answered, which keeps the session.
      let sequences = (0..<11).compactMap { _ in machine.request(Self.submit(), at: Self.at(Double(second)))?.sequence }
      _ = machine.received(Self.response(sequences[0]), at: Self.at(Double(second)))
      for action in machine.timeAdvanced(to: Self.at(Double(second) + 1)) {
        if case .unknown(let sequence, _) = action { remembered.append(sequence) }
        if case .forgotten(let sequence) = action { forgotten.append(sequence) }
      }
    }
    #expect(remembered.count == 11_000 && forgotten == Array(remembered.prefix(1_000)))
    let oldest = remembered[1_000]
    #expect(machine.received(Self.response(forgotten[999]), at: Self.at(1_101)) == [])
    #expect(machine.received(Self.response(oldest), at: Self.at(1_101)) == [.answeredLate(sequence: oldest, Self.response(oldest))])
  }

  @Test(arguments: [PDU.Body.enquireLinkResponse, .unbindResponse, .bindResponse(BindResponse(mode: .transceiver))])
  func `what answers the link accepts no message`(body: PDU.Body) {
    var machine = Self.bound()
    _ = machine.request(Self.submit(), at: Self.start)
    #expect(machine.received(PDU(body, sequence: 2), at: Self.at(1)) == [])
    #expect(machine.outstanding == 1 && machine.oddities == 1)
    #expect(machine.received(Self.response(2), at: Self.at(2)) == [.answered(sequence: 2, Self.response(2))])
  }

  @Test func `a link that lives without answering any message is ended`() {
    var machine = Self.bound(window: 12, timers: SessionTimers(response: .seconds(5)))
    for _ in 0..<11 { _ = machine.request(Self.submit(), at: Self.start) }
    #expect(machine.timeAdvanced(to: Self.at(5)).count == 11)
    #expect(machine.received(PDU(.enquireLink, sequence: 9), at: Self.at(6)).count == 1)
    _ = machine.request(Self.submit(), at: Self.at(6))
    _ = machine.request(Self.submit(), at: Self.at(7))
    let actions = machine.timeAdvanced(to: Self.at(11))
    #expect(actions.count == 2 && actions.last == .close(.mute, unanswered: [14]))
  }

  @Test func `an answer now and then keeps a bad link`() {
    var machine = Self.bound(window: 100, timers: SessionTimers(response: .seconds(5)))
    for round in 0..<30 {
      let now = Self.at(Double(round) * 6)
      let sequences = (0..<9).compactMap { _ in machine.request(Self.submit(), at: now)?.sequence }
      _ = machine.received(Self.response(sequences[0]), at: now)
      #expect(!machine.timeAdvanced(to: now + .seconds(5)).contains { if case .close = $0 { true } else { false } })
    }
  }

  @Test func `a lost link leaves what was written unanswered, in the order of sending`() {
    var machine = Self.bound()
    for _ in 0..<3 { _ = machine.request(Self.submit(), at: Self.start) }
    _ = machine.received(Self.response(3), at: Self.at(1))
    #expect(machine.linkLost("reset") == [.close(.linkLost("reset"), unanswered: [2, 4])])
    #expect(machine.linkLost("reset") == [])
    #expect(machine.request(Self.submit(), at: Self.at(2)) == nil)
  }

  @Test func `silence is tested with enquire_link, and two that go unanswered mean a dead link`() {
    var machine = Self.bound()
    #expect(machine.nextDeadline == Self.at(30))
    #expect(machine.timeAdvanced(to: Self.at(30)) == [.send(PDU(.enquireLink, sequence: 2))])
    #expect(machine.nextDeadline == Self.at(40))
    #expect(machine.timeAdvanced(to: Self.at(40)) == [.send(PDU(.enquireLink, sequence: 3))])
    #expect(machine.timeAdvanced(to: Self.at(50)) == [.close(.silent, unanswered: [])])
  }

  @Test func `anything that comes proves that the link lives`() {
    var machine = Self.bound()
    _ = machine.timeAdvanced(to: Self.at(30))
    #expect(machine.received(Self.delivery(7), at: Self.at(35)) == [.received(Self.delivery(7))])
    #expect(machine.timeAdvanced(to: Self.at(40)) == [])
    #expect(machine.received(PDU(.enquireLinkResponse, sequence: 2), at: Self.at(41)) == [])
    #expect(machine.timeAdvanced(to: Self.at(59.9)) == [])
    #expect(machine.timeAdvanced(to: Self.at(71)) == [.send(PDU(.enquireLink, sequence: 3))])
  }

  @Test func `an enquire_link of the SMSC is answered in every state`() {
    var binding = SessionMachine(bind: Self.credentials, windowMax: 10)
    _ = binding.connected(at: Self.start)
    var draining = Self.bound()
    _ = draining.request(Self.submit(), at: Self.start)
    _ = draining.drain(at: Self.at(1))
    var bound = Self.bound()
    let enquiry = PDU(.enquireLink, sequence: 0xFFFF_FFFF)
    let answer = [SessionAction.send(PDU(.enquireLinkResponse, sequence: 0xFFFF_FFFF))]
    #expect(binding.received(enquiry, at: Self.at(2)) == answer)
    #expect(draining.received(enquiry, at: Self.at(2)) == answer)
    #expect(bound.received(enquiry, at: Self.at(2)) == answer)
  }

  @Test func `unbind of the SMSC is answered, and what was under way is unknown`() {
    var machine = Self.bound()
    _ = machine.request(Self.submit(), at: Self.start)
    #expect(
      machine.received(PDU(.unbind, sequence: 9), at: Self.at(1))
        == [.send(PDU(.unbindResponse, sequence: 9)), .close(.unboundByPeer, unanswered: [2])])
  }

  @Test func `draining waits for answers, unbinds, and ends`() {
    var machine = Self.bound()
    _ = machine.request(Self.submit(), at: Self.start)
    #expect(machine.drain(at: Self.at(1)) == [])
    #expect(machine.request(Self.submit(), at: Self.at(1)) == nil)
    #expect(
      machine.received(Self.response(2), at: Self.at(2))
        == [.answered(sequence: 2, Self.response(2)), .send(PDU(.unbind, sequence: 3))])
    #expect(machine.received(PDU(.unbindResponse, sequence: 3), at: Self.at(3)) == [.close(.drained, unanswered: [])])
  }

  @Test func `draining waits for receipts to be acknowledged`() {
    var machine = Self.bound()
    _ = machine.received(Self.delivery(5), at: Self.start)
    #expect(machine.drain(at: Self.at(1)) == [])
    #expect(
      machine.answer(Self.delivery(5), with: .ok, at: Self.at(2))
        == [.send(PDU(.deliverSMResponse(MessageResponse()), sequence: 5)), .send(PDU(.unbind, sequence: 2))])
  }

  @Test func `draining and unbinding have an end even when the SMSC says nothing`() {
    var machine = Self.bound()
    _ = machine.request(Self.submit(), at: Self.start)
    _ = machine.drain(at: Self.start)
    #expect(machine.timeAdvanced(to: Self.at(20)) == [.send(PDU(.unbind, sequence: 3))])
    #expect(machine.nextDeadline == Self.at(25))
    #expect(machine.timeAdvanced(to: Self.at(25)) == [.close(.drained, unanswered: [2])])
  }

  @Test func `a message before the bind or over a transmitter is refused`() {
    let refusal = [SessionAction.send(PDU(.deliverSMResponse(MessageResponse()), status: .incorrectBindStatus, sequence: 5))]
    var binding = SessionMachine(bind: Self.credentials, windowMax: 10)
    _ = binding.connected(at: Self.start)
    #expect(binding.received(Self.delivery(5), at: Self.start) == refusal)
    var transmitter = Self.bound(.transmitter)
    #expect(transmitter.received(Self.delivery(5), at: Self.start) == refusal)
  }

  @Test func `a receiver sends nothing`() {
    var machine = Self.bound(.receiver)
    #expect(machine.freeSlots == 0)
    #expect(machine.request(Self.submit(), at: Self.start) == nil)
  }

  @Test func `more messages than can wait are refused so that the SMSC keeps them`() {
    var machine = Self.bound()
    for sequence in 1...UInt32(SessionMachine.incomingMax) { _ = machine.received(Self.delivery(sequence), at: Self.start) }
    #expect(
      machine.received(Self.delivery(99_999), at: Self.start)
        == [.send(PDU(.deliverSMResponse(MessageResponse()), status: .throttled, sequence: 99_999))])
    _ = machine.answer(Self.delivery(1), with: .ok, at: Self.start)
    #expect(machine.received(Self.delivery(99_999), at: Self.start) == [.received(Self.delivery(99_999))])
  }

  @Test func `of long messages that wait fewer are taken, and an answer makes room`() {
    var machine = Self.bound()
    func delivery(_ sequence: UInt32) -> PDU {
      guard case .deliverSM(var message) = Self.delivery(sequence).body else { return PDU(.genericNack, sequence: sequence) }
      message.parameters = [TLV(.messagePayload, Array(repeating: 0x41, count: 65_000))]
      return PDU(.deliverSM(message), sequence: sequence)
    }
    func isTaken(_ sequence: UInt32) -> Bool {
      machine.received(delivery(sequence), at: Self.start) == [.received(delivery(sequence))]
    }
    let taken = (1...UInt32(200)).prefix { isTaken($0) }
    #expect((125...130).contains(taken.count))
    #expect(!isTaken(201))
    _ = machine.answer(delivery(1), with: .ok, at: Self.start)
    #expect(isTaken(202))
  }

  @Test func `a request that a client does not serve is nacked, an unknown answer is dropped`() {
    var machine = Self.bound()
    let nack = { (sequence: UInt32) in [SessionAction.send(PDU(.genericNack, status: .invalidCommandID, sequence: sequence))] }
    #expect(machine.received(PDU(Self.submit(), sequence: 4), at: Self.start) == nack(4))
    #expect(machine.received(PDU(.other(CommandID(rawValue: 0x777), [1]), sequence: 5), at: Self.start) == nack(5))
    #expect(machine.received(PDU(.other(CommandID(rawValue: 0x8000_0777), []), sequence: 6), at: Self.start) == [])
    #expect(machine.received(PDU(.outbind(Outbind(systemID: "S", password: "P")), sequence: 7), at: Self.start) == [])
    #expect(machine.oddities == 2)
  }

  @Test func `a nack answers the request it names; one that names none ends the session`() {
    var machine = Self.bound()
    _ = machine.request(Self.submit(), at: Self.start)
    let nack = PDU(.genericNack, status: .throttled, sequence: 2)
    #expect(machine.received(nack, at: Self.at(1)) == [.answered(sequence: 2, nack)])
    _ = machine.request(Self.submit(), at: Self.at(2))
    let stray = machine.received(PDU(.genericNack, status: .invalidCommandLength, sequence: 0), at: Self.at(3))
    guard case .close(.protocolViolation, unanswered: [3])? = stray.first else {
      Issue.record("a nack that names nothing should end the session: \(stray)")
      return
    }
  }

  @Test func `an answer that says not bound ends the session for a new bind`() {
    var machine = Self.bound()
    _ = machine.request(Self.submit(), at: Self.start)
    _ = machine.request(Self.submit(), at: Self.start)
    let answer = Self.response(2, .incorrectBindStatus)
    #expect(
      machine.received(answer, at: Self.at(1)) == [.answered(sequence: 2, answer), .close(.notBound, unanswered: [3])])
  }

  @Test func `a stream that cannot be read is nacked with number 0 and ended`() throws {
    var machine = Self.bound()
    var octets = ByteBuffer(bytes: [0x48, 0x54, 0x54, 0x50, 0x2F, 0x31, 0x2E, 0x31, 0, 0, 0, 0, 0, 0, 0, 0])
    let fault = #expect(throws: FramingFault.self) { try PDU.next(in: &octets) }
    let actions = machine.received(try #require(fault), at: Self.at(1))
    #expect(actions.first == .send(PDU(.genericNack, status: .invalidCommandLength, sequence: 0)))
    guard case .close(.protocolViolation, unanswered: [])? = actions.last else {
      Issue.record("the session should end: \(actions)")
      return
    }
  }
}
