// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Logging
import OTPCore
import SQLiteStore
import TestSupport
import Testing

/// The dispatcher over a real store; only the network is scripted.
@Suite(.timeLimit(.minutes(5))) struct DispatcherTests {
  let keyRing = KeyRing(current: SymmetricKey(size: .bits256))
  let hands = HandClock()
  let store: SQLiteStore

  init() throws {
    store = try SQLiteStore(.memory)
  }

  func dispatcher(_ transport: ScriptedTransport, queueMax: Int = 1000) -> Dispatcher {
    Dispatcher(
      [Dispatcher.Assignment(transport: transport, queueMax: queueMax)], store: store, keyRing: keyRing, clock: hands.clock,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  func service(_ dispatcher: Dispatcher) -> OTPService {
    let identity = OriginationIdentity(
      identity: "ExampleCo", kind: .senderID, coverage: .everywhere, transports: [TransportID(rawValue: "lab")])
    return OTPService(store: store, router: Router(identities: [identity]), keyRing: keyRing, dispatcher: dispatcher, clock: hands.clock)
  }

  func request(reference: String = "ref", validity: Int = 10) throws -> SendRequest {
    var fields = RequestTests.complete
    fields.originationIdentity = "ExampleCo"
    fields.referenceID = reference
    fields.validityPeriod = validity
    return try SendRequest(fields, application: "app")
  }

  /// Runs the dispatcher while `body` does, then drains it.
  func running(_ dispatcher: Dispatcher, _ body: @Sendable () async throws -> Void) async throws {
    async let running: Void = dispatcher.run()
    try await body()
    dispatcher.drain()
    await running
  }

  func state(of id: MessageID?, becomes state: MessageState) async throws -> MessageRecord {
    let id = try #require(id)
    while true {
      if let record = try await store.message(id), record.state == state { return record }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  @Test func `a message goes its way and its body is handed over once`() async throws {
    let transport = ScriptedTransport { .accepted([RemoteID(rawValue: $0.message.id.description)]) }
    let dispatcher = dispatcher(transport)
    try await running(dispatcher) {
      let answer = try await service(dispatcher).send(request(), invocation: nil)
      let id = try #require(answer.message)
      #expect(answer.status == .successful && answer.statusMessage == "MessageId: \(id)")
      let record = try await state(of: answer.message, becomes: .submitted)
      #expect(record.timeline.map(\.state) == [.queued, .submitting, .submitted])
      let remoteID = try #require(record.timeline.last?.remoteIDs.first)
      let receipt = DeliveryReceipt(transport: transport.id, remoteID: remoteID, ending: DeliveryEnding(.delivered), at: hands.now)
      #expect(await transport.report(.receipts([receipt, receipt])))
      let delivered = try await state(of: answer.message, becomes: .delivered)
      #expect(delivered.timeline.count == 4)
    }
    #expect(transport.submitted.count == 1)
    #expect(transport.submitted.first?.text.hasPrefix("This is your One Time Password: ") == true)
  }

  @Test func `a refusal that can pass is tried again within the code's life`() async throws {
    let transport = ScriptedTransport { [hands] message in
      hands.now < message.message.createdAt.advanced(by: .seconds(1))
        ? .rejected(Rejection(reason: .throttled, code: "0x58", advice: "slow down")) : .accepted([])
    }
    let dispatcher = dispatcher(transport)
    try await running(dispatcher) {
      let answer = try await service(dispatcher).send(request(), invocation: nil)
      while transport.submitted.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
      _ = try await state(of: answer.message, becomes: .queued)
      hands.advance(by: .seconds(1))
      let record = try await state(of: answer.message, becomes: .submitted)
      #expect(record.timeline.map(\.state) == [.queued, .submitting, .queued, .submitting, .submitted])
      #expect(record.timeline[2].error == "0x58")
    }
  }

  @Test func `no message is handed over after its code has died`() async throws {
    let transport = ScriptedTransport { _ in .accepted([]) }
    let dispatcher = dispatcher(transport)
    let answer = try await service(dispatcher).send(request(validity: 5), invocation: nil)
    hands.advance(by: .seconds(300))
    try await running(dispatcher) {
      let overdue = try await store.endOverdue(now: hands.now, grace: .seconds(60), limit: 100)
      #expect(overdue.unqueued == [transport.id: 1])
      let record = try await state(of: answer.message, becomes: .expired)
      #expect(record.timeline.last?.reason?.contains("expired") == true)
    }
    #expect(transport.submitted.isEmpty)
  }

  @Test func `never more messages are in flight than the transport can take`() async throws {
    let gauge = InFlightGauge()
    let transport = ScriptedTransport(inFlightMax: 4) { _ in
      await gauge.enter()
      try? await Task.sleep(for: .milliseconds(2))
      await gauge.leave()
      return .accepted([])
    }
    let dispatcher = dispatcher(transport)
    try await running(dispatcher) {
      var last: MessageID?
      for number in 0..<40 { last = try await service(dispatcher).send(request(reference: "r\(number)"), invocation: nil).message }
      _ = try await state(of: last, becomes: .submitted)
      while transport.submitted.count < 40 { try await Task.sleep(for: .milliseconds(2)) }
    }
    #expect(await gauge.highest <= 4)
    #expect(Set(transport.submitted.map(\.message.id)).count == 40)
  }

  @Test func `a message goes out with the write that accepts it while there is room, and queues when there is none`() async throws {
    let gate = Gate()
    let transport = ScriptedTransport(inFlightMax: 2) { _ in
      await gate.wait()
      return .accepted([])
    }
    let dispatcher = dispatcher(transport)
    try await running(dispatcher) {
      // The lane may take a moment to run.
      while !dispatcher.reserve(on: transport.id) { try await Task.sleep(for: .milliseconds(1)) }
      dispatcher.release(on: transport.id)
      var ids: [MessageID] = []
      for number in 0..<3 {
        let answer = try await service(dispatcher).send(request(reference: "r\(number)"), invocation: nil)
        ids.append(try #require(answer.message))
      }
      for id in ids.prefix(2) {
        let record = try #require(try await store.message(id))
        #expect(record.timeline.map(\.state) == [.queued, .submitting])
        #expect(record.timeline.map(\.at) == [record.message.createdAt, record.message.createdAt])
      }
      #expect(try await store.message(ids[2])?.state == .queued)
      #expect(dispatcher.reports().map(\.waiting) == [1] && dispatcher.reports().map(\.inFlight) == [2])
      await gate.open()
      for id in ids { _ = try await state(of: id, becomes: .submitted) }
      #expect(Set(transport.submitted.map(\.message.id)) == Set(ids))
    }
    #expect(dispatcher.reports().map(\.inFlight) == [0])
  }

  @Test func `a place that was kept for a retry of the same call is given back`() async throws {
    let transport = ScriptedTransport(inFlightMax: 1) { _ in .accepted([]) }
    let dispatcher = dispatcher(transport)
    let invocation = Invocation(name: "call", fingerprint: Data([1]))
    try await running(dispatcher) {
      let first = try await service(dispatcher).send(request(), invocation: invocation).message
      for _ in 0..<5 { #expect(try await service(dispatcher).send(request(), invocation: invocation).message == first) }
      let next = try await service(dispatcher).send(request(reference: "next"), invocation: nil).message
      _ = try await state(of: next, becomes: .submitted)
    }
    #expect(transport.submitted.count == 2)
    #expect(dispatcher.reports().map(\.inFlight) == [0])
  }

  @Test func `a transport that is down is handed nothing until it is up`() async throws {
    let transport = ScriptedTransport { _ in .accepted([]) }
    transport.setUp(false)
    let dispatcher = dispatcher(transport)
    try await running(dispatcher) {
      let id = try await service(dispatcher).send(request(), invocation: nil).message
      // Longer than the heartbeat that would try it.
      try await Task.sleep(for: .milliseconds(1200))
      #expect(transport.submitted.isEmpty)
      #expect(dispatcher.reports().map(\.waiting) == [1])
      transport.setUp(true)
      _ = try await state(of: id, becomes: .submitted)
      #expect(dispatcher.reports().map(\.waiting) == [0])
    }
  }

  @Test func `a transport that reports that its link is back is handed what waits at once`() async throws {
    let transport = ScriptedTransport { _ in .accepted([]) }
    transport.setUp(false)
    let dispatcher = dispatcher(transport)
    try await running(dispatcher) {
      var quickRounds = 0
      for round in 0..<10 {
        let start = ContinuousClock.now
        let id = try await service(dispatcher).send(request(reference: "r\(round)"), invocation: nil).message
        transport.setUp(true)
        #expect(await transport.report(.changed(transport.id, transport.status())))
        _ = try await state(of: id, becomes: .submitted)
        transport.setUp(false)
        if ContinuousClock.now - start < .milliseconds(500) { quickRounds += 1 }
      }
      // What waits for the beat waits a second from the last one: only the first round could be quick by chance.
      #expect(quickRounds >= 2)
    }
  }

  @Test func `what the transport has not handed over when the gateway stops goes back to the queue`() async throws {
    let (stopping, stop) = AsyncStream.makeStream(of: Void.self)
    let transport = ScriptedTransport(onShutdown: { stop.finish() }) { _ in
      for await _ in stopping {}
      return .rejected(Rejection(reason: .unavailable, advice: "the gateway stops"))
    }
    let dispatcher = dispatcher(transport)
    let id = try await service(dispatcher).send(request(), invocation: nil).message
    try await running(dispatcher) { _ = try await state(of: id, becomes: .submitting) }
    _ = try await state(of: id, becomes: .queued)
  }

  /// A network that serves eight at a time behind a queue of its own, as a windowed link is.
  @Test func `places that come free one by one are filled, and never more than there are`() async throws {
    let gauge = InFlightGauge()
    let transport = ScriptedTransport(inFlightMax: 80) { _ in
      await gauge.enter()
      try? await Task.sleep(for: .milliseconds(Int.random(in: 1...5)))
      await gauge.leave()
      return .accepted([])
    }
    let dispatcher = dispatcher(transport)
    let service = service(dispatcher)
    for number in 0..<300 { _ = try await service.send(request(reference: "r\(number)"), invocation: nil) }
    try await running(dispatcher) {
      while transport.submitted.count < 300 { try await Task.sleep(for: .milliseconds(2)) }
    }
    #expect(await gauge.highest <= 80)
    #expect(Set(transport.submitted.map(\.message.id)).count == 300)
  }

  @Test func `a retry is answered with its first result even when the queue has filled since`() async throws {
    let service = service(dispatcher(ScriptedTransport { _ in .accepted([]) }, queueMax: 1))
    let call = Invocation(name: "b3c1", fingerprint: Data([1]))
    let first = try await service.send(request(), invocation: call)
    #expect(try await service.send(request(), invocation: call) == first)
    #expect(try await service.send(request(), invocation: nil).status == .temporaryFailure)
    await #expect(throws: ServiceFault.self) {
      try await service.send(request(), invocation: Invocation(name: "b3c1", fingerprint: Data([2])))
    }
  }

  @Test func `the length of the queue is right after a storm`() async throws {
    let transport = ScriptedTransport(inFlightMax: 8) { _ in .accepted([]) }
    let dispatcher = dispatcher(transport)
    let service = service(dispatcher)
    try await running(dispatcher) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<400 { group.addTask { _ = try await service.send(request(reference: "r\(number)"), invocation: nil) } }
        try await group.waitForAll()
      }
      while dispatcher.reports().contains(where: { $0.waiting + $0.inFlight > 0 }) { try await Task.sleep(for: .milliseconds(2)) }
    }
    #expect(transport.submitted.count == 400)
  }

  @Test func `a full queue refuses in words, and nothing is stored`() async throws {
    let dispatcher = dispatcher(ScriptedTransport { _ in .accepted([]) }, queueMax: 2)
    let service = service(dispatcher)
    for number in 0..<2 { #expect(try await service.send(request(reference: "r\(number)"), invocation: nil).status == .successful) }
    let refused = try await service.send(request(reference: "r3"), invocation: nil)
    #expect(refused.status == .temporaryFailure && refused.status.code == 503)
    #expect(refused.statusMessage.contains("queue") && refused.statusMessage.contains("lab"))
    #expect(try await store.messages(matching: MessageFilter(), limit: 10, after: nil).count == 2)
  }

  @Test func `a restart resumes the queue, and asks nobody's phone twice`() async throws {
    let first = dispatcher(ScriptedTransport { _ in .accepted([]) })
    let waiting = try await service(first).send(request(reference: "waiting"), invocation: nil).message
    hands.advance(by: .milliseconds(1))
    let lost = try await service(first).send(request(reference: "lost"), invocation: nil).message
    let claimed = try await store.claim(for: TransportID(rawValue: "lab"), atMost: 1, now: hands.now)
    #expect(claimed.map(\.message.id) == [waiting])
    // The process dies here: one message between submit and answer, one queued.
    let transport = ScriptedTransport { _ in .accepted([]) }
    let second = dispatcher(transport)
    try await second.recover()
    try await running(second) {
      _ = try await state(of: lost, becomes: .submitted)
      let unknown = try await state(of: waiting, becomes: .unknown)
      #expect(unknown.timeline.last?.reason?.hasPrefix("the gateway stopped between submit and answer") == true)
    }
    #expect(transport.submitted.map(\.message.id) == [lost])
  }

  @Test func `a transport that forgets on restart is handed its message again`() async throws {
    let first = dispatcher(ScriptedTransport(forgetsOnRestart: true) { _ in .accepted([]) })
    let id = try await service(first).send(request(), invocation: nil).message
    _ = try await store.claim(for: TransportID(rawValue: "lab"), atMost: 1, now: hands.now)
    let second = dispatcher(ScriptedTransport(forgetsOnRestart: true) { _ in .accepted([]) })
    try await second.recover()
    try await running(second) {
      let record = try await state(of: id, becomes: .submitted)
      #expect(record.timeline.map(\.state) == [.queued, .submitting, .queued, .submitting, .submitted])
    }
  }

  @Test func `retries of one call send once and answer alike`() async throws {
    let transport = ScriptedTransport { _ in .accepted([]) }
    let dispatcher = dispatcher(transport)
    let service = service(dispatcher)
    try await running(dispatcher) {
      let answers = try await withThrowingTaskGroup(of: SendAnswer.self) { group in
        for _ in 0..<20 {
          group.addTask { try await service.send(request(), invocation: Invocation(name: "b3c1", fingerprint: Data([1]))) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(answers.compactMap(\.message)).count == 1)
      _ = try await state(of: answers.first?.message, becomes: .submitted)
      let other = try await service.send(request(), invocation: Invocation(name: "other", fingerprint: Data([1]))).message
      #expect(other != answers.first?.message)
      _ = try await state(of: other, becomes: .submitted)
    }
    #expect(transport.submitted.count == 2)
  }

  @Test func `a body sealed under a lost key fails in words`() async throws {
    let stranger = KeyRing(current: SymmetricKey(size: .bits256))
    let id = try await service(dispatcher(ScriptedTransport { _ in .accepted([]) })).send(request(), invocation: nil).message
    let transport = ScriptedTransport { _ in .accepted([]) }
    let dispatcher = Dispatcher(
      [Dispatcher.Assignment(transport: transport, queueMax: 10)], store: store, keyRing: stranger, clock: hands.clock,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    try await dispatcher.recover()
    try await running(dispatcher) {
      let record = try await state(of: id, becomes: .failed)
      #expect(record.timeline.last?.reason?.contains("secrets.keyFile") == true)
    }
    #expect(transport.submitted.isEmpty)
  }

  @Test func `an inbound message is kept before the network hears so`() async throws {
    let transport = ScriptedTransport { _ in .accepted([]) }
    let dispatcher = dispatcher(transport)
    try await running(dispatcher) {
      let inbound = InboundMessage(transport: transport.id, from: "+14255550142", to: nil, text: "STOP", at: hands.now)
      #expect(await transport.report(.inbound(inbound)))
      try store.close()
      #expect(await transport.report(.inbound(inbound)) == false)
    }
  }
}

private actor InFlightGauge {
  private var now = 0
  private(set) var highest = 0

  func enter() {
    now += 1
    highest = max(highest, now)
  }

  func leave() { now -= 1 }
}

/// Lets nobody through until it is opened.
private actor Gate {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func wait() async {
    if !isOpen { await withCheckedContinuation { waiting.append($0) } }
  }

  func open() {
    isOpen = true
    for one in waiting { one.resume() }
    waiting = []
  }
}
