// SPDX-License-Identifier: Apache-2.0

/// submit_multi: one text for several destinations. SMPP 3.4 §4.5.1. This gateway never sends it; peers of other clients do.
public struct SubmitMulti: Sendable, Hashable {
  /// A destination of a submit_multi.
  public enum Destination: Sendable, Hashable {
    case address(Address)
    case distributionList(String)
  }

  /// 1...254 of them.
  public var destinations: [Destination]
  /// All that a submit_sm has; its `destination` is not on the wire.
  public var message: MessagePDU

  /// Makes one of its fields.
  public init(destinations: [Destination], message: MessagePDU) {
    self.destinations = destinations
    self.message = message
  }
}

/// submit_multi_resp. SMPP 3.4 §4.5.2.
public struct SubmitMultiResponse: Sendable, Hashable {
  /// A destination that the SMSC refused.
  public struct Failure: Sendable, Hashable {
    /// Whom it did not go to.
    public var destination: Address
    /// Why.
    public var status: CommandStatus

    /// Makes one of its fields.
    public init(destination: Address, status: CommandStatus) {
      self.destination = destination
      self.status = status
    }
  }

  /// The name that the SMSC gave to the message, at most 64 octets.
  public var messageID: String
  /// Destinations that were refused.
  public var failures: [Failure]
  /// Optional parameters in the order of the wire.
  public var parameters: [TLV]

  /// Makes one of its fields.
  public init(messageID: String = "", failures: [Failure] = [], parameters: [TLV] = []) {
    self.messageID = messageID
    self.failures = failures
    self.parameters = parameters
  }
}

/// query_sm. SMPP 3.4 §4.8.1.
public struct QuerySM: Sendable, Hashable {
  /// The name that the SMSC gave to the message, at most 64 octets.
  public var messageID: String
  /// The source of the message when it was submitted.
  public var source: Address

  /// Makes one of its fields.
  public init(messageID: String, source: Address) {
    self.messageID = messageID
    self.source = source
  }
}

/// query_sm_resp. SMPP 3.4 §4.8.2.
public struct QuerySMResponse: Sendable, Hashable {
  /// The name that the SMSC gave to the message, at most 64 octets.
  public var messageID: String
  /// When the message reached its final state; nil before.
  public var finalDate: SMPPTime?
  /// Where it stands.
  public var state: MessageState
  /// Why it failed, in the numbers of the network; 0 for none.
  public var errorCode: UInt8

  /// Makes one of its fields.
  public init(messageID: String = "", finalDate: SMPPTime? = nil, state: MessageState = .unknown, errorCode: UInt8 = 0) {
    self.messageID = messageID
    self.finalDate = finalDate
    self.state = state
    self.errorCode = errorCode
  }
}

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

/// alert_notification: a phone has become available. SMPP 3.4 §4.12.1. It has no response.
public struct AlertNotification: Sendable, Hashable {
  /// The phone that can take messages now.
  public var source: Address
  /// Who is told.
  public var esmeAddress: Address
  /// Optional parameters in the order of the wire.
  public var parameters: [TLV]

  /// Makes one of its fields.
  public init(source: Address, esmeAddress: Address, parameters: [TLV] = []) {
    self.source = source
    self.esmeAddress = esmeAddress
    self.parameters = parameters
  }
}
