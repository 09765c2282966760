// SPDX-License-Identifier: Apache-2.0

import Crypto
import OTPCore
import TestSupport
import Testing

/// Which message a receipt means, for every store.
@Suite struct ReceiptStoreTests: MessageScene {
  let keyRing = KeyRing(current: SymmetricKey(size: .bits256))

  /// A message that is with the network under `name`; unknown when it has none.
  func handedOver(
    _ name: String?, to destination: String = "+14255550142", at time: Timestamp? = nil, in store: any Store
  ) async throws
    -> MessageID
  {
    let id = try await queue(to: destination, at: time, in: store)[0]
    _ = try await store.claim(for: lab, atMost: 1, now: time ?? now)
    let plan = now.advanced(by: .seconds(15))
    _ = try await store.record([name.map { step(id, .submitted, remoteIDs: [$0]) } ?? step(id, .unknown, resendAt: plan)])
    return id
  }

  @Test(arguments: StoreUnderTest.allCases) func `another spelling of a name counts when the number agrees`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await handedOver("1A2B", in: store)
      let wrong = receipt("6699", alternatives: ["1A2B"], about: "14255550143")
      let silent = receipt("6699", alternatives: ["1A2B"])
      #expect(try await store.settle([wrong, silent], now: now).events.isEmpty)
      #expect(try await state(id, in: store) == .submitted)
      let right = receipt("6699", alternatives: ["none", "1A2B"], about: "4255550142")
      #expect(try await store.settle([right], now: now).events.map(\.state) == [.delivered])
      #expect(try await store.message(id)?.timeline.last?.remoteIDs == [RemoteID(rawValue: "1A2B")])
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `receipts that come with the answers they follow find their messages`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let ids = try await queue(3, in: store)
      _ = try await store.claim(for: lab, atMost: 3, now: now.advanced(by: .seconds(1)))
      let changes = try await store.record(
        ids.map { step($0, .submitted, remoteIDs: ["\($0)"]) }, settling: ids.map { receipt("\($0)") }, now: now)
      #expect(changes.events.map(\.state) == [.submitted, .submitted, .submitted, .delivered, .delivered, .delivered])
      #expect(changes.orphansKept.isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `the name as written goes before its other spellings`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let exact = try await handedOver("10", in: store)
      let spelled = try await handedOver("16", in: store)
      _ = try await store.settle([receipt("10", alternatives: ["16"], about: "14255550142")], now: now)
      #expect(try await state(exact, in: store) == .delivered)
      #expect(try await state(spelled, in: store) == .submitted)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a receipt that overtakes its answer waits under all its spellings`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      let early = receipt("6699", alternatives: ["1A2B"], about: "14255550142")
      #expect(try await store.settle([early, early], now: now).orphansKept == [lab: 1])
      let changes = try await store.record([step(id, .submitted, remoteIDs: ["1A2B"])])
      #expect(changes.events.map(\.state) == [.submitted, .delivered] && changes.orphansMatched == [lab: 1])
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a receipt that can only mean one unknown message tells what became of it`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await handedOver(nil, in: store)
      _ = try await handedOver(nil, to: "+14255550143", in: store)
      let changes = try await store.settle([receipt("x", about: "14255550142")], now: now)
      #expect(changes.events.map(\.state) == [.delivered] && changes.orphansKept.isEmpty)
      #expect(try await state(id, in: store) == .delivered)
      // Only the other is sent once more.
      let resent = try await store.resendUnknown(now: now.advanced(by: .seconds(15)), limit: 10) { _ in lab }
      #expect(resent.events.count == 1)
      // It is known by that name from now on.
      #expect(try await store.settle([receipt("x", .failed, about: "14255550142")], now: now) == MessageChanges())
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a receipt without a name is evidence too, and names nothing`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let failed = try await handedOver(nil, in: store)
      let later = try await handedOver(nil, to: "+14255550143", in: store)
      #expect(try await store.settle([receipt("", .failed, about: "14255550142")], now: now).events.map(\.state) == [.failed])
      #expect(try await store.settle([receipt("", about: "14255550143")], now: now).events.map(\.state) == [.delivered])
      #expect(try await state(failed, in: store) == .failed)
      #expect(try await state(later, in: store) == .delivered)
      // What is left over has nobody to go to; each number's is kept.
      let rest = [receipt("", about: "14255550142"), receipt("", about: "14255550143"), receipt("", about: "14255550143")]
      #expect(try await store.settle(rest, now: now).orphansKept == [lab: 2])
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `evidence takes a message out of the queue for its second attempt`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      _ = try await handedOver(nil, in: store)
      let due = now.advanced(by: .seconds(15))
      _ = try await store.resendUnknown(now: due, limit: 10) { _ in TransportID(rawValue: "other") }
      let changes = try await store.settle([receipt("x", about: "14255550142")], now: due)
      #expect(changes.events.map(\.state) == [.delivered] && changes.unqueued == [TransportID(rawValue: "other"): 1])
      #expect(try await store.claim(for: TransportID(rawValue: "other"), atMost: 1, now: due).isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a receipt that could mean two messages waits`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let first = try await handedOver(nil, in: store)
      let second = try await handedOver(nil, at: now.advanced(by: .milliseconds(1)), in: store)
      #expect(try await store.settle([receipt("x", about: "14255550142")], now: now).orphansKept == [lab: 1])
      for id in [first, second] { #expect(try await state(id, in: store) == .unknown) }
      // The answer comes late and tells whose it was.
      let answer = SubmitOutcome.accepted([RemoteID(rawValue: "x")])
      #expect(try await store.answer(second, with: answer, over: lab, now: now).events.map(\.state) == [.submitted, .delivered])
      #expect(try await state(first, in: store) == .unknown)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a receipt that could belong to a submit under way is nobody's until that is answered`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let unknown = try await handedOver(nil, in: store)
      let underWay = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      #expect(try await store.settle([receipt("x", about: "14255550142")], now: now).orphansKept == [lab: 1])
      #expect(try await store.record([step(underWay, .submitted, remoteIDs: ["x"])]).events.map(\.state) == [.submitted, .delivered])
      #expect(try await state(unknown, in: store) == .unknown)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a receipt that could belong to a message that was handed over without a name is nobody's`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let unknown = try await handedOver(nil, in: store)
      let nameless = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      _ = try await store.record([step(nameless, .submitted)])
      #expect(try await store.settle([receipt("x", about: "14255550142")], now: now).orphansKept == [lab: 1])
      #expect(try await state(unknown, in: store) == .unknown)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a receipt without a name is nobody's while another message to the number waits for one`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let unknown = try await handedOver(nil, in: store)
      let named = try await handedOver("y", in: store)
      #expect(try await store.settle([receipt("", about: "14255550142")], now: now).orphansKept == [lab: 1])
      #expect(try await state(unknown, in: store) == .unknown)
      #expect(try await state(named, in: store) == .submitted)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `no evidence: another transport, another number, no number, a day later`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await handedOver(nil, in: store)
      let foreign = [
        receipt("1", over: TransportID(rawValue: "other"), about: "14255550142"), receipt("2", about: "14255550143"), receipt("3"),
        receipt("4", about: "550142"),
      ]
      #expect(try await store.settle(foreign, now: now).events.isEmpty)
      let late = now.advanced(by: .seconds(24 * 3600))
      #expect(try await store.settle([receipt("5", about: "14255550142")], now: late).events.isEmpty)
      #expect(try await state(id, in: store) == .unknown)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a receipt came first, and then the answer never did`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.settle([receipt("older", about: "14255550142")], now: now.advanced(by: .milliseconds(-1)))
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      _ = try await store.settle([receipt("x", about: "14255550142")], now: now)
      let changes = try await store.record([step(id, .unknown, resendAt: now.advanced(by: .seconds(15)))])
      #expect(changes.events.map(\.state) == [.unknown, .delivered] && changes.orphansMatched == [lab: 1])
      #expect(try await store.resendUnknown(now: now.advanced(by: .seconds(15)), limit: 10) { _ in lab } == MessageChanges())
      #expect(try await store.message(id)?.timeline.last?.remoteIDs == [RemoteID(rawValue: "x")])
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `both attempts over one transport: every receipt finds the message, in any order`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await handedOver(nil, in: store)
      let due = now.advanced(by: .seconds(15))
      _ = try await store.resendUnknown(now: due, limit: 10) { _ in lab }
      _ = try await store.claim(for: lab, atMost: 1, now: due)
      // That of the second attempt overtakes its answer: which of the two is meant is told by that.
      #expect(try await store.settle([receipt("second", about: "14255550142")], now: due).orphansKept == [lab: 1])
      #expect(try await store.settle([receipt("first", .failed, about: "14255550142")], now: due).orphansKept == [lab: 1])
      #expect(try await store.record([step(id, .submitted, remoteIDs: ["second"])]).orphansMatched == [lab: 2])
      #expect(try await store.settle([receipt("first", .failed), receipt("second")], now: due) == MessageChanges())
      #expect(try await state(id, in: store) == .delivered)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `two receipts came first, and no one knows which is meant`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let id = try await queue(in: store)[0]
      _ = try await store.claim(for: lab, atMost: 1, now: now)
      _ = try await store.settle([receipt("x", about: "14255550142"), receipt("y", about: "14255550142")], now: now)
      let changes = try await store.record([step(id, .unknown, resendAt: now.advanced(by: .seconds(15)))])
      #expect(changes.events.map(\.state) == [.unknown] && changes.orphansMatched.isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `hundreds of receipts in one call, in any order, some twice`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      var random = SeededRandom(seed: 4)
      _ = try await queue(300, in: store)
      let claimed = try await store.claim(for: lab, atMost: 300, now: now.advanced(by: .seconds(1)))
      _ = try await store.record(claimed.map { step($0.message.id, .submitted, remoteIDs: ["\($0.message.id)"]) })
      let receipts = (claimed + claimed.prefix(50)).map { receipt("\($0.message.id)") }.shuffled(using: &random)
      let changes = try await store.settle(receipts, now: now)
      #expect(changes.events.count == 300 && changes.events.allSatisfy { $0.state == .delivered } && changes.orphansKept.isEmpty)
      #expect(try await store.settle(receipts, now: now) == MessageChanges())
    }
  }
}
