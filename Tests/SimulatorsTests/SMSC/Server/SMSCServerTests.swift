// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import SMPP
import Synchronization
import Testing

@testable import Simulators

/// Over TCP on the loopback interface.
@Suite(.timeLimit(.minutes(1))) struct SMSCServerTests {
  /// Runs a server for a test, and closes it after.
  static func serve(
    _ change: (inout SMSCConfiguration) -> Void = { _ in }, log: SMSCServer.Log? = nil, body: (SMSCServer) async throws -> Void
  ) async throws {
    var configuration = SMSCConfiguration()
    configuration.receiptDelay = .milliseconds(1)
    change(&configuration)
    let server = try await SMSCServer.start(configuration, log: log)
    do {
      try await body(server)
    } catch {
      try await server.shutdown()
      throw error
    }
    try await server.shutdown()
  }

  static func message(_ text: String = "Code 123456") -> PDU.Body {
    .submitSM(SMSCScript.message(text, to: "358401234567", receipt: .finalReceipt))
  }

  /// PDUs until the connection has no more for the test.
  static func read(_ count: Int, _ peer: inout Peer) async throws -> [PDU] {
    var pdus: [PDU] = []
    while pdus.count < count, let pdu = try await peer.next() { pdus.append(pdu) }
    return pdus
  }

  @Test func `a peer binds, sends, hears of the delivery and unbinds`() async throws {
    try await Self.serve { server in
      try await Peer.connect(to: server.port) { peer in
        #expect(try await peer.bind() == .ok)
        try await peer.send(Self.message())
        #expect(try await peer.next()?.body == .submitSMResponse(MessageResponse(messageID: "1")))
        let receipt = try #require(try await peer.next())
        #expect(receipt.commandID == .deliverSM)
        try await peer.answer(receipt)
        try await peer.send(.unbind)
        #expect(try await peer.next()?.body == .unbindResponse)
        #expect(try await peer.next() == nil)
      }
      let statistics = try await server.statistics()
      #expect(statistics.binds == 1)
      #expect(statistics.accepted == 1)
      #expect(statistics.receiptsAcknowledged == 1)
    }
  }

  @Test func `PDUs in one segment and octets one by one are the same to it`() async throws {
    try await Self.serve({ $0.receiptDelay = .seconds(60) }) { server in
      try await Peer.connect(to: server.port) { peer in
        try await peer.send(.bind(Bind(mode: .transceiver, systemID: "otp", password: "")), Self.message(), Self.message("2"), .enquireLink)
        let answers = try await Self.read(4, &peer)
        #expect(answers.map(\.sequence) == [1, 2, 3, 4])
        var buffer = ByteBuffer()
        try PDU(Self.message("3"), sequence: 77).encode(into: &buffer)
        for octet in buffer.readableBytesView { try await peer.send(octets: [octet]) }
        #expect(try await peer.next()?.sequence == 77)
      }
    }
  }

  @Test func `what it sends in pieces and together arrives whole and in order`() async throws {
    try await Self.serve({
      $0.faults.splitsSegment = Frequency(.every(3))
      $0.faults.joinsSegments = Frequency(.every(2))
    }) { server in
      try await Peer.connect(to: server.port) { peer in
        #expect(try await peer.bind() == .ok)
        var ids: [String] = []
        for number in 1...40 { try await peer.send(Self.message("Code \(number)")) }
        for pdu in try await Self.read(80, &peer) {
          if case .submitSMResponse(let response) = pdu.body { ids.append(response.messageID) }
        }
        #expect(ids == (1...40).map(String.init))
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func `a PDU that waits for the next one leaves with it and not later`() async throws {
    // Left alone, the first answer would wait for longer than this test may take.
    let plan: (inout SMSCConfiguration) -> Void = {
      $0.faults.joinsSegments = Frequency(.every(2))
      $0.faults.joinPause = .seconds(600)
    }
    try await Self.serve(plan) { server in
      try await Peer.connect(to: server.port) { peer in
        #expect(try await peer.bind() == .ok)
        for _ in 1...5 {
          try await peer.send(.enquireLink)
          try await Task.sleep(for: .milliseconds(2))
          try await peer.send(.enquireLink)
          #expect(try await Self.read(2, &peer).count == 2)
        }
      }
    }
  }

  /// Octets that are no SMPP, and what is answered before the end. SMPP 3.4 §3.2.
  @Test(
    arguments: [
      [0xF0, 0x00, 0x00, 0x11, 0x00, 0x00, 0x01, 0x10], Array("HTTP/1.1 200 OK".utf8), [0, 0, 0, 2, 0],
      [0x00, 0x00, 0x04, 0x01, 0, 0, 0, 4],
    ] as [[UInt8]])
  func `a stream of something else is refused and closed`(octets: [UInt8]) async throws {
    try await Self.serve { server in
      try await Peer.connect(to: server.port) { peer in
        try await peer.send(octets: octets)
        #expect(try await peer.next() == PDU(.genericNack, status: .invalidCommandLength, sequence: 0))
        #expect(try await peer.next() == nil)
      }
      let statistics = try await server.statistics()
      #expect(statistics.malformed == 1)
    }
  }

  @Test func `a request that cannot be read is refused, and the connection stands`() async throws {
    try await Self.serve { server in
      try await Peer.connect(to: server.port) { peer in
        #expect(try await peer.bind() == .ok)
        // sm_length 0xFF with ten octets left.
        let body: [UInt8] = [0, 0, 0, 0, 1, 1, 0x31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF] + Array(repeating: 0x41, count: 10)
        try await peer.send(octets: [0, 0, 0, UInt8(16 + body.count), 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9] + body)
        let refusal = try #require(try await peer.next())
        #expect(refusal.commandID == CommandID.submitSM.response)
        #expect(refusal.status == .invalidMessageLength)
        #expect(refusal.sequence == 9)
        try await peer.send(.enquireLink)
        #expect(try await peer.next()?.body == .enquireLinkResponse)
      }
    }
  }

  /// Whether a new connection is taken, and brings a receipt.
  static func isReceiptDelivered(by server: SMSCServer) async -> Bool {
    let command = try? await Peer.connect(to: server.port) { peer in
      _ = try await peer.bind()
      return try await peer.next()?.commandID
    }
    return command == .deliverSM
  }

  @Test func `a restart refuses connections for a while, and afterwards the receipts come`() async throws {
    try await Self.serve({ $0.receiptDelay = .milliseconds(300) }) { server in
      try await Peer.connect(to: server.port) { peer in
        #expect(try await peer.bind() == .ok)
        try await peer.send(Self.message())
        #expect(try await peer.next()?.commandID == CommandID.submitSM.response)
        try await server.restart(for: .seconds(1))
        #expect(try await peer.next() == nil)
      }
      var refusals = 0
      while await !Self.isReceiptDelivered(by: server) {
        refusals += 1
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(refusals > 0)
    }
  }

  @Test(arguments: [.close, .reset, .silence] as [SubmitFate.SessionFault])
  func `a connection ends or falls silent in the middle of the work`(fault: SubmitFate.SessionFault) async throws {
    let plan: (inout SMSCConfiguration) -> Void = { configuration in
      switch fault {
      case .close: configuration.faults.closes = Frequency(.every(2))
      case .reset: configuration.faults.resets = Frequency(.every(2))
      default: configuration.faults.goesSilent = Frequency(.every(2))
      }
    }
    try await Self.serve(plan) { server in
      try await Peer.connect(to: server.port) { peer in
        #expect(try await peer.bind(.transmitter) == .ok)
        try await peer.send(Self.message())
        #expect(try await peer.next()?.commandID == CommandID.submitSM.response)
        try await peer.send(Self.message("2"))
        if fault == .silence {
          try await peer.send(.enquireLink)
          try await Peer.connect(to: server.port) { other in
            #expect(try await other.bind() == .ok)
            let receipts = try await Self.read(2, &other)
            #expect(receipts.map(\.commandID) == [.deliverSM, .deliverSM])
          }
        } else {
          #expect(try await peer.next() == nil)
        }
      }
      let statistics = try await server.statistics()
      #expect(statistics.accepted == 2)
    }
  }

  @Test func `a full log holds up the peers and loses nothing`() async throws {
    let lines = Mutex(0)
    let isFull = Mutex(false)
    let log = SMSCServer.Log { entry in
      guard case .message = entry else { return }
      let count = lines.withLock {
        $0 += 1
        return $0
      }
      if count == 100 { isFull.withLock { $0 = true } }
    } isFull: {
      isFull.withLock { $0 }
    }
    try await Self.serve({ $0.keepsLog = true }, log: log) { server in
      try await Peer.connect(to: server.port) { peer in
        #expect(try await peer.bind(.transmitter) == .ok)
        for number in 1...100 { try await peer.send(Self.message("Code \(number)")) }
        let answers = try await Self.read(100, &peer)
        #expect(answers.count == 100)
        try await peer.send(Self.message("101"))
        try await Task.sleep(for: .milliseconds(50))
        #expect(lines.withLock { $0 } == 100)
        isFull.withLock { $0 = false }
        #expect(try await peer.next()?.commandID == CommandID.submitSM.response)
        #expect(lines.withLock { $0 } == 101)
      }
    }
  }

  @Test func `phones and plans can be changed while it runs`() async throws {
    try await Self.serve { server in
      try await Peer.connect(to: server.port) { peer in
        #expect(try await peer.bind() == .ok)
        let phone = Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567")
        try await server.deliver("STOP", from: phone, to: phone)
        guard case .deliverSM(let inbound) = try await peer.next()?.body else {
          Issue.record("no deliver_sm")
          return
        }
        #expect(inbound.text == Array("STOP".utf8))
        var plan = FaultPlan()
        plan.refusals = [.init(.throttled, .always)]
        try await server.plan(plan)
        try await peer.send(Self.message())
        #expect(try await peer.next()?.status == .throttled)
      }
    }
  }

  @Test func `a port that is taken is an error`() async throws {
    try await Self.serve { server in
      await #expect(throws: IOError.self) { _ = try await SMSCServer.start(SMSCConfiguration(), port: server.port) }
    }
  }
}
