// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import OTPCore
import TestSupport
import Testing

@Suite struct OutcomePolicyTests {
  let now = Timestamp(milliseconds: 1_790_000_000_000)

  func claimed(attempt: Int = 1, life: Duration = .seconds(600)) -> ClaimedMessage {
    ClaimedMessage(
      message: Samples.message(at: now, lives: life), body: SealedText(keyID: KeyID(rawValue: "k"), octets: Data()), attempt: attempt)
  }

  @Test func `accepted is submitted, with the network's names`() {
    let ids = [RemoteID(rawValue: "a"), RemoteID(rawValue: "b")]
    let step = OutcomePolicy.step(after: .accepted(ids), of: claimed(), now: now)
    #expect(step.event.state == .submitted && step.event.remoteIDs == ids)
  }

  @Test func `an unknown outcome is never tried again`() {
    let step = OutcomePolicy.step(after: .unknown("link lost"), of: claimed(), now: now)
    #expect(step.event.state == .unknown && step.event.reason == "link lost" && step.notBefore == nil)
  }

  @Test(arguments: Rejection.Reason.allCases) func `a rejection ends the message unless it can pass`(reason: Rejection.Reason) {
    let step = OutcomePolicy.step(after: .rejected(Rejection(reason: reason, code: "0x14", advice: "why")), of: claimed(), now: now)
    let mayPass: Set<Rejection.Reason> = [.throttled, .temporary, .unavailable]
    #expect(step.event.state == (mayPass.contains(reason) ? .queued : .failed))
    #expect(step.event.error == "0x14")
    #expect(step.event.reason == "\(reason.rawValue): why")
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 30), (7, 30), (1000, 30)])
  func `tries are spread out to half a minute`(attempt: Int, seconds: Int) {
    let step = OutcomePolicy.step(
      after: .rejected(Rejection(reason: .temporary, advice: "later")), of: claimed(attempt: attempt), now: now)
    #expect(step.notBefore == now.advanced(by: .seconds(seconds)))
  }

  @Test func `a try that would come after the code's death is not made`() {
    let rejection = SubmitOutcome.rejected(Rejection(reason: .temporary, advice: "later"))
    #expect(OutcomePolicy.step(after: rejection, of: claimed(life: .milliseconds(1001)), now: now).event.state == .queued)
    #expect(OutcomePolicy.step(after: rejection, of: claimed(life: .milliseconds(1000)), now: now).event.state == .expired)
  }
}
