// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

/// Whatever news comes in whatever order, some things stay true.
@Suite struct MessageStandingPropertyTests {
  let now = Timestamp(milliseconds: 1_790_000_000_000)
  let id = Samples.message(at: Timestamp(milliseconds: 0)).id
  let transports = ["a", "b"].map(TransportID.init(rawValue:))

  /// A message with what surrounds it: the claims that are open, and what was said of its parts.
  struct Life {
    var standing: MessageStanding
    var claims: [TransportID] = []
    var said: [String: MessageState] = [:]
    var steps: [MessageState] = []
  }

  @Test(arguments: [UInt64](1...20)) func `no order of news breaks the rules`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      var life = Life(
        standing: MessageStanding(state: .queued, transport: transports[0], parts: Int.random(in: 1...2, using: &random)))
      for _ in 0..<Int.random(in: 1...25, using: &random) {
        let before = life.standing
        let change = try something(happensTo: &life, &random)
        check(change, before, life.standing)
      }
    }
  }

  private func something(happensTo life: inout Life, _ random: inout SeededRandom) throws -> MessageStanding.Change {
    let transport = transports.randomElement(using: &random) ?? transports[0]
    let name = RemoteID(rawValue: ["x", "y", "z"].randomElement(using: &random) ?? "x")
    switch Int.random(in: 0..<7, using: &random) {
    case 0 where life.standing.state == .queued:
      // A claim is the store's own: the state and nothing else.
      life.claims.append(life.standing.transport)
      life.standing = claimed(life.standing)
      return MessageStanding.Change.none
    case 1 where !life.claims.isEmpty:
      return life.standing.take(outcome(of: life.claims.removeFirst(), life.standing, &random))
    case 2:
      return life.standing.take(late: answer(&random), over: transport, at: now)
    case 3:
      let known = life.standing.names.randomElement(using: &random) ?? (transport, name)
      let ending = [MessageState.delivered, .failed, .expired].randomElement(using: &random) ?? .delivered
      life.said["\(known.0)/\(known.1.rawValue)"] = ending
      let said = life.said
      let receipt = MessageEvent(state: ending, at: now, transport: known.0, remoteIDs: [known.1])
      return try life.standing.take(receipt, named: known.1) { said["\($0)/\($1.rawValue)"] }
    case 4:
      return life.standing.attach(name, over: transport)
    case 5 where life.standing.resendAt != nil:
      return life.standing.resend(over: transport, at: now)
    case 6 where Int.random(in: 0..<5, using: &random) == 0:
      return life.standing.endOverdue(at: now)
    default:
      return MessageStanding.Change.none
    }
  }

  private func claimed(_ standing: MessageStanding) -> MessageStanding {
    MessageStanding(
      state: .submitting, transport: standing.transport, parts: standing.parts, possibleDuplicate: standing.possibleDuplicate,
      remoteIDs: standing.remoteIDs, doubts: standing.doubts)
  }

  private func answer(_ random: inout SeededRandom) -> SubmitOutcome {
    let names = ["x", "y", "z"].shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)).map(RemoteID.init(rawValue:))
    return [
      .accepted(names), .ended(DeliveryEnding(.delivered)), .ended(DeliveryEnding(.failed)), .unknown("link lost"),
      .rejected(Rejection(reason: .destination, advice: "why")), .rejected(Rejection(reason: .temporary, advice: "why")),
    ].randomElement(using: &random) ?? .unknown("link lost")
  }

  private func outcome(of claim: TransportID, _ standing: MessageStanding, _ random: inout SeededRandom) -> [MessageStep] {
    let message = Message(
      id: id, application: "app", destination: Samples.number("+14255550142"), origination: "ExampleCo", country: nil, transport: claim,
      encoding: "GSM-7", parts: standing.parts, createdAt: now, expiresAt: now.advanced(by: .seconds(600)),
      possibleDuplicate: standing.possibleDuplicate)
    let body = SealedText(keyID: KeyID(rawValue: "k"), octets: Samples.message(at: now).id.octets)
    return OutcomePolicy.steps(after: answer(&random), of: ClaimedMessage(message: message, body: body, attempt: 1), now: now)
  }

  private func check(_ change: MessageStanding.Change, _ before: MessageStanding, _ after: MessageStanding) {
    let isOver: Set<MessageState> = [.delivered, .failed, .expired]
    if isOver.contains(before.state) { #expect(after.state == before.state && change.events.isEmpty) }
    if [.failed, .expired].contains(after.state), before.state != after.state { #expect(after.unresolved.isEmpty) }
    if after.possibleDuplicate { #expect(after.resendAt == nil) }
    if before.possibleDuplicate { #expect(after.possibleDuplicate) }
    if after.resendAt != nil { #expect(after.state == .unknown) }
    #expect(after.needsBody == ([.queued, .submitting].contains(after.state) || after.resendAt != nil))
    // A text that was erased is not there to be sent.
    if !before.needsBody { #expect(!after.needsBody) }
    #expect(change.unqueued == (before.state == .queued && after.state != .queued && !change.events.isEmpty ? before.transport : nil))
    var state = before.state
    for event in change.events {
      #expect(state.mayBecome(event.state))
      state = event.state
    }
    #expect(change.events.isEmpty || state == after.state)
  }
}

extension MessageStanding.Change {
  /// What nothing changes.
  fileprivate static var none: MessageStanding.Change {
    var standing = MessageStanding(state: .delivered, transport: TransportID(rawValue: "a"), parts: 1)
    return standing.endOverdue(at: Timestamp(milliseconds: 0))
  }
}
