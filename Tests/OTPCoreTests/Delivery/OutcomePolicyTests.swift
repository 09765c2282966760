// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import OTPCore
import TestSupport
import Testing

@Suite struct OutcomePolicyTests {
  let now = Timestamp(milliseconds: 1_790_000_000_000)

  func claimed(attempt: Int = 1, life: Duration = .seconds(600), possibleDuplicate: Bool = false) -> ClaimedMessage {
    ClaimedMessage(
      message: Samples.message(at: now, lives: life, possibleDuplicate: possibleDuplicate),
      body: SealedText(keyID: KeyID(rawValue: "k"), octets: Data()), attempt: attempt)
  }

  /// The only step, for outcomes that ask for one.
  func step(after outcome: SubmitOutcome, of claimed: ClaimedMessage) throws -> MessageStep {
    let steps = OutcomePolicy.steps(after: outcome, of: claimed, now: now)
    #expect(steps.count == 1)
    return try #require(steps.first)
  }

  @Test func `an ending that comes with the answer is a step of its own`() throws {
    let ending = DeliveryEnding(.failed, reason: "why", error: "7")
    let steps = OutcomePolicy.steps(after: .ended(ending), of: claimed(), now: now)
    #expect(steps.map(\.event.state) == [.submitted, .failed])
    #expect(steps.last?.event.reason == "why" && steps.last?.event.error == "7")
  }

  @Test func `accepted is submitted, with the network's names`() throws {
    let ids = [RemoteID(rawValue: "a"), RemoteID(rawValue: "b")]
    let step = try step(after: .accepted(ids), of: claimed())
    #expect(step.event.state == .submitted && step.event.remoteIDs == ids)
  }

  /// A quarter of the life, 15 s at most; 1,790,000,000 s are 14:13:20 of their day.
  @Test(arguments: [(600, 15_000, "14:13:35"), (60, 15_000, "14:13:35"), (59, 14_750, "14:13:34"), (8, 2_000, "14:13:22")])
  func `after an unknown outcome a message is sent once more`(life: Int, wait: Int64, time: String) throws {
    let step = try step(after: .unknown("link lost"), of: claimed(life: .seconds(life)))
    #expect(step.event.state == .unknown && step.notBefore == nil)
    #expect(step.resendAt == now.advanced(by: .milliseconds(wait)))
    #expect(step.event.reason == "link lost; it is sent once more at \(time) unless the network answers")
  }

  @Test func `nothing is sent twice more, or when its code would be dead by then`() throws {
    let again = try step(after: .unknown("link lost"), of: claimed(possibleDuplicate: true))
    #expect(again.event.state == .unknown && again.resendAt == nil && again.event.reason == "link lost")
    // Its life was a minute, and the outcome became unknown 15 s before the end of it.
    let late = OutcomePolicy.steps(
      after: .unknown("link lost"), of: claimed(life: .seconds(60)), now: now.advanced(by: .seconds(45)))
    #expect(late.map(\.resendAt) == [nil] && late.map(\.event.reason) == ["link lost"])
    let inTime = OutcomePolicy.steps(
      after: .unknown("link lost"), of: claimed(life: .seconds(60)), now: now.advanced(by: .milliseconds(44_999)))
    #expect(inTime.map(\.resendAt) == [now.advanced(by: .milliseconds(59_999))])
  }

  @Test(arguments: [1, 2, 7]) func `a message that came too fast comes again in a second, and has lost no attempt`(attempt: Int) throws {
    let step = try step(after: .rejected(Rejection(reason: .throttled, advice: "slow down")), of: claimed(attempt: attempt))
    #expect(step.event.state == .queued && step.notBefore == now.advanced(by: .seconds(1)) && !step.countsAsAttempt)
    #expect(try self.step(after: .rejected(Rejection(reason: .temporary, advice: "later")), of: claimed(attempt: attempt)).countsAsAttempt)
  }

  @Test(arguments: Rejection.Reason.allCases) func `a rejection ends the message unless it can pass`(reason: Rejection.Reason) throws {
    let step = try step(after: .rejected(Rejection(reason: reason, code: "0x14", advice: "why")), of: claimed())
    let mayPass: Set<Rejection.Reason> = [.throttled, .temporary, .unavailable]
    #expect(step.event.state == (mayPass.contains(reason) ? .queued : .failed))
    #expect(step.event.error == "0x14")
    #expect(step.event.reason == "\(reason.rawValue): why")
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 30), (7, 30), (1000, 30)])
  func `tries are spread out to half a minute`(attempt: Int, seconds: Int) throws {
    let step = try step(
      after: .rejected(Rejection(reason: .temporary, advice: "later")), of: claimed(attempt: attempt))
    #expect(step.notBefore == now.advanced(by: .seconds(seconds)))
  }

  @Test func `a try that would come after the code's death is not made`() throws {
    let rejection = SubmitOutcome.rejected(Rejection(reason: .temporary, advice: "later"))
    #expect(try step(after: rejection, of: claimed(life: .milliseconds(1001))).event.state == .queued)
    #expect(try step(after: rejection, of: claimed(life: .milliseconds(1000))).event.state == .expired)
  }
}
