// SPDX-License-Identifier: Apache-2.0

/// A network's word on what became of a message that it had accepted.
package struct DeliveryReceipt: Sendable, Equatable {
  package let transport: TransportID
  package let remoteID: RemoteID
  /// Other spellings of the name, most likely first: networks write it in one base in their answers and in another in their
  /// receipts. One counts only when the destination agrees.
  package let alternatives: [RemoteID]
  /// The digits of the number that the receipt is about, as the network writes it; nil when it does not say.
  package let destination: String?
  package let ending: DeliveryEnding
  /// When the network says it happened.
  package let at: Timestamp

  package init(
    transport: TransportID, remoteID: RemoteID, alternatives: [RemoteID] = [], destination: String? = nil, ending: DeliveryEnding,
    at: Timestamp
  ) {
    self.transport = transport
    self.remoteID = remoteID
    self.alternatives = alternatives
    self.destination = destination
    self.ending = ending
    self.at = at
  }

  /// The step that it asks of `message`.
  package func step(for message: MessageID) -> MessageStep {
    let event = MessageEvent(
      state: ending.kind.state, at: at, transport: transport, remoteIDs: [remoteID], reason: ending.reason, error: ending.error)
    return MessageStep(message: message, event: event)
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
