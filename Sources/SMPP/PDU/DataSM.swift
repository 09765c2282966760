// SPDX-License-Identifier: Apache-2.0

/// data_sm: a message with its text in message_payload. SMPP 3.4 §4.7.1.
public struct DataSM: Sendable, Hashable {
  /// At most 5 octets.
  public var serviceType: String
  /// At most 64 octets.
  public var source: Address
  /// At most 64 octets.
  public var destination: Address
  /// Mode, kind and features. SMPP 3.4 §5.2.12.
  public var esmClass: EsmClass
  /// Which reports to send.
  public var registeredDelivery: RegisteredDelivery
  /// How the text is encoded.
  public var dataCoding: DataCoding
  /// Optional parameters in the order of the wire.
  public var parameters: [TLV]

  /// Makes one of its fields.
  public init(
    serviceType: String = "", source: Address, destination: Address, esmClass: EsmClass = [],
    registeredDelivery: RegisteredDelivery = [], dataCoding: DataCoding = .smscDefault, parameters: [TLV] = []
  ) {
    self.serviceType = serviceType
    self.source = source
    self.destination = destination
    self.esmClass = esmClass
    self.registeredDelivery = registeredDelivery
    self.dataCoding = dataCoding
    self.parameters = parameters
  }
}
