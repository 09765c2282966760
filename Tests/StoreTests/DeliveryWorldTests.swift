// SPDX-License-Identifier: Apache-2.0

import Crypto
import GRDB
import OTPCore
import TestSupport
import Testing

@testable import SQLiteStore

/// Messages to a few phones over two networks that lose answers, answer late, refuse, and report in any order, while the gateway is killed
/// now and then: whatever the order, a message is sent at most once more, and what the store says of it is true.
@Suite struct DeliveryWorldTests {
  /// Each of the faults that this has found shows in one of some hundred seeds.
  private static let seeds = Array(1...60) as [UInt64]

  @Test(arguments: seeds) func `what is said of a message is true in every order of events`(seed: UInt64) async throws {
    var world = try DeliveryWorld(seed: seed)
    for _ in 0..<400 { try await world.step() }
    try await world.finish()
    #expect(world.faults.isEmpty, "\(world.faults.prefix(3))")
  }
}

/// The networks and phones, and what really happened.
struct DeliveryWorld {
  private struct Attempt {
    let claimed: ClaimedMessage
    let ids: [RemoteID]
    /// Whether the network has taken all parts, or none.
    var isTaken: Bool
    var endings: [DeliveryEnding.Kind]
    var outcome: SubmitOutcome
    var late: SubmitOutcome?
    /// Whether a receipt for each part is on its way.
    var isReported = false
    /// Whether the gateway was told the names of the parts.
    var isNamed = false
    /// Whether the gateway was told that the network did not take it.
    var isKnownRefused = false

    var reachesPhone: Bool { isTaken && endings.allSatisfy { $0 == .delivered } }
  }

  private var random: SeededRandom
  private let store: SQLiteStore
  private let keyRing = KeyRing(current: SymmetricKey(size: .bits256))
  private var now = Timestamp(milliseconds: 1_790_000_000_000)
  private let transports = ["one", "two"].map(TransportID.init(rawValue:))
  private let numbers = ["+14255550142", "+14255550143", "+14255550144"]
  private var messages: [MessageID] = []
  private var attempts: [MessageID: [Attempt]] = [:]
  /// Attempts whose answer the lane has not kept yet: message and place.
  private var open: [(MessageID, Int)] = []
  private var late: [(MessageID, Int)] = []
  private var receipts: [DeliveryReceipt] = []
  private var nextID = 1
  var faults: [String] = []

  init(seed: UInt64) throws {
    random = SeededRandom(seed: seed)
    store = try SQLiteStore(.memory)
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func step() async throws {
    now = now.advanced(by: .milliseconds(Int.random(in: 0...1500, using: &random)))
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<12: try await accept()
    case 12..<35: try await claim()
    case 35..<60: try await answer()
    case 60..<70: try await answerLate()
    case 70..<88: try await report()
    case 88..<94: try await resend()
    case 94..<98: _ = try await store.endOverdue(now: now, grace: .seconds(20), limit: 100)
    default: if chance(40) { try await crash() }
    }
  }

  private mutating func accept() async throws {
    guard messages.count < 25, let to = numbers.randomElement(using: &random), let over = transports.randomElement(using: &random) else {
      return
    }
    let parts = chance(30) ? 2 : 1
    let life = Duration.seconds(Int.random(in: 20...120, using: &random))
    var ids = SystemRandomNumberGenerator()
    let message = Message(
      id: MessageID(at: now, random: &ids), application: "app", destination: Samples.number(to), origination: "+18555550142",
      country: CountryCode(rawValue: "US"), transport: over, encoding: "GSM-7", parts: parts, createdAt: now,
      expiresAt: now.advanced(by: life))
    guard let body = keyRing.seal("text", for: message.id) else { return }
    _ = try await store.accept(
      Proposal(
        challenge: Samples.challenge("042719", reference: "\(message.id)", to: to, keyRing: keyRing, at: now), message: message, body: body,
        invocation: nil, destinationAsSent: to))
    messages.append(message.id)
  }

  private mutating func claim() async throws {
    guard let over = transports.randomElement(using: &random) else { return }
    for claimed in try await store.claim(for: over, atMost: 3, now: now) { submit(claimed) }
  }

