// SPDX-License-Identifier: Apache-2.0

/// A network's refusal, told in classes that say what can be done about it.
package struct Rejection: Sendable, Equatable {
  package enum Reason: String, Sendable, CaseIterable {
    /// The number is wrong or cannot receive.
    case destination
    /// The sender is not allowed here.
    case origin
    case content, configuration, account
    /// Too fast: later.
    case throttled
    /// The network says later.
    case temporary
    /// There is no link to the network now.
    case unavailable

    /// Whether the same message can succeed later on the same way.
    package var mayPass: Bool {
      switch self {
      case .throttled, .temporary, .unavailable: true
      case .destination, .origin, .content, .configuration, .account: false
      }
    }
  }

  package let reason: Reason
  /// The network's own code, as it writes it.
  package let code: String?
  /// What an operator can do.
  package let advice: String

  package init(reason: Reason, code: String? = nil, advice: String) {
    self.reason = reason
    self.code = code
    self.advice = advice
  }
}

/// The name that a network gives to a message or to one part of it.
package struct RemoteID: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }
}

/// How a message ends, as a network tells it.
package struct DeliveryEnding: Sendable, Equatable {
  package enum Kind: Sendable {
    case delivered, failed, expired

    package var state: MessageState {
      switch self {
      case .delivered: .delivered
      case .failed: .failed
      case .expired: .expired
      }
    }
  }

  package let kind: Kind
  package let reason: String?
  /// The network's own error code, as it writes it.
  package let error: String?

  package init(_ kind: Kind, reason: String? = nil, error: String? = nil) {
    self.kind = kind
    self.reason = reason
    self.error = error
  }
}

/// What became of handing a message to a network.
package enum SubmitOutcome: Sendable, Equatable {
  /// One name for each part that can be reported on; none when the network gives no names.
  case accepted([RemoteID])
  /// Accepted by a network that tells at once what became of the message: no receipt will follow.
  case ended(DeliveryEnding)
  case rejected(Rejection)
  /// The link was lost, or time ran out, after the message may have left.
  case unknown(String)
}
