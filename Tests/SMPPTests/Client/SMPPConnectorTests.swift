// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import SMPP
import Synchronization
import Testing

/// The connector against an SMSC on the loopback interface whose answers are scripted.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SMPPConnectorTests {
  static func text(_ octets: Int = 20) -> MessagePDU {
    MessagePDU(
      source: Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP"),
      destination: Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567"),
      shortMessage: Array(repeating: UInt8(ascii: "a"), count: octets))
  }

  static func submission(_ reference: String = "m", parts: Int = 1, octets: Int = 20, life: TimeAmount = .seconds(30)) -> Submission {
    Submission(reference: reference, parts: Array(repeating: text(octets), count: parts), notAfter: .now() + life)
  }

  /// Runs a connector against a scripted SMSC for a test.
  static func connect(
    _ change: (inout SMPPConnectorConfiguration) -> Void = { _ in }, script: @escaping ScriptedSMSC.Script,
    body: (SMPPConnector, ScriptedSMSC, ConnectorListener) async throws -> Void
  ) async throws {
    let smsc = try await ScriptedSMSC.start(script)
    var configuration = SMPPConnectorConfiguration(
      endpoints: [.init(host: "127.0.0.1", port: smsc.port)], bind: Bind(mode: .transceiver, systemID: "otp", password: "secret08"))
    configuration.reconnectLeast = .milliseconds(10)
    change(&configuration)
    let connector = SMPPConnector(configuration, eventLoop: MultiThreadedEventLoopGroup.singleton.next())
    let listener = ConnectorListener()
    async let running: Void = connector.run(listener)
    await listener.wait { connector.status.canSend }
    do {
      try await body(connector, smsc, listener)
    } catch {
      connector.beginShutdown()
      await running
      throw error
    }
    connector.beginShutdown()
    await running
    try await smsc.shutdown()
  }

  @Test func `a message whose first part is refused before the second is written goes no further`() async throws {
    try await Self.connect({ $0.windowMax = 1 }, script: { pdu, link in link.answer(pdu, .invalidDestinationAddress) }) {
      connector, smsc, _ in
      let answers = await connector.submit(Self.submission(parts: 2))
      #expect(answers == [.answered(.invalidDestinationAddress, messageID: ""), .notSent("an earlier part was refused")])
      #expect(await connector.submit(Self.submission()) == [.answered(.invalidDestinationAddress, messageID: "")])
      #expect(smsc.submitted.count == 2)
    }
  }

  @Test func `an SMSC that asks and never reads the answers loses the session`() async throws {
    try await Self.connect(script: { _, _ in }) { connector, smsc, listener in
      let link = try #require(smsc.links.first)
      try await link.channel.setOption(.autoRead, value: false).get()
      var questions = ByteBuffer()
      for sequence in 1...UInt32(50_000) { try PDU(.enquireLink, sequence: sequence).encode(into: &questions) }
      for _ in 0..<30 where connector.status.canSend { try? await link.channel.writeAndFlush(questions).get() }
      await listener.wait { connector.status.sessions.first?.lastEnd != nil }
      #expect(connector.status.sessions.first?.lastEnd == .linkLost("the SMSC does not read what it is sent"))
    }
  }

  @Test func `more than a socket takes at once is written once`() async throws {
    try await Self.connect({ $0.windowMax = 4000 }, script: { pdu, link in link.accept(pdu) }) { connector, smsc, _ in
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<3000 {
          group.addTask { _ = await connector.submit(Self.submission("\(number)", octets: 200)) }
        }
      }
      let sequences = smsc.submitted.map(\.sequence)
      #expect(sequences.count == 3000)
      #expect(Set(sequences).count == sequences.count)
    }
  }

  @Test func `a late answer to one part says nothing while another part is awaited`() async throws {
    let first = Mutex<PDU?>(nil)
    try await Self.connect({
      $0.windowMax = 1
      $0.timers.response = .milliseconds(500)
    }) { pdu, link in
      // The first part is answered when its time is over and the second is under way, which is refused a little later.
      let overdue = first.withLock { first in
        defer { first = pdu }
        return first
      }
      guard let overdue else { return }
      link.accept(overdue)
      link.channel.eventLoop.scheduleTask(in: .milliseconds(50)) { link.answer(pdu, .messageQueueFull) }
    } body: { connector, _, listener in
      let answers = await connector.submit(Self.submission(parts: 2))
      #expect(answers.last == .answered(.messageQueueFull, messageID: ""))
      #expect(listener.late.isEmpty)
    }
  }

  @Test func `a stalled link does not hold up what another link can take`() async throws {
    let stalled = Mutex<ObjectIdentifier?>(nil)
    try await Self.connect({
      $0.windowMax = 1
      $0.binds = 2
    }) { pdu, link in
      // Whichever link gets the long message answers nothing any more.
      let isStalled = stalled.withLock { stalled in
        if stalled == nil { stalled = ObjectIdentifier(link.channel) }
        return stalled == ObjectIdentifier(link.channel)
      }
      if !isStalled { link.accept(pdu) }
    } body: { connector, smsc, listener in
      await listener.wait { connector.status.sessions.allSatisfy(\.isBound) }
      async let long = connector.submit(Self.submission("long", parts: 2, life: .seconds(5)))
      await listener.wait { stalled.withLock { $0 } != nil }
      let start = NIODeadline.now()
      let answers = await connector.submit(Self.submission("short"))
      #expect(NIODeadline.now() - start < .seconds(2))
      guard case .answered(.ok, _) = answers.first else { return #expect(Bool(false), "\(answers)") }
      connector.beginShutdown()
      // The SMSC lets the connection go, so that the session need not wait for answers.
      for link in smsc.links { link.channel.close(promise: nil) }
      guard case .notSent? = await long.last else { return #expect(Bool(false), "the second part was sent") }
    }
  }
}
