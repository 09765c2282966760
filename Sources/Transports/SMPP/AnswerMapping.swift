// SPDX-License-Identifier: Apache-2.0

internal import OTPCore
internal import SMPP

/// What the answers to the parts of a message say of the message. Pure.
enum AnswerMapping {
  /// The worst answer counts: a part that may have left makes the whole message unknown, a refused one makes it refused.
  static func outcome(of answers: [SubmitAnswer]) -> SubmitOutcome {
    var refusal: Rejection?
    var remoteIDs: [RemoteID] = []
    for answer in answers {
      switch answer {
      case .unknown(let reason): return .unknown(reason)
      case .answered(.ok, let messageID):
        if let remoteID = RemoteID(smpp: messageID) { remoteIDs.append(remoteID) }
      case .answered(let status, _): refusal = refusal ?? StatusMapping.rejection(status)
      case .notSent(let reason): refusal = refusal ?? Rejection(reason: .unavailable, advice: reason)
      case .unsendable(let reason): refusal = refusal ?? Rejection(reason: .configuration, advice: reason)
      }
    }
    guard let refusal else { return .accepted(remoteIDs) }
    return .rejected(refusal)
  }
}
