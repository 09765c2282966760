// SPDX-License-Identifier: Apache-2.0

internal import SMPP

/// Fault plans with a name, to begin with.
package enum FaultProfile: String, Sendable, CaseIterable {
  /// Nothing goes wrong.
  case healthy
  /// A bit of everything: lost, late and disordered responses, broken links, receipts that come early or twice.
  case flaky
  /// Every 20th message begins a run of five that are answered with ESME_RTHROTTLED.
  case throttling
  /// Accepts the bind and falls silent at the first message.
  case dead
  /// Each response takes two to five seconds.
  case slow
  /// No more than 10 messages per second, and no more than 10 unanswered.
  case capped

  /// What the profile stands for.
  package var plan: FaultPlan {
    var plan = FaultPlan()
    switch self {
    case .healthy: break
    case .flaky:
      plan.responseDelay = .milliseconds(5)
      plan.responseJitter = .milliseconds(45)
      plan.dropsResponse = Frequency(.share(0.005))
      plan.omitsBody = Frequency(.share(0.005))
      plan.refusals = [.init(.throttled, Frequency(.share(0.002), run: 5)), .init(.systemError, Frequency(.share(0.005)))]
      plan.sendsReceiptFirst = Frequency(.share(0.05))
      plan.duplicatesReceipt = Frequency(.share(0.05))
      plan.splitsSegment = Frequency(.share(0.05))
      plan.joinsSegments = Frequency(.share(0.05))
      plan.unbinds = Frequency(.every(701))
      plan.closes = Frequency(.every(499))
      plan.resets = Frequency(.every(997))
    case .throttling:
      plan.refusals = [.init(.throttled, Frequency(.every(20), run: 5))]
    case .dead:
      plan.goesSilent = .always
    case .slow:
      plan.responseDelay = .seconds(2)
      plan.responseJitter = .seconds(3)
    case .capped:
      plan.submitsPerSecondMax = 10
      plan.windowMax = 10
    }
    return plan
  }
}
