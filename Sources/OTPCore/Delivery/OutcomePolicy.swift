// SPDX-License-Identifier: Apache-2.0

/// What follows from a transport's answer. Pure.
package enum OutcomePolicy {
  /// Longest wait between two tries of a message.
  static let backoffMax: Duration = .seconds(30)
  /// Wait of a message that was turned away for its pace: the network takes it as soon as there is room.
  static let throttledBackoff: Duration = .seconds(1)
  /// Longest wait for news of a message whose outcome is not known, before it is sent once more.
  static let doubtMax: Duration = .seconds(15)

  /// The message's next steps, at least one. After an unknown outcome the phone may already have the code: the message is sent
  /// once more, once, when nothing is heard of it for a while.
  package static func steps(after outcome: SubmitOutcome, of claimed: ClaimedMessage, now: Timestamp) -> [MessageStep] {
    let message = claimed.message
    func step(
      _ state: MessageState, remoteIDs: [RemoteID] = [], reason: String? = nil, error: String? = nil, notBefore: Timestamp? = nil,
      countsAsAttempt: Bool = true
    ) -> MessageStep {
      MessageStep(
        message: message.id,
        event: MessageEvent(state: state, at: now, transport: message.transport, remoteIDs: remoteIDs, reason: reason, error: error),
        notBefore: notBefore, countsAsAttempt: countsAsAttempt)
    }
    switch outcome {
    case .accepted(let remoteIDs):
      return [step(.submitted, remoteIDs: remoteIDs)]
    case .ended(let ending):
      return [step(.submitted), step(ending.kind.state, reason: ending.reason, error: ending.error)]
    case .unknown(let reason):
      return [unknown(reason, message: message, now: now)]
    case .rejected(let rejection) where rejection.reason.mayPass:
      let isThrottled = rejection.reason == .throttled
      let next = now.advanced(by: isThrottled ? throttledBackoff : backoff(afterAttempt: claimed.attempt))
      guard next < message.expiresAt else {
        let reason = "the code expired before the network took it; last answer: \(rejection.advice)"
        return [step(.expired, reason: reason, error: rejection.code)]
      }
      return [
        step(
          .queued, reason: "\(rejection.reason.rawValue): \(rejection.advice)", error: rejection.code, notBefore: next,
          countsAsAttempt: !isThrottled)
      ]
    case .rejected(let rejection):
      return [step(.failed, reason: "\(rejection.reason.rawValue): \(rejection.advice)", error: rejection.code)]
    }
  }

  /// What a start makes of a message that it finds between submit and answer: nothing was handed over for good when the transport
  /// has forgotten it.
  package static func stepAfterRestart(of message: Message, isForgotten: Bool, now: Timestamp) -> MessageStep {
    guard isForgotten else { return unknown("the gateway stopped between submit and answer", message: message, now: now) }
    let reason = "the gateway stopped before the transport answered"
    return MessageStep(message: message.id, event: MessageEvent(state: .queued, at: now, transport: message.transport, reason: reason))
  }

  private static func unknown(_ reason: String, message: Message, now: Timestamp) -> MessageStep {
    let resendAt = resendTime(of: message, now: now)
    let plan = resendAt.map { "; it is sent once more at \($0.timeOfDay) unless the network answers" } ?? ""
    return MessageStep(
      message: message.id, event: MessageEvent(state: .unknown, at: now, transport: message.transport, reason: reason + plan),
      resendAt: resendAt)
  }

  /// When a message whose outcome is not known is sent once more: after a quarter of its life, at most `doubtMax`. Nil when that
  /// would be after its death, or when it was sent once more before.
  static func resendTime(of message: Message, now: Timestamp) -> Timestamp? {
    let life = message.expiresAt.milliseconds - message.createdAt.milliseconds
    let time = now.advanced(by: min(doubtMax, .milliseconds(life / 4)))
    return message.possibleDuplicate || time >= message.expiresAt ? nil : time
  }

  /// 1 s, doubled with each attempt, at most `backoffMax`.
  static func backoff(afterAttempt attempt: Int) -> Duration {
    min(.seconds(1 << min(max(attempt - 1, 0), 5)), backoffMax)
  }
}
