// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Logging
import OTPCore
import SQLiteStore
import TestSupport
import Testing

/// Two ways for one identity, a real store; only the networks are scripted.
@Suite(.timeLimit(.minutes(5))) struct ResenderTests {
  let keyRing = KeyRing(current: SymmetricKey(size: .bits256))
  let hands = HandClock()
  let store: SQLiteStore
  let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
  let router = Router(identities: [
    OriginationIdentity(
      identity: "ExampleCo", kind: .senderID, coverage: .everywhere, transports: ["main", "spare"].map(TransportID.init(rawValue:)),
      entityID: "1101172974420810001", templateIDs: ["1107161234567890123"])
  ])

  init() throws {
    store = try SQLiteStore(.memory)
  }

  func dispatcher(_ transports: ScriptedTransport...) -> Dispatcher {
    Dispatcher(
      transports.map { Dispatcher.Assignment(transport: $0, queueMax: 100) }, store: store, keyRing: keyRing, clock: hands.clock,
      logger: logger)
  }

  func send(over dispatcher: Dispatcher, change: (inout SendFields) -> Void = { _ in }) async throws -> MessageID {
    var fields = RequestTests.complete
    fields.originationIdentity = "ExampleCo"
    fields.entityID = nil
    fields.templateID = nil
    change(&fields)
    let service = OTPService(store: store, router: router, keyRing: keyRing, dispatcher: dispatcher, clock: hands.clock)
    return try #require(try await service.send(SendRequest(fields, application: "app"), invocation: nil).message)
  }

  /// Runs dispatcher and resender while `body` does.
  func running(_ dispatcher: Dispatcher, _ body: @Sendable () async throws -> Void) async throws {
    let resender = Resender(store: store, router: router, dispatcher: dispatcher, clock: hands.clock, logger: logger)
    async let running: Void = dispatcher.run()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await resender.run() }
      try await body()
      group.cancelAll()
    }
    dispatcher.drain()
    await running
  }

  func state(of id: MessageID, becomes state: MessageState) async throws -> MessageRecord {
    while true {
      if let record = try await store.message(id), record.state == state { return record }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  @Test(arguments: [(true, true, "main"), (false, true, "spare"), (false, false, "main")] as [(Bool, Bool, String)])
  func `a message takes the first transport that is up, or waits for the first when none is`(
    isMainUp: Bool, isSpareUp: Bool, expected: String
  ) async throws {
    let main = ScriptedTransport(id: "main") { _ in .accepted([]) }
    let spare = ScriptedTransport(id: "spare") { _ in .accepted([]) }
    main.setUp(isMainUp)
    spare.setUp(isSpareUp)
    let id = try await send(over: dispatcher(main, spare))
    #expect(try await store.message(id)?.message.transport == TransportID(rawValue: expected))
  }

  @Test func `a message whose answer is lost goes out once more over the other way, with the same text, and is marked`() async throws {
    let main = ScriptedTransport(id: "main") { _ in .unknown("link lost") }
    let spare = ScriptedTransport(id: "spare") { _ in .accepted([RemoteID(rawValue: "s")]) }
    let dispatcher = dispatcher(main, spare)
    try await running(dispatcher) {
      let id = try await send(over: dispatcher)
      _ = try await state(of: id, becomes: .unknown)
      hands.advance(by: .seconds(15))
      let record = try await state(of: id, becomes: .submitted)
      #expect(record.timeline.map(\.state) == [.queued, .submitting, .unknown, .queued, .submitting, .submitted])
      #expect(record.message.possibleDuplicate && record.message.transport == spare.id)
      #expect(dispatcher.reports().allSatisfy { $0.waiting == 0 && $0.inFlight == 0 })
    }
    #expect(main.submitted.map(\.text) == spare.submitted.map(\.text) && main.submitted.count == 1)
    #expect(main.submitted.map(\.message.possibleDuplicate) == [false] && spare.submitted.map(\.message.possibleDuplicate) == [true])
  }

  @Test func `when the other way is down it goes out once more over the same`() async throws {
    let main = ScriptedTransport(id: "main") { $0.message.possibleDuplicate ? .accepted([]) : .unknown("link lost") }
    let spare = ScriptedTransport(id: "spare") { _ in .accepted([]) }
    spare.setUp(false)
    let dispatcher = dispatcher(main, spare)
    try await running(dispatcher) {
      let id = try await send(over: dispatcher)
      _ = try await state(of: id, becomes: .unknown)
      hands.advance(by: .seconds(15))
      #expect(try await state(of: id, becomes: .submitted).message.transport == main.id)
    }
    #expect(main.submitted.count == 2 && spare.submitted.isEmpty)
  }

  @Test func `a late answer is kept, its receipt finds the message, and nothing goes out once more`() async throws {
    let main = ScriptedTransport(id: "main") { _ in .unknown("no answer") }
    let spare = ScriptedTransport(id: "spare") { _ in .accepted([]) }
    let dispatcher = dispatcher(main, spare)
    try await running(dispatcher) {
      let id = try await send(over: dispatcher)
      _ = try await state(of: id, becomes: .unknown)
      #expect(await main.report(.answered(id, .accepted([RemoteID(rawValue: "late")]))))
      hands.advance(by: .seconds(15))
      #expect(try await store.message(id)?.state == .submitted)
      let receipt = DeliveryReceipt(
        transport: main.id, remoteID: RemoteID(rawValue: "late"), ending: DeliveryEnding(.delivered), at: hands.now)
      #expect(await main.report(.receipts([receipt])))
      // Longer than the beat that would send it.
      try await Task.sleep(for: .milliseconds(1100))
      #expect(try await store.message(id)?.state == .delivered)
    }
    #expect(spare.submitted.isEmpty && main.submitted.count == 1)
  }

  @Test func `what a late answer takes out of a queue is not counted as waiting`() async throws {
    let main = ScriptedTransport(id: "main") { _ in .unknown("no answer") }
    let spare = ScriptedTransport(id: "spare") { _ in .accepted([]) }
    let dispatcher = dispatcher(main, spare)
    try await running(dispatcher) {
      let id = try await send(over: dispatcher)
      _ = try await state(of: id, becomes: .unknown)
      main.setUp(false)
      hands.advance(by: .seconds(15))
      spare.setUp(false)
      _ = try await state(of: id, becomes: .queued)
      while dispatcher.reports().map(\.waiting).reduce(0, +) != 1 { try await Task.sleep(for: .milliseconds(2)) }
      #expect(await main.report(.answered(id, .accepted([RemoteID(rawValue: "late")]))))
      #expect(dispatcher.reports().map(\.waiting) == [0, 0])
    }
    #expect(spare.submitted.isEmpty && main.submitted.count == 1)
  }

  @Test func `a message carries what India's networks ask for: the request's, else the identity's`() async throws {
    let dispatcher = dispatcher(ScriptedTransport(id: "main") { _ in .accepted([]) })
    let plain = try #require(try await store.message(try await send(over: dispatcher)))
    #expect(plain.message.entityID == "1101172974420810001" && plain.message.templateID == "1107161234567890123")
    let id = try await send(over: dispatcher) {
      $0.entityID = "7"
      $0.templateID = "8"
    }
    let own = try #require(try await store.message(id))
    #expect(own.message.entityID == "7" && own.message.templateID == "8")
  }

  @Test(arguments: [[], ["1"], ["1", "2"]]) func `among several templates nobody can choose`(templates: [String]) {
    let identity = OriginationIdentity(
      identity: "ExampleCo", kind: .senderID, coverage: .everywhere, transports: [], templateIDs: templates)
    #expect(identity.onlyTemplateID == (templates.count == 1 ? "1" : nil))
  }
}
