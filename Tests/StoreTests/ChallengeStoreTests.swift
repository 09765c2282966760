// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import OTPCore
import Synchronization
import TestSupport
import Testing

/// What every store must do with codes.
@Suite struct ChallengeStoreTests {
  let keyRing = KeyRing(current: SymmetricKey(size: .bits256))
  let now = Timestamp(milliseconds: 1_790_000_000_000)

  func accept(_ challenge: Challenge, in store: any Store, invocation: String? = nil, fingerprint: UInt8 = 1) async throws -> Acceptance {
    let message = Samples.message(to: challenge.key.destination.e164, at: challenge.createdAt)
    let body = try #require(keyRing.seal("text", for: message.id))
    return try await store.accept(
      Proposal(
        challenge: challenge, message: message, body: body,
        invocation: invocation.map { Invocation(name: $0, fingerprint: Data([fingerprint])) }, destinationAsSent: "as sent"))
  }

  func verify(_ code: String, _ key: ChallengeKey, in store: any Store, at time: Timestamp? = nil) async throws -> Verdict {
    let time = time ?? now
    return try await store.judge(key) { [keyRing] stored, budget in
      Challenge.judge(code, for: key, against: stored, budget: budget, keyRing: keyRing, now: time)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `one of a thousand concurrent right guesses is true`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let challenge = Samples.challenge("042719", keyRing: keyRing, at: now)
      _ = try await accept(challenge, in: store)
      let verdicts = try await withThrowingTaskGroup(of: Verdict.self) { group in
        for _ in 0..<1000 { group.addTask { try await verify("042719", challenge.key, in: store) } }
        return try await group.reduce(into: [Verdict: Int]()) { $0[$1, default: 0] += 1 }
      }
      #expect(verdicts == [.valid: 1, .consumed: 999])
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a thousand concurrent wrong guesses count exactly`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let challenge = Samples.challenge("042719", attempts: 5, keyRing: keyRing, at: now)
      _ = try await accept(challenge, in: store)
      let verdicts = try await withThrowingTaskGroup(of: Verdict.self) { group in
        for guess in 0..<1000 { group.addTask { try await verify("9\(guess)", challenge.key, in: store) } }
        return try await group.reduce(into: [Verdict: Int]()) { $0[$1, default: 0] += 1 }
      }
      #expect(verdicts == [.wrongCode: 5, .attemptsExhausted: 995])
      #expect(try await verify("042719", challenge.key, in: store) == .attemptsExhausted)
      let seen = Mutex<(attempts: Int?, failures: Int)>((nil, 0))
      _ = try await store.judge(challenge.key) { [keyRing, now] stored, budget in
        seen.withLock { $0 = (stored?.attempts, budget.failures) }
        return Challenge.judge("", for: challenge.key, against: stored, budget: budget, keyRing: keyRing, now: now)
      }
      #expect(seen.withLock { $0.attempts } == 5 && seen.withLock { $0.failures } == 5)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a re-send replaces the code and shares its tries`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let older = Samples.challenge("111111", attempts: 3, keyRing: keyRing, at: now)
      _ = try await accept(older, in: store)
      #expect(try await verify("000000", older.key, in: store) == .wrongCode)
      _ = try await accept(Samples.challenge("222222", attempts: 3, keyRing: keyRing, at: now), in: store)
      #expect(try await verify("111111", older.key, in: store) == .wrongCode)
      _ = try await accept(Samples.challenge("333333", attempts: 3, keyRing: keyRing, at: now), in: store)
      #expect(try await verify("333333", older.key, in: store) == .valid)
      _ = try await accept(Samples.challenge("444444", attempts: 1, keyRing: keyRing, at: now), in: store)
      #expect(try await verify("444444", older.key, in: store) == .valid)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `applications, numbers and references do not mix`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let challenge = Samples.challenge("042719", reference: "caf\u{E9}", keyRing: keyRing, at: now)
      _ = try await accept(challenge, in: store)
      for key in [
        ChallengeKey(application: "other", destination: challenge.key.destination, reference: "caf\u{E9}"),
        ChallengeKey(application: "app", destination: Samples.number("+14255550143"), reference: "caf\u{E9}"),
        ChallengeKey(application: "app", destination: challenge.key.destination, reference: "cafe\u{301}"),
        ChallengeKey(application: "app", destination: challenge.key.destination, reference: "CAF\u{C9}"),
      ] {
        #expect(try await verify("042719", key, in: store) == .unknownReference)
      }
      #expect(try await verify("042719", challenge.key, in: store) == .valid)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a number is blocked at its hundredth failure until an operator lifts it`(
    under: StoreUnderTest
  ) async throws {
    try await under.with { store in
      let number = Samples.number("+14255550142")
      for reference in 0..<20 {
        let challenge = Samples.challenge("042719", reference: "r\(reference)", attempts: 5, keyRing: keyRing, at: now)
        _ = try await accept(challenge, in: store)
        for _ in 0..<5 { #expect(try await verify("999999", challenge.key, in: store) == .wrongCode) }
      }
      let fresh = Samples.challenge("042719", reference: "fresh", keyRing: keyRing, at: now)
      _ = try await accept(fresh, in: store)
      #expect(try await verify("042719", fresh.key, in: store) == .destinationBlocked)
      #expect(try await store.blocks() == [DestinationBlock(destination: number, failures: 100, blockedAt: now)])
      #expect(try await store.liftBlock(of: Samples.number("+14255550143")) == false)
      #expect(try await store.liftBlock(of: number))
      #expect(try await store.liftBlock(of: number) == false)
      #expect(try await store.blocks().isEmpty)
      #expect(try await verify("042719", fresh.key, in: store) == .valid)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `a call's retries are answered with its first result`(under: StoreUnderTest) async throws {
    try await under.with { store in
      let first = try await accept(Samples.challenge("111111", keyRing: keyRing, at: now), in: store, invocation: "one")
      let again = try await accept(Samples.challenge("222222", keyRing: keyRing, at: now), in: store, invocation: "one")
      let message = try #require(first.message)
      #expect(first == .accepted(message) && again == .replayed(message, destinationAsSent: "as sent"))
      let call = Invocation(name: "one", fingerprint: Data([1]))
      #expect(try await store.replay(of: call, application: "app") == again)
      #expect(try await store.replay(of: call, application: "other") == nil)
      #expect(try await verify("111111", Samples.challenge("", keyRing: keyRing, at: now).key, in: store) == .valid)
      let other = try await accept(Samples.challenge("333333", keyRing: keyRing, at: now), in: store, invocation: "two")
      let second = try #require(other.message)
      #expect(other != first && other == .accepted(second))
      let conflict = try await accept(
        Samples.challenge("444444", keyRing: keyRing, at: now), in: store, invocation: "two", fingerprint: 2)
      #expect(conflict == .conflicting)
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func `dead codes are deleted and living ones are not`(under: StoreUnderTest) async throws {
    try await under.with { store in
      for reference in 0..<10 {
        _ = try await accept(
          Samples.challenge("042719", reference: "dead\(reference)", keyRing: keyRing, at: now, lives: .seconds(300)), in: store)
      }
      let dead = Samples.challenge("042719", reference: "dead0", keyRing: keyRing, at: now)
      let living = Samples.challenge("042719", reference: "living", keyRing: keyRing, at: now, lives: .seconds(3901))
      _ = try await accept(living, in: store)
      #expect(try await store.deleteDead(now: now.advanced(by: .seconds(3899)), retention: Retention(), limit: 7) == 0)
      #expect(try await verify("042719", dead.key, in: store, at: now.advanced(by: .seconds(3899))) == .expired)
      let later = now.advanced(by: .seconds(3900))
      #expect(try await store.deleteDead(now: later, retention: Retention(), limit: 7) == 7)
      #expect(try await store.deleteDead(now: later, retention: Retention(), limit: 7) == 3)
      #expect(try await store.deleteDead(now: later, retention: Retention(), limit: 7) == 0)
      #expect(try await verify("042719", dead.key, in: store, at: later) == .unknownReference)
      #expect(try await verify("042719", living.key, in: store, at: later) == .valid)
    }
  }
}
