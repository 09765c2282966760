// SPDX-License-Identifier: Apache-2.0

/// What submit_sm and deliver_sm carry; they have the same fields. SMPP 3.4 §4.4.1, §4.6.1.
///
/// It prints without its text.
public struct MessagePDU: Sendable, Hashable {
  /// At most 5 octets.
  public var serviceType: String
  /// From whom.
  public var source: Address
  /// To whom.
  public var destination: Address
  /// Mode, kind and features. SMPP 3.4 §5.2.12.
  public var esmClass: EsmClass
  /// TP-PID in GSM networks. SMPP 3.4 §5.2.13.
  public var protocolID: UInt8
  /// 0 for the lowest ... 3. SMPP 3.4 §5.2.14.
  public var priority: UInt8
  /// When to send it; nil for now.
  public var scheduleDeliveryTime: SMPPTime?
  /// How long to try; nil for the SMSC's own default.
  public var validityPeriod: SMPPTime?
  /// Which reports to send.
  public var registeredDelivery: RegisteredDelivery
  /// Whether it takes the place of one that waits.
  public var replaceIfPresent: Bool
  /// How the text is encoded.
  public var dataCoding: DataCoding
  /// A text that the SMSC holds; 0 for none.
  public var defaultMessageID: UInt8
  /// At most 254 octets are written; 255, which SMPP 5.0 allows, are read. Empty when the text is in the message_payload parameter.
  public var shortMessage: [UInt8]
  /// Optional parameters in the order of the wire.
  public var parameters: [TLV]

  /// Makes one of its fields.
  public init(
    serviceType: String = "", source: Address, destination: Address, esmClass: EsmClass = [], protocolID: UInt8 = 0, priority: UInt8 = 0,
    scheduleDeliveryTime: SMPPTime? = nil, validityPeriod: SMPPTime? = nil, registeredDelivery: RegisteredDelivery = [],
    replaceIfPresent: Bool = false, dataCoding: DataCoding = .smscDefault, defaultMessageID: UInt8 = 0, shortMessage: [UInt8],
    parameters: [TLV] = []
  ) {
    self.serviceType = serviceType
    self.source = source
    self.destination = destination
    self.esmClass = esmClass
    self.protocolID = protocolID
    self.priority = priority
    self.scheduleDeliveryTime = scheduleDeliveryTime
    self.validityPeriod = validityPeriod
    self.registeredDelivery = registeredDelivery
    self.replaceIfPresent = replaceIfPresent
    self.dataCoding = dataCoding
    self.defaultMessageID = defaultMessageID
    self.shortMessage = shortMessage
    self.parameters = parameters
  }

  /// The text's octets wherever they stand: short_message, or the message_payload parameter when that is empty.
  public var text: [UInt8] {
    shortMessage.isEmpty ? parameters[.messagePayload] ?? [] : shortMessage
  }
}
