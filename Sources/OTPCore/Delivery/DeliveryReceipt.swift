// SPDX-License-Identifier: Apache-2.0

/// A network's word on what became of a message that it had accepted.
package struct DeliveryReceipt: Sendable, Equatable {
  package let transport: TransportID
  /// Empty when the network does not say which message it means.
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

  /// What it says of a message, found by one of its names.
  package func event(named remoteID: RemoteID) -> MessageEvent {
    MessageEvent(state: ending.kind.state, at: at, transport: transport, remoteIDs: [remoteID], reason: ending.reason, error: ending.error)
  }

  /// The digits of `destination` that a message's number can agree with: networks write numbers with and without their country,
  /// trunk and exit codes. Nil when they say nothing.
  package var significantDigits: String? {
    let digits = destination?.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.drop { $0 == UInt8(ascii: "0") }
    return digits.flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
  }

  /// Digits at the end of two numbers that must be the same, at least: a subscriber's number without its area.
  package static let agreeingDigitsMin = 7
  /// And at most: what stands before them is often left out or written otherwise.
  static let agreeingDigitsMax = 10

  /// Whether it can be about `number`. False when it does not say whom it is about.
  package func isAbout(_ number: PhoneNumber) -> Bool {
    guard let digits = significantDigits?.utf8 else { return false }
    let own = number.e164.utf8.dropFirst()
    guard digits.count >= Self.agreeingDigitsMin else { return digits.elementsEqual(own) }
    let count = min(digits.count, own.count, Self.agreeingDigitsMax)
    return count >= Self.agreeingDigitsMin && digits.suffix(count).elementsEqual(own.suffix(count))
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
