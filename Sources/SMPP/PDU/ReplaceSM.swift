// SPDX-License-Identifier: Apache-2.0

/// replace_sm. SMPP 3.4 §4.10.1. It prints without its text.
public struct ReplaceSM: Sendable, Hashable {
  /// The name that the SMSC gave to the message, at most 64 octets.
  public var messageID: String
  /// The source of the message when it was submitted.
  public var source: Address
  /// The new one; nil keeps it.
  public var scheduleDeliveryTime: SMPPTime?
  /// The new one; nil keeps it.
  public var validityPeriod: SMPPTime?
  /// The new one.
  public var registeredDelivery: RegisteredDelivery
  /// A text that the SMSC holds; 0 for none.
  public var defaultMessageID: UInt8
  /// The new text, at most 254 octets.
  public var shortMessage: [UInt8]

  /// Makes one of its fields.
  public init(
    messageID: String, source: Address, scheduleDeliveryTime: SMPPTime? = nil, validityPeriod: SMPPTime? = nil,
    registeredDelivery: RegisteredDelivery = [], defaultMessageID: UInt8 = 0, shortMessage: [UInt8]
  ) {
    self.messageID = messageID
    self.source = source
    self.scheduleDeliveryTime = scheduleDeliveryTime
    self.validityPeriod = validityPeriod
    self.registeredDelivery = registeredDelivery
    self.defaultMessageID = defaultMessageID
    self.shortMessage = shortMessage
  }
}
