// SPDX-License-Identifier: Apache-2.0

/// A network's word on what became of a message that it had accepted.
package struct DeliveryReceipt: Sendable, Equatable {
  package enum Ending: Sendable {
    case delivered, failed, expired

    package var state: MessageState {
      switch self {
      case .delivered: .delivered
      case .failed: .failed
      case .expired: .expired
      }
    }
  }

  package let transport: TransportID
  package let remoteID: RemoteID
  package let ending: Ending
  /// When the network says it happened.
  package let at: Timestamp
  package let reason: String?
  package let error: String?

  package init(transport: TransportID, remoteID: RemoteID, ending: Ending, at: Timestamp, reason: String? = nil, error: String? = nil) {
    self.transport = transport
    self.remoteID = remoteID
    self.ending = ending
    self.at = at
    self.reason = reason
    self.error = error
  }

  /// The step that it asks of `message`.
  package func step(for message: MessageID) -> MessageStep {
    MessageStep(
      message: message,
      event: MessageEvent(state: ending.state, at: at, transport: transport, remoteIDs: [remoteID], reason: reason, error: error))
  }
}

/// A short message that came in from a phone.
package struct InboundMessage: Sendable {
  package let transport: TransportID
  package let from: String
  package let to: String?
  package let text: String
  package let at: Timestamp

  package init(transport: TransportID, from: String, to: String?, text: String, at: Timestamp) {
    self.transport = transport
    self.from = from
    self.to = to
    self.text = text
    self.at = at
  }
}
