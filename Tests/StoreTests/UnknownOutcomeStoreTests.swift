// SPDX-License-Identifier: Apache-2.0

import Crypto
import OTPCore
import TestSupport
import Testing

/// What every store must do with messages whose outcome is not known.
@Suite struct UnknownOutcomeStoreTests: MessageScene {
  let keyRing = KeyRing(current: SymmetricKey(size: .bits256))
  let other = TransportID(rawValue: "other")
  let wait: Duration = .seconds(15)

  /// A message whose submit was not answered, with a plan to send it once more.
  func doubtful(
    to destination: String = "+14255550142", until due: Timestamp? = nil, lives life: Duration = .seconds(600), in store: any Store
  ) async throws -> MessageID {
    let id = try await queue(to: destination, lives: life, in: store)[0]
    _ = try await store.claim(for: lab, atMost: 1, now: now)
    let changes = try await store.record([step(id, .unknown, resendAt: due ?? now.advanced(by: wait))])
    #expect(changes.events.map(\.state) == [.unknown])
    return id
  }

  func accepted(_ names: String...) -> SubmitOutcome { .accepted(names.map(RemoteID.init(rawValue:))) }

  @Test(arguments: StoreUnderTest.allCases)
  func `it is sent once more when it is due, over the transport that is chosen, with the same text`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await doubtful(in: store)
      let due = now.advanced(by: wait)
      let early = try await store.resendUnknown(now: due.advanced(by: .milliseconds(-1)), limit: 10) { _ in other }
      #expect(early == MessageChanges())
      let changes = try await store.resendUnknown(now: due, limit: 10) { [lab] message in message.transport == lab ? other : nil }
      #expect(changes.events.map(\.state) == [.queued] && changes.events.map(\.transport) == [other])
      #expect(changes.possibleDuplicates == [other: 1])
      #expect(try await store.claim(for: lab, atMost: 1, now: due).isEmpty)
      let claimed = try #require(try await store.claim(for: other, atMost: 1, now: due).first)
      #expect(try keyRing.open(claimed.body, for: id).get() == "text 0")
      #expect(claimed.message.id == id && claimed.message.possibleDuplicate && claimed.attempt == 2)
      let record = try #require(try await store.message(id))
      #expect(record.message.possibleDuplicate && record.message.transport == other)
      #expect(record.timeline.map(\.state) == [.queued, .submitting, .unknown, .queued, .submitting])
      #expect(record.timeline[3].reason == "sent once more: the outcome over lab is not known; possible duplicate")
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `it is sent once more once`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let id = try await doubtful(in: store)
      let due = now.advanced(by: wait)
      _ = try await store.resendUnknown(now: due, limit: 10) { _ in lab }
      _ = try await store.claim(for: lab, atMost: 1, now: due)
      _ = try await store.record([step(id, .unknown, resendAt: due)])
      #expect(try await store.resendUnknown(now: due.advanced(by: wait), limit: 10) { _ in lab } == MessageChanges())
      #expect(try await state(id, in: store) == .unknown)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `never after its code's death; the text ends with the plan`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await doubtful(lives: .seconds(60), in: store)
      let death = now.advanced(by: .seconds(60))
      // The codes of these samples live ten minutes; what needs the key afterwards is the text.
      let later = now.advanced(by: .seconds(601))
      #expect(try await store.keysInUse(now: later) == [keyRing.currentKeyID])
      #expect(try await store.resendUnknown(now: death, limit: 10) { _ in lab } == MessageChanges())
      #expect(try await store.endOverdue(now: death, grace: .zero, limit: 10).events.isEmpty)
      #expect(try await store.keysInUse(now: later).isEmpty)
      #expect(try await store.message(id)?.timeline.last?.reason?.hasPrefix("not sent once more") == true)
      #expect(try await store.endOverdue(now: death, grace: .zero, limit: 10) == MessageChanges())
      #expect(try await store.message(id)?.timeline.count == 4)
    }
  }

  @Test(arguments: StoreUnderTest.allCases, [false, true]) func `one that was accepted without a name is found by its number`(
    under: StoreUnderTest, comesFirst: Bool
  ) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      let news = receipt("77", about: "14255550142")
      if comesFirst { _ = try await store.settle([news], now: now) }
      _ = try await store.record([step(id, .submitted)])
      if !comesFirst { _ = try await store.settle([news], now: now) }
      #expect(try await state(id, in: store) == .delivered)
      // Said again, it changes nothing and is no orphan.
      #expect(try await store.settle([news], now: now) == MessageChanges())
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `of two without a name to one number none is guessed at`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let ids = try await queue(2, in: store)
      _ = try await store.claim(for: lab, atMost: 2, now: now.advanced(by: .seconds(1)))
      _ = try await store.record(ids.map { step($0, .submitted) })
      #expect(try await store.settle([receipt("77", about: "14255550142")], now: now).orphansKept == [lab: 1])
      for id in ids { #expect(try await state(id, in: store) == .submitted) }
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `one that has no way now keeps nobody waiting and asks again`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let stuck = try await doubtful(in: store)
      let due = now.advanced(by: .seconds(16))
      let next = try await doubtful(to: "+14255550143", until: due, in: store)
      let choose: @Sendable (Message) -> TransportID? = { $0.id == stuck ? nil : TransportID(rawValue: "other") }
      #expect(try await store.resendUnknown(now: due, limit: 1, choosing: choose).events.isEmpty)
      #expect(try await store.resendUnknown(now: due, limit: 1, choosing: choose).events.count == 1)
      #expect(try await state(next, in: store) == .queued)
      #expect(try await store.resendUnknown(now: due, limit: 1) { _ in other }.events.isEmpty)
      #expect(try await store.resendUnknown(now: due.advanced(by: .seconds(1)), limit: 1) { _ in other }.events.count == 1)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a late answer is the answer, and nothing is sent once more`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await doubtful(in: store)
      let changes = try await store.answer(id, with: accepted("late"), over: lab, now: now)
      #expect(changes.events.map(\.state) == [.submitted])
      #expect(try await store.resendUnknown(now: now.advanced(by: wait), limit: 10) { _ in lab } == MessageChanges())
      #expect(try await store.settle([receipt("late")], now: now).events.map(\.state) == [.delivered])
      #expect(try await store.keysInUse(now: now.advanced(by: .seconds(601))).isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a late answer takes a message out of the queue for its second attempt`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await doubtful(in: store)
      let due = now.advanced(by: wait)
      _ = try await store.resendUnknown(now: due, limit: 10) { _ in other }
      let changes = try await store.answer(id, with: accepted("late"), over: lab, now: due)
      #expect(changes.unqueued == [other: 1])
      #expect(try await store.claim(for: other, atMost: 1, now: due).isEmpty)
      #expect(try await store.message(id)?.message.transport == lab)
      #expect(try await store.settle([receipt("late")], now: due).events.map(\.state) == [.delivered])
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `receipts of both attempts find their message`(under: StoreUnderTest) async throws {
    for named in ["first", "second"] {
      try await under.with { store in
        let id = try await doubtful(in: store)
        let due = now.advanced(by: wait)
        _ = try await store.resendUnknown(now: due, limit: 10) { _ in other }
        _ = try await store.claim(for: other, atMost: 1, now: due)
        _ = try await store.record([step(id, .submitted, over: other, remoteIDs: ["second"])])
        #expect(try await store.answer(id, with: accepted("first"), over: lab, now: due).events.isEmpty)
        let over = named == "first" ? lab : other
        #expect(try await store.settle([receipt(named, over: over)], now: due).events.map(\.state) == [.delivered])
        #expect(try await store.settle([receipt("first"), receipt("second", over: other)], now: due) == MessageChanges())
        _ = try await store.deleteDead(now: now.advanced(by: .seconds(73 * 3600)), retention: Retention(), limit: 100)
        #expect(try await store.settle([receipt("first"), receipt("second", over: other)], now: due).orphansKept == [lab: 1, other: 1])
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a late refusal for good ends it, one that can pass leaves the plan`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let wrong = try await doubtful(in: store)
      let busy = try await doubtful(to: "+14255550143", in: store)
      let refusal = SubmitOutcome.rejected(Rejection(reason: .destination, code: "0x0B", advice: "no such number"))
      #expect(try await store.answer(wrong, with: refusal, over: lab, now: now).events.map(\.state) == [.failed])
      let throttled = SubmitOutcome.rejected(Rejection(reason: .throttled, code: "0x58", advice: "slow down"))
      #expect(try await store.answer(busy, with: throttled, over: lab, now: now).events.isEmpty)
      let resent = try await store.resendUnknown(now: now.advanced(by: wait), limit: 10) { _ in lab }
      #expect(resent.events.count == 1 && resent.possibleDuplicates.isEmpty)
      #expect(try await state(busy, in: store) == .queued)
      #expect(try await state(wrong, in: store) == .failed)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `an answer for a message that is not there changes nothing`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let stranger = Samples.message(at: now).id
      let changes = try await store.answer(stranger, with: accepted("x"), over: lab, now: now)
      #expect(changes == MessageChanges())
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a restart in the middle of a submit has the same plan`(under: StoreUnderTest) async throws
  {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      let recovery = try await store.recover(resubmitting: [], now: now)
      #expect(recovery.changes.events.map(\.state) == [.unknown] && recovery.waiting.isEmpty)
      let reason = "the gateway stopped between submit and answer; it is sent once more at 14:13:35 unless the network answers"
      #expect(try await store.message(id)?.timeline.last?.reason == reason)
      #expect(try await store.resendUnknown(now: now.advanced(by: wait), limit: 10) { _ in lab }.events.count == 1)
      _ = try await store.claim(for: lab, atMost: 1, now: now.advanced(by: wait))
      _ = try await store.recover(resubmitting: [], now: now)
      #expect(try await store.resendUnknown(now: now.advanced(by: .seconds(500)), limit: 10) { _ in lab } == MessageChanges())
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a claim that was turned away for its pace is no attempt`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      for _ in 0..<3 {
        #expect(try await store.claim(for: lab, atMost: 1, now: now).map(\.attempt) == [1])
        let event = MessageEvent(state: .queued, at: now, transport: lab)
        _ = try await store.record([MessageStep(message: id, event: event, notBefore: now, countsAsAttempt: false)])
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `what India's networks must be told is kept`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let message = Samples.message(at: now, entityID: "1101172974420810001", templateID: "1107161234567890123")
      _ = try await store.accept(
        Proposal(
          challenge: Samples.challenge("042719", keyRing: keyRing, at: now), message: message,
          body: try #require(keyRing.seal("text", for: message.id)), invocation: nil, destinationAsSent: "+14255550142"))
      #expect(try await store.claim(for: lab, atMost: 1, now: now).map(\.message) == [message])
      #expect(try await store.message(message.id)?.message == message)
    }
  }
}
