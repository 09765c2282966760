// SPDX-License-Identifier: Apache-2.0

/// One SMS to one phone. Its body travels apart, sealed.
package struct Message: Sendable, Equatable {
  package let id: MessageID
  package let application: String
  package let destination: PhoneNumber
  /// Number or sender ID that it comes from.
  package let origination: String
  package let country: CountryCode?
  package let transport: TransportID
  /// The name of the alphabet, such as `GSM-7` or `UCS-2`.
  package let encoding: String
  package let parts: Int
  package let createdAt: Timestamp
  /// When its code dies. It is never submitted after this.
  package let expiresAt: Timestamp

  package init(
    id: MessageID, application: String, destination: PhoneNumber, origination: String, country: CountryCode?, transport: TransportID,
    encoding: String, parts: Int, createdAt: Timestamp, expiresAt: Timestamp
  ) {
    self.id = id
    self.application = application
    self.destination = destination
    self.origination = origination
    self.country = country
    self.transport = transport
    self.encoding = encoding
    self.parts = parts
    self.createdAt = createdAt
    self.expiresAt = expiresAt
  }
}

/// A message that a lane has claimed: what it needs to submit it.
package struct ClaimedMessage: Sendable, Equatable {
  package let message: Message
  package let body: SealedText
  /// How often it was claimed, this time included.
  package let attempt: Int

  package init(message: Message, body: SealedText, attempt: Int) {
    self.message = message
    self.body = body
    self.attempt = attempt
  }
}
