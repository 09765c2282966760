// SPDX-License-Identifier: Apache-2.0

/// What follows from a transport's answer. Pure.
package enum OutcomePolicy {
  /// Longest wait between two tries of a message.
  static let backoffMax: Duration = .seconds(30)

  /// The message's next steps, at least one. An unknown outcome is never tried again here: the phone may already have the code.
  package static func steps(after outcome: SubmitOutcome, of claimed: ClaimedMessage, now: Timestamp) -> [MessageStep] {
    let message = claimed.message
    func step(
      _ state: MessageState, remoteIDs: [RemoteID] = [], reason: String? = nil, error: String? = nil, notBefore: Timestamp? = nil
    ) -> MessageStep {
      MessageStep(
        message: message.id,
        event: MessageEvent(state: state, at: now, transport: message.transport, remoteIDs: remoteIDs, reason: reason, error: error),
        notBefore: notBefore)
    }
    switch outcome {
    case .accepted(let remoteIDs):
      return [step(.submitted, remoteIDs: remoteIDs)]
    case .ended(let ending):
      return [step(.submitted), step(ending.kind.state, reason: ending.reason, error: ending.error)]
    case .unknown(let reason):
      return [step(.unknown, reason: reason)]
    case .rejected(let rejection) where rejection.reason.mayPass:
      let next = now.advanced(by: backoff(afterAttempt: claimed.attempt))
      guard next < message.expiresAt else {
        let reason = "the code expired before the network took it; last answer: \(rejection.advice)"
        return [step(.expired, reason: reason, error: rejection.code)]
      }
      return [step(.queued, reason: "\(rejection.reason.rawValue): \(rejection.advice)", error: rejection.code, notBefore: next)]
    case .rejected(let rejection):
      return [step(.failed, reason: "\(rejection.reason.rawValue): \(rejection.advice)", error: rejection.code)]
    }
  }

  /// 1 s, doubled with each attempt, at most `backoffMax`.
  static func backoff(afterAttempt attempt: Int) -> Duration {
    min(.seconds(1 << min(max(attempt - 1, 0), 5)), backoffMax)
  }
}
