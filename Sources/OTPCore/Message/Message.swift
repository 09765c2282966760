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
  /// India DLT principal entity and template (AWS SendOTPMessage.EntityId, TemplateId): digits.
  package let entityID: String?
  package let templateID: String?
  /// True when it was sent once more after an attempt whose outcome is not known: the phone may get it twice.
  package let possibleDuplicate: Bool

  package init(
    id: MessageID, application: String, destination: PhoneNumber, origination: String, country: CountryCode?, transport: TransportID,
    encoding: String, parts: Int, createdAt: Timestamp, expiresAt: Timestamp, entityID: String? = nil, templateID: String? = nil,
    possibleDuplicate: Bool = false
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
    self.entityID = entityID
    self.templateID = templateID
    self.possibleDuplicate = possibleDuplicate
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
