// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import OTPCore
import TestSupport
import Testing

@Suite struct ChallengeTests {
  let keyRing = KeyRing(current: SymmetricKey(size: .bits256))
  let now = Timestamp(milliseconds: 1_790_000_000_000)

  func judge(
    _ code: String, _ challenge: Challenge?, after wait: Duration = .zero, budget: FailureBudget = FailureBudget()
  ) -> Judgement {
    let key = ChallengeKey(application: "app", destination: Samples.number("+14255550142"), reference: "ref")
    return Challenge.judge(code, for: key, against: challenge, budget: budget, keyRing: keyRing, now: now.advanced(by: wait))
  }

  @Test func `the right code verifies once`() throws {
    let first = judge("042719", Samples.challenge("042719", keyRing: keyRing, at: now))
    #expect(first.verdict == .valid)
    #expect(first.challenge?.consumedAt == now)
    #expect(judge("042719", first.challenge).verdict == .consumed)
  }

  @Test func `an attempt is counted before the comparison, and the last right guess comes too late`() {
    var challenge: Challenge? = Samples.challenge("042719", attempts: 3, keyRing: keyRing, at: now)
    for attempt in 1...3 {
      let judgement = judge("999999", challenge)
      #expect(judgement.verdict == .wrongCode)
      #expect(judgement.challenge?.attempts == attempt)
      challenge = judgement.challenge
    }
    let late = judge("042719", challenge)
    #expect(late.verdict == .attemptsExhausted)
    #expect(late.challenge?.attempts == 3)
  }

  @Test func `a code lives until the millisecond it expires`() {
    let challenge = Samples.challenge("042719", keyRing: keyRing, at: now, lives: .seconds(300))
    #expect(judge("042719", challenge, after: .milliseconds(299_999)).verdict == .valid)
    #expect(judge("042719", challenge, after: .milliseconds(300_000)).verdict == .expired)
  }

  @Test(arguments: ["", "04271", "0427190", "042719 ", "٠٤٢٧١٩", "042719\0"]) func `what is not the code is a wrong code`(typed: String) {
    #expect(judge(typed, Samples.challenge("042719", keyRing: keyRing, at: now)).verdict == .wrongCode)
  }

  @Test func `a digest verifies for its application, number and reference only`() {
    let challenge = Samples.challenge("042719", keyRing: keyRing, at: now)
    for (application, number, reference) in [
      ("app2", "+14255550142", "ref"), ("app", "+14255550143", "ref"), ("app", "+14255550142", "ref2"), ("ap", "+14255550142", "pref"),
    ] {
      let key = ChallengeKey(application: application, destination: Samples.number(number), reference: reference)
      #expect(!keyRing.matches("042719", challenge.digest, for: key))
    }
  }

  @Test func `references that look alike in Unicode are different references`() {
    let composed = ChallengeKey(application: "app", destination: Samples.number("+14255550142"), reference: "caf\u{E9}")
    let decomposed = ChallengeKey(application: "app", destination: Samples.number("+14255550142"), reference: "cafe\u{301}")
    var random = SystemRandomNumberGenerator()
    #expect(!keyRing.matches("042719", keyRing.digest("042719", for: composed, random: &random), for: decomposed))
  }

  @Test func `a re-send keeps the tries that are spent while the older code is open`() {
    let older = judge("999999", Samples.challenge("111111", keyRing: keyRing, at: now)).challenge
    let newer = Samples.challenge("222222", keyRing: keyRing, at: now.advanced(by: .seconds(30))).superseding(older)
    #expect(newer.attempts == 1)
    #expect(judge("222222", newer, after: .seconds(31)).verdict == .valid)
    #expect(judge("111111", newer, after: .seconds(31)).verdict == .wrongCode)
  }

  @Test func `after a success or an expiry a reference starts anew`() {
    let used = judge("111111", judge("999999", Samples.challenge("111111", keyRing: keyRing, at: now)).challenge).challenge
    #expect(Samples.challenge("222222", keyRing: keyRing, at: now).superseding(used).attempts == 0)
    let expired = judge("999999", Samples.challenge("111111", keyRing: keyRing, at: now, lives: .seconds(300))).challenge
    #expect(Samples.challenge("222222", keyRing: keyRing, at: now.advanced(by: .seconds(300))).superseding(expired).attempts == 0)
  }

  @Test func `a hundred failures in a row block a number, and a success in between starts the count again`() {
    var budget = FailureBudget()
    for failure in 1...99 {
      budget = judge("999999", Samples.challenge("111111", keyRing: keyRing, at: now), budget: budget).budget
      #expect(budget == FailureBudget(failures: failure))
    }
    #expect(judge("111111", Samples.challenge("111111", keyRing: keyRing, at: now), budget: budget).budget == FailureBudget())
    let blocked = judge("999999", Samples.challenge("111111", keyRing: keyRing, at: now), budget: budget).budget
    #expect(blocked.isBlocked && blocked.failures == FailureBudget.failuresMax)
    let refused = judge("111111", Samples.challenge("111111", keyRing: keyRing, at: now), budget: blocked)
    #expect(refused.verdict == .destinationBlocked)
    #expect(refused.budget == blocked)
  }

  @Test func `only guesses at a living code count against the number`() {
    let exhausted = Samples.challenge("111111", attempts: 1, keyRing: keyRing, at: now)
    let spent = judge("999999", exhausted).challenge
    for judgement in [judge("999999", nil), judge("999999", spent), judge("999999", exhausted, after: .seconds(600))] {
      #expect(judgement.budget == FailureBudget())
    }
  }

  @Test func `codes made under a replaced key still verify, and not once the key is gone`() {
    let old = SymmetricKey(size: .bits256)
    let challenge = Samples.challenge("042719", keyRing: KeyRing(current: old), at: now)
    let rotated = KeyRing(current: SymmetricKey(size: .bits256), earlier: [old])
    #expect(rotated.matches("042719", challenge.digest, for: challenge.key))
    #expect(!rotated.matches("042718", challenge.digest, for: challenge.key))
    #expect(!keyRing.matches("042719", challenge.digest, for: challenge.key))
  }

  @Test func `two digests of one code have nothing in common`() {
    let one = Samples.challenge("042719", keyRing: keyRing, at: now).digest
    let other = Samples.challenge("042719", keyRing: keyRing, at: now).digest
    #expect(one.salt.count == CodeDigest.saltOctets && one.mac.count == 32)
    #expect(one.salt != other.salt && one.mac != other.mac)
  }
}
