// SPDX-License-Identifier: Apache-2.0

import Crypto
import OTPCore
import TestSupport
import Testing

/// What every store must do with messages.
@Suite struct MessageStoreTests: MessageScene {
  let keyRing = KeyRing(current: SymmetricKey(size: .bits256))

  @Test(arguments: StoreUnderTest.allCases) func `messages are claimed once, oldest first, with their bodies`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let ids = try await queue(5, in: store)
      _ = try await queue(over: "other", in: store)
      let later = now.advanced(by: .seconds(1))
      let first = try await store.claim(for: lab, atMost: 3, now: later)
      let second = try await store.claim(for: lab, atMost: 3, now: later)
      #expect(first.map(\.message.id) + second.map(\.message.id) == ids)
      #expect(try await store.claim(for: lab, atMost: 3, now: later).isEmpty)
      for (number, claimed) in (first + second).enumerated() {
        #expect(try keyRing.open(claimed.body, for: claimed.message.id).get() == "text \(number)")
        #expect(claimed.attempt == 1)
      }
      #expect(try await state(ids[0], in: store) == .submitting)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `concurrent claims share nothing`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let ids = try await queue(100, in: store)
      let later = now.advanced(by: .seconds(1))
      let claimed = try await withThrowingTaskGroup(of: [MessageID].self) { group in
        for _ in 0..<50 { group.addTask { try await store.claim(for: lab, atMost: 3, now: later).map(\.message.id) } }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(claimed.count == 100 && Set(claimed) == Set(ids))
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `what is not due or has no life left is not claimed`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let id = try await queue(lives: .seconds(300), in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      let due = now.advanced(by: .seconds(8))
      _ = try await store.record([step(id, .queued, notBefore: due)])
      #expect(try await store.claim(for: lab, atMost: 1, now: due.advanced(by: .milliseconds(-1))).isEmpty)
      #expect(try await store.claim(for: lab, atMost: 1, now: now.advanced(by: .seconds(300))).isEmpty)
      #expect(try await store.claim(for: lab, atMost: 1, now: due).map(\.attempt) == [2])
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a timeline keeps every step and drops late news`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      #expect(try await store.record([step(id, .submitted, remoteIDs: ["a", "b"])]).events.map(\.state) == [.submitted])
      #expect(try await store.settle([receipt("b"), receipt("b")], now: now).events.isEmpty)
      #expect(try await store.settle([receipt("a")], now: now).events.map(\.state) == [.delivered])
      #expect(try await store.settle([receipt("a", .failed), receipt("b")], now: now).events.isEmpty)
      #expect(try await store.record([step(id, .submitted), step(id, .unknown), step(id, .queued)]).events.isEmpty)
      let record = try #require(try await store.message(id))
      #expect(record.state == .delivered)
      #expect(record.timeline.map(\.state) == [.queued, .submitting, .submitted, .delivered])
      #expect(record.timeline[2] == step(id, .submitted, remoteIDs: ["a", "b"]).event)
      #expect(record.timeline[3].remoteIDs == [RemoteID(rawValue: "a")])
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `one part that did not arrive fails the message`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      _ = try await store.record([step(id, .submitted, remoteIDs: ["a", "b"])])
      #expect(try await store.settle([receipt("a")], now: now).events.isEmpty)
      #expect(try await store.settle([receipt("b", .failed)], now: now).events.map(\.state) == [.failed])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a name that the network gives again belongs to the later message, also when the earlier one is deleted`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let early = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      _ = try await store.record([step(early, .submitted, remoteIDs: ["37"])])
      _ = try await store.settle([receipt("37")], now: now)
      let later = now.advanced(by: .seconds(73 * 3600))
      let late = try await queue(at: later, in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: later)
      _ = try await store.record([step(late, .submitted, remoteIDs: ["37"])])
      _ = try await store.deleteDead(now: later, retention: Retention(), limit: 100)
      #expect(try await state(early, in: store) == nil)
      #expect(try await store.settle([receipt("37")], now: later).events.map(\.state) == [.delivered])
      #expect(try await state(late, in: store) == .delivered)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a receipt that overtakes its answer is applied with it`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      #expect(try await store.settle([receipt("early")], now: now).events.isEmpty)
      #expect(try await state(id, in: store) == .submitting)
      #expect(try await store.record([step(id, .submitted, remoteIDs: ["early"])]).events.map(\.state) == [.submitted, .delivered])
      #expect(try await state(id, in: store) == .delivered)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a receipt of another transport's message of the same name changes nothing`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      _ = try await store.record([step(id, .submitted, remoteIDs: ["1"])])
      let foreign = DeliveryReceipt(
        transport: TransportID(rawValue: "other"), remoteID: RemoteID(rawValue: "1"), ending: DeliveryEnding(.failed), at: now)
      #expect(try await store.settle([foreign], now: now).events.isEmpty)
      #expect(try await state(id, in: store) == .submitted)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `an unknown outcome is corrected by a late receipt`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      _ = try await store.record([step(id, .unknown)])
      #expect(try await store.record([step(id, .submitted, remoteIDs: ["late"])]).events.count == 1)
      _ = try await store.settle([receipt("late")], now: now)
      #expect(try await state(id, in: store) == .delivered)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `recovery requeues what was surely not handed over and ends the rest as unknown`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let forgetful = TransportID(rawValue: "forgetful")
      let lost = try await queue(in: store)[0]
      let again = try await queue(over: "forgetful", in: store)[0]
      _ = try await queue(2, over: "other", in: store)
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      _ = try await store.claim(for: forgetful, atMost: 1, now: now)
      let recovery = try await store.recover(resubmitting: [forgetful], now: now)
      #expect(recovery.waiting == [forgetful: 1, TransportID(rawValue: "other"): 2])
      #expect(recovery.changes.events.map(\.state).sorted { $0.rawValue < $1.rawValue } == [.queued, .unknown])
      #expect(try await state(lost, in: store) == .unknown)
      #expect(try await state(again, in: store) == .queued)
      #expect(try await store.claim(for: forgetful, atMost: 1, now: now).map(\.attempt) == [2])
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `everything ends`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let queued = try await queue(2, lives: .seconds(300), in: store)
      let submitted = try await queue(over: "other", lives: .seconds(300), in: store)[0]
      let other = TransportID(rawValue: "other")
      _ = try await store.claim(for: other, atMost: 1, now: now)
      _ = try await store.record([step(submitted, .submitted)])
      let death = now.advanced(by: .milliseconds(300_001))
      let ended = try await store.endOverdue(now: death, grace: .seconds(60), limit: 10)
      #expect(ended.unqueued == [lab: 2] && ended.events.map(\.state) == [.expired, .expired])
      #expect(try await state(queued[0], in: store) == .expired)
      #expect(try await state(submitted, in: store) == .submitted)
      let late = try await store.endOverdue(now: death.advanced(by: .seconds(60)), grace: .seconds(60), limit: 10)
      #expect(late.events.map(\.state) == [.unknown] && late.unqueued.isEmpty)
      #expect(try await store.message(submitted)?.timeline.last?.reason == "no delivery receipt came in time")
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `ended messages are deleted when nobody asks any more, the rest stays`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let ended = try await queue(3, in: store)
      for claimed in try await store.claim(for: lab, atMost: 3, now: now.advanced(by: .seconds(1))) {
        _ = try await store.record([step(claimed.message.id, .submitted, remoteIDs: ["\(claimed.message.id)"])])
        _ = try await store.settle([receipt("\(claimed.message.id)")], now: now)
      }
      let open = try await queue(lives: .seconds(400 * 3600), in: store)[0]
      let later = now.advanced(by: .seconds(73 * 3600))
      // Three messages and the four codes that were sent in them.
      #expect(try await store.deleteDead(now: later, retention: Retention(), limit: 100) == 7)
      #expect(try await state(ended[0], in: store) == nil)
      #expect(try await state(open, in: store) == .queued)
      #expect(try await store.settle([receipt("\(ended[0])")], now: later).events.isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `messages are found by number and state, newest first, page by page`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let mine = try await queue(5, in: store)
      _ = try await queue(3, to: "+14255550143", in: store)
      let filter = MessageFilter(destination: Samples.number("+14255550142"))
      let first = try await store.messages(matching: filter, limit: 3, after: nil)
      #expect(first.map(\.message.id) == [mine[4], mine[3], mine[2]])
      let second = try await store.messages(matching: filter, limit: 3, after: first.last?.message.id)
      #expect(second.map(\.message.id) == [mine[1], mine[0]])
      _ = try await store.claim(for: lab, atMost: 1, now: now.advanced(by: .seconds(1)))
      #expect(try await store.messages(matching: MessageFilter(state: .queued), limit: 100, after: nil).count == 7)
      #expect(try await store.messages(matching: MessageFilter(state: .submitting), limit: 100, after: nil).count == 1)
      #expect(try await store.messages(matching: MessageFilter(), limit: 100, after: nil).count == 8)
      #expect(try await store.messages(matching: MessageFilter(state: .failed), limit: 100, after: nil).isEmpty)
    }
  }
}
