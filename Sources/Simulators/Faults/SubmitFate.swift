// SPDX-License-Identifier: Apache-2.0

internal import SMPP

/// What befalls one message.
struct SubmitFate: Sendable, Hashable {
  /// What befalls the session along with the message.
  enum SessionFault: String, Sendable, Hashable {
    case unbind, close, reset, silence, restart
  }

  var refusal: CommandStatus?
  var dropsResponse = false
  var omitsBody = false
  var sendsReceiptFirst = false
  var duplicatesReceipt = false
  var sessionFault: SessionFault?

  /// Whether a response leaves at all.
  var answers: Bool { !dropsResponse && (sessionFault == nil || sessionFault == .unbind) }

  /// What went wrong, as the log tells it.
  var words: [String] {
    let all: [(Bool, String)] = [
      (refusal != nil, "refused"), (dropsResponse, "no_response"), (omitsBody, "no_body"), (sendsReceiptFirst, "receipt_first"),
      (duplicatesReceipt, "receipt_twice"), (sessionFault != nil, sessionFault?.rawValue ?? ""),
    ]
    return all.filter(\.0).map(\.1)
  }
}