  private mutating func submit(_ claimed: ClaimedMessage) {
    let message = claimed.message
    let before = attempts[message.id, default: []]
    let doubtful = before.count { attempt in
      if case .rejected = attempt.outcome { return false }
      return !attempt.isKnownRefused
    }
    if message.expiresAt <= now { faults.append("claimed after its death") }
    if doubtful > 1 { faults.append("\(message.id) is sent for the third time") }
    if doubtful == 1, !message.possibleDuplicate { faults.append("\(message.id) is sent again without a mark") }
    let ids = (0..<message.parts).map { RemoteID(rawValue: "\(nextID + $0)") }
    nextID += message.parts
    let endings = ids.map { _ in chance(80) ? DeliveryEnding.Kind.delivered : .failed }
    var attempt = Attempt(claimed: claimed, ids: ids, isTaken: true, endings: endings, outcome: .accepted(ids))
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<42: break
    case 42..<50: attempt.outcome = .accepted([])
    case 50..<70:
      attempt.outcome = .unknown("no answer")
      if chance(50) { attempt.late = .accepted(ids) }
    case 70..<82:
      attempt.isTaken = false
      attempt.outcome = .unknown("no answer")
      if chance(40) {
        attempt.late = .rejected(Rejection(reason: chance(50) ? .temporary : .destination, advice: "late"))
      }
    case 82..<94:
      attempt.isTaken = false
      attempt.outcome = .rejected(Rejection(reason: .throttled, advice: "slow"))
    default:
      attempt.isTaken = false
      attempt.outcome = .rejected(Rejection(reason: .destination, advice: "no"))
    }
    if attempt.isTaken { attempt.isReported = enqueueReceipts(attempt) }
    attempts[message.id] = before + [attempt]
    open.append((message.id, before.count))
    if attempt.late != nil { late.append((message.id, before.count)) }
  }

  /// False when one is lost.
  private mutating func enqueueReceipts(_ attempt: Attempt) -> Bool {
    let before = receipts.count
    for (id, ending) in zip(attempt.ids, attempt.endings) where chance(95) {
      let message = attempt.claimed.message
      let receipt = DeliveryReceipt(
        transport: message.transport, remoteID: id, destination: String(message.destination.e164.dropFirst()),
        ending: DeliveryEnding(ending), at: now)
      receipts += chance(10) ? [receipt, receipt] : [receipt]
    }
    return attempt.ids.allSatisfy { id in receipts[before...].contains { $0.remoteID == id } }
  }

  private mutating func answer() async throws {
    guard !open.isEmpty else { return }
    let (message, place) = open.remove(at: Int.random(in: 0..<open.count, using: &random))
    guard let attempt = attempts[message]?[place] else { return }
    if case .accepted(let names) = attempt.outcome, !names.isEmpty { attempts[message]?[place].isNamed = true }
    _ = try await store.record(OutcomePolicy.steps(after: attempt.outcome, of: attempt.claimed, now: now))
  }

  private mutating func answerLate() async throws {
    guard !late.isEmpty else { return }
    let (message, place) = late.remove(at: Int.random(in: 0..<late.count, using: &random))
    guard let attempt = attempts[message]?[place], let outcome = attempt.late else { return }
    // The transport's word follows within moments.
    _ = try await store.answer(message, with: outcome, over: attempt.claimed.message.transport, now: now)
    if let still = open.firstIndex(where: { $0 == (message, place) }) {
      open.remove(at: still)
      _ = try await store.record(OutcomePolicy.steps(after: attempt.outcome, of: attempt.claimed, now: now))
    }
    if case .rejected = outcome { attempts[message]?[place].isKnownRefused = true } else { attempts[message]?[place].isNamed = true }
  }

  private mutating func report() async throws {
    guard !receipts.isEmpty else { return }
    let receipt = receipts.remove(at: Int.random(in: 0..<receipts.count, using: &random))
    _ = try await store.settle([receipt], now: now)
  }

  private mutating func resend() async throws {
    let over = transports.randomElement(using: &random)
    _ = try await store.resendUnknown(now: now, limit: 10) { _ in over }
  }

  private mutating func crash() async throws {
    for (message, place) in open {
      // What came of it nobody will tell.
      guard var attempt = attempts[message]?[place] else { continue }
      attempt.outcome = .unknown("the gateway was killed")
      attempt.late = nil
      attempts[message]?[place] = attempt
    }
    open = []
    late = []
    _ = try await store.recover(resubmitting: [], now: now)
  }

  mutating func finish() async throws {
    while !open.isEmpty { try await answer() }
    while !late.isEmpty { try await answerLate() }
    while !receipts.isEmpty { try await report() }
    now = now.advanced(by: .seconds(300))
    try await resend()
    _ = try await store.endOverdue(now: now, grace: .seconds(20), limit: 1000)
    for transport in transports where try await !store.claim(for: transport, atMost: 1, now: now).isEmpty {
      faults.append("claimed after its death")
    }
    for id in messages {
      guard let record = try await store.message(id) else { continue }
      let reached = attempts[id, default: []].contains(where: \.reachesPhone)
      let story = record.timeline.map { "\($0.state.name) \($0.reason ?? "")" }
      if !record.state.isTerminal { faults.append("\(record.state.name) for ever: \(story)") }
      let isKnown = attempts[id, default: []].contains { $0.reachesPhone && $0.isNamed && $0.isReported }
      if isKnown, record.state != .delivered {
        faults.append("\(record.state.name), and its receipts told that it was delivered: \(story)")
      }
      if record.state == .delivered, !reached { faults.append("delivered, and it was not: \(story)") }
      if record.state == .failed || record.state == .expired, reached {
        faults.append("\(record.state.name), and it was delivered: \(story)")
      }
    }
    let bodies = try await store.writer.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM messages WHERE body IS NOT NULL") }
    if bodies != 0 { faults.append("\(bodies ?? -1) bodies were not erased") }
    try store.close()
  }
}
