// SPDX-License-Identifier: Apache-2.0

/// cancel_sm. SMPP 3.4 §4.9.1.
public struct CancelSM: Sendable, Hashable {
  /// The service_type of the message when it was submitted, at most 5 octets.
  public var serviceType: String
  /// The name that the SMSC gave to the message, at most 64 octets.
  public var messageID: String
  /// The source of the message when it was submitted.
  public var source: Address
  /// The destination of the message when it was submitted.
  public var destination: Address

  /// Makes one of its fields.
  public init(serviceType: String = "", messageID: String, source: Address, destination: Address) {
    self.serviceType = serviceType
    self.messageID = messageID
    self.source = source
    self.destination = destination
  }
}
