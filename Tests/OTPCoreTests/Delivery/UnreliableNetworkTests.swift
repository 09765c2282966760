// SPDX-License-Identifier: Apache-2.0

import Crypto
import Logging
import OTPCore
import SQLiteStore
import Synchronization
import TestSupport
import Testing

/// Carriers that lose answers, give them late, tell receipts early, twice and in other spellings: what the gateway says in the
/// end is what they know.
@Suite(.timeLimit(.minutes(5))) struct UnreliableNetworkTests {
  @Test(arguments: [["one", "two"], ["one"]], [UInt64](1...3)) func `what became of every message is told truly`(
    ways: [String], seed: UInt64
  ) async throws {
    let hands = HandClock()
    let store = try SQLiteStore(.memory)
    let keyRing = KeyRing(current: SymmetricKey(size: .bits256))
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    let network = UnreliableNetwork(seed: seed, clock: hands.clock)
    let carriers = ways.map { id in ScriptedTransport(id: id, inFlightMax: 40) { await network.submit($0) } }
    let router = Router(identities: [
      OriginationIdentity(identity: "ExampleCo", kind: .senderID, coverage: .everywhere, transports: carriers.map(\.id))
    ])
    let dispatcher = Dispatcher(
      carriers.map { Dispatcher.Assignment(transport: $0, queueMax: 1000) }, store: store, keyRing: keyRing, clock: hands.clock,
      logger: logger)
    let service = OTPService(store: store, router: router, keyRing: keyRing, dispatcher: dispatcher, clock: hands.clock)
    let housekeeper = Housekeeper(store: store, dispatcher: dispatcher, clock: hands.clock, logger: logger)
    let resender = Resender(store: store, router: router, dispatcher: dispatcher, clock: hands.clock, logger: logger)
    let count = 300

    async let running: Void = dispatcher.run()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await housekeeper.run() }
      group.addTask { await resender.run() }
      for number in 0..<count {
        var fields = RequestTests.complete
        fields.originationIdentity = "ExampleCo"
        fields.destinationIdentity = "+1425555\(1000 + number)"
        fields.validityPeriod = 5
        let request = try? SendRequest(fields, application: "app")
        #expect(request != nil)
        if let request { _ = try? await service.send(request, invocation: nil) }
      }
      // The life of a code and its receipts, a second of it in ten milliseconds.
      for _ in 0..<400 {
        hands.advance(by: .seconds(1))
        for (carrier, event) in network.due(at: hands.now) {
          #expect(await carriers.first { $0.id == carrier }?.report(event) == true)
        }
        try? await Task.sleep(for: .milliseconds(10))
      }
      try? await Task.sleep(for: .milliseconds(1100))
      group.cancelAll()
    }
    dispatcher.drain()
    await running

    let records = try await store.messages(matching: MessageFilter(), limit: 1000, after: nil)
    #expect(records.count == count)
    for record in records {
      let truth = network.truth(of: record.message.id)
      let story = Comment("\(record.timeline.map { "\($0.state.name) \($0.transport): \($0.reason ?? "")" })")
      #expect(record.state.isTerminal, story)
      #expect(truth.copies <= 2 && (truth.copies < 2 || record.message.possibleDuplicate), story)
      if truth.isDeliveryTold { #expect(record.state == .delivered, story) }
      if record.state == .delivered { #expect(truth.copies > 0, story) }
      if record.state == .failed { #expect(truth.copies == 0, story) }
    }
    #expect(dispatcher.reports().allSatisfy { $0.waiting == 0 && $0.inFlight == 0 })
    #expect(records.contains { $0.message.possibleDuplicate } && records.contains { $0.state == .delivered })
    // Every receipt found its message.
    var retention = Retention()
    (retention.challenges, retention.messages, retention.orphanReceipts) = (.seconds(100_000), .seconds(100_000), .zero)
    #expect(try await store.deleteDead(now: hands.now, retention: retention, limit: 1000) == 0)
    #expect(try await store.keysInUse(now: hands.now.advanced(by: .seconds(3600))).isEmpty)
    try store.close()
  }
}

/// What the carriers do, and what they know.
private final class UnreliableNetwork: Sendable {
  struct Truth {
    /// How often a phone got it, or will.
    var copies = 0
    /// Whether a receipt says so.
    var isDeliveryTold = false
  }

  private struct State {
    var random: SeededRandom
    var names = 0
    var truths: [MessageID: Truth] = [:]
    var toTell: [(at: Timestamp, carrier: TransportID, event: TransportEvent)] = []
  }

  private let state: Mutex<State>
  private let clock: GatewayClock

  init(seed: UInt64, clock: GatewayClock) {
    state = Mutex(State(random: SeededRandom(seed: seed)))
    self.clock = clock
  }

  func truth(of message: MessageID) -> Truth { state.withLock { $0.truths[message] ?? Truth() } }

  /// What the carriers have to tell by now.
  func due(at now: Timestamp) -> [(TransportID, TransportEvent)] {
    state.withLock { state in
      let due = state.toTell.filter { $0.at <= now }
      state.toTell.removeAll { $0.at <= now }
      return due.map { ($0.carrier, $0.event) }
    }
  }

  func submit(_ outbound: OutboundMessage) async -> SubmitOutcome {
    let outcome = state.withLock { answer(to: outbound.message, &$0) }
    // An answer takes its time; a receipt may be quicker.
    try? await Task.sleep(for: .milliseconds(Int.random(in: 0...40)))
    return outcome
  }

  private func answer(to message: Message, _ state: inout State) -> SubmitOutcome {
    state.names += 1
    let name = RemoteID(rawValue: "n\(state.names)")
    let now = clock.now
    func later(_ event: TransportEvent, seconds: ClosedRange<Int>) {
      let at = now.advanced(by: .seconds(Int.random(in: seconds, using: &state.random)))
      state.toTell.append((at, message.transport, event))
    }
    switch Int.random(in: 0..<100, using: &state.random) {
    case 0..<45:
      take(message, as: name, &state)
      return .accepted([name])
    case 45..<60:
      // The answer is lost; now and then it is found again.
      take(message, as: name, &state)
      if Bool.random(using: &state.random) { later(.answered(message.id, .accepted([name])), seconds: 1...60) }
      return .unknown("link lost")
    case 60..<70:
      // The submit is lost.
      return .unknown("link lost")
    case 70..<75:
      let rejection = Rejection(reason: Bool.random(using: &state.random) ? .temporary : .origin, advice: "late")
      later(.answered(message.id, .rejected(rejection)), seconds: 1...60)
      return .unknown("no answer")
    case 75..<85: return .rejected(Rejection(reason: .throttled, code: "0x58", advice: "slow down"))
    case 85..<95: return .rejected(Rejection(reason: .temporary, code: "0x08", advice: "later"))
    default: return .rejected(Rejection(reason: .content, advice: "never"))
    }
  }

  /// A phone gets it, and most receipts say so: at once or later, once or twice, under the name or another spelling of it.
  private func take(_ message: Message, as name: RemoteID, _ state: inout State) {
    state.truths[message.id, default: Truth()].copies += 1
    guard Int.random(in: 0..<10, using: &state.random) > 0 else { return }
    state.truths[message.id, default: Truth()].isDeliveryTold = true
    let isSpelled = Bool.random(using: &state.random)
    let receipt = DeliveryReceipt(
      transport: message.transport, remoteID: isSpelled ? RemoteID(rawValue: "0\(name.rawValue)") : name,
      alternatives: isSpelled ? [name] : [], destination: String(message.destination.e164.dropFirst()),
      ending: DeliveryEnding(.delivered), at: clock.now)
    for _ in 0..<Int.random(in: 1...2, using: &state.random) {
      let seconds = Bool.random(using: &state.random) ? 0...1 : 1...40
      let at = clock.now.advanced(by: .seconds(Int.random(in: seconds, using: &state.random)))
      state.toTell.append((at, message.transport, .receipts([receipt])))
    }
  }
}
