// SPDX-License-Identifier: Apache-2.0

/// A submission inside the connector. It lives on the connector's event loop.
final class SubmissionInFlight {
  let submission: Submission
  private(set) var answers: [SubmitAnswer?]
  /// The session that took its first part: the others follow there.
  var session: SessionHandler?
  /// The next part to send.
  private(set) var nextPart = 0
  private var waiter: CheckedContinuation<[SubmitAnswer], Never>?

  init(_ submission: Submission, _ waiter: CheckedContinuation<[SubmitAnswer], Never>) {
    self.submission = submission
    self.waiter = waiter
    answers = Array(repeating: nil, count: submission.parts.count)
  }

  var parts: [MessagePDU] { submission.parts }
  var isSent: Bool { nextPart >= parts.count }
  /// Whether the submitter has its answers.
  var isSettled: Bool { waiter == nil }

  func sent(_ part: Int) { nextPart = part + 1 }

  func failed(_ part: Int, _ reason: String) {
    nextPart = part + 1
    settle(part, .unsendable(reason))
    giveUp("another part cannot be sent")
  }

  func unknown(_ part: Int, _ reason: String) { settle(part, .unknown(reason)) }

  func answered(_ part: Int, _ status: CommandStatus, messageID: String) {
    settle(part, .answered(status, messageID: messageID))
  }

  /// Gives up what has not been written.
  func giveUp(_ reason: String) {
    for part in nextPart..<max(nextPart, parts.count) {
      nextPart = part + 1
      settle(part, .notSent(reason))
    }
  }

  private func settle(_ part: Int, _ answer: SubmitAnswer) {
    answers[part] = answer
    // A part that was refused makes the rest useless.
    if case .answered(let status, _) = answer, status != .ok { giveUp("an earlier part was refused") }
    let known = answers.compactMap { $0 }
    guard known.count == answers.count, let waiter else { return }
    self.waiter = nil
    waiter.resume(returning: known)
  }
}
