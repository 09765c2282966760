// SPDX-License-Identifier: Apache-2.0

internal import SMPP

/// Destinations whose last five digits say what becomes of a message, whatever the other settings are.
package enum MagicDestination: String, Sendable, CaseIterable {
  case undeliverable = "99901"
  case expired = "99902"
  case rejected = "99903"
  case deleted = "99904"
  case unknown = "99905"
  case accepted = "99906"
  case withoutReceipt = "99909"
  case throttled = "99910"
  case queueFull = "99911"
  case invalidDestination = "99912"
  case systemError = "99913"
  case unanswered = "99920"
  case withoutBody = "99921"
  case receiptFirst = "99922"
  case receiptTwice = "99923"
  case answeredSTOP = "99930"

  /// The destination of an address; nil for an ordinary one.
  package init?(_ address: String) {
    let suffix = address.utf8.suffix(5)
    guard suffix.starts(with: Self.prefix), let text = String(suffix) else { return nil }
    self.init(rawValue: text)
  }

  private static let prefix = Array("999".utf8)

  /// What happens, in words for the help.
  package var explanation: String {
    switch self {
    case .undeliverable: "receipt UNDELIV"
    case .expired: "receipt EXPIRED"
    case .rejected: "receipt REJECTD"
    case .deleted: "receipt DELETED"
    case .unknown: "receipt UNKNOWN"
    case .accepted: "receipt ACCEPTD"
    case .withoutReceipt: "taken, and no receipt ever comes"
    case .throttled: "refused with 0x58, throttled"
    case .queueFull: "refused with 0x14, queue full"
    case .invalidDestination: "refused with 0x0B, invalid destination"
    case .systemError: "refused with 0x08, system error"
    case .unanswered: "taken, and no response ever comes"
    case .withoutBody: "taken; the response has no body, hence no id"
    case .receiptFirst: "the receipt comes before the response"
    case .receiptTwice: "the receipt comes twice"
    case .answeredSTOP: "the phone answers STOP"
    }
  }

  /// The state that the message ends in; nil when that is left to chance.
  var finalState: MessageState? {
    switch self {
    case .undeliverable: .undeliverable
    case .expired: .expired
    case .rejected: .rejected
    case .deleted: .deleted
    case .unknown: .unknown
    case .accepted: .accepted
    default: nil
    }
  }

  /// Adds to what befalls the message.
  func apply(to fate: inout SubmitFate) {
    switch self {
    case .throttled: fate.refusal = .throttled
    case .queueFull: fate.refusal = .messageQueueFull
    case .invalidDestination: fate.refusal = .invalidDestinationAddress
    case .systemError: fate.refusal = .systemError
    case .unanswered: fate.dropsResponse = true
    case .withoutBody: fate.omitsBody = true
    case .receiptFirst: fate.sendsReceiptFirst = true
    case .receiptTwice: fate.duplicatesReceipt = true
    default: break
    }
  }
}
