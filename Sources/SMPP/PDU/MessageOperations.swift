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

  public init(destinations: [Destination], message: MessagePDU) {
    self.destinations = destinations
    self.message = message
  }
}

/// submit_multi_resp. SMPP 3.4 §4.5.2.
public struct SubmitMultiResponse: Sendable, Hashable {
  /// A destination that the SMSC refused.
  public struct Failure: Sendable, Hashable {
    public var destination: Address
    public var status: CommandStatus

    public init(destination: Address, status: CommandStatus) {
      self.destination = destination
      self.status = status
    }
  }

  public var messageID: String
  public var failures: [Failure]
  public var parameters: [TLV]

  public init(messageID: String = "", failures: [Failure] = [], parameters: [TLV] = []) {
    self.messageID = messageID
    self.failures = failures
    self.parameters = parameters
  }
}

/// query_sm. SMPP 3.4 §4.8.1.
public struct QuerySM: Sendable, Hashable {
  public var messageID: String
  public var source: Address

  public init(messageID: String, source: Address) {
    self.messageID = messageID
    self.source = source
  }
}

/// query_sm_resp. SMPP 3.4 §4.8.2.
public struct QuerySMResponse: Sendable, Hashable {
  public var messageID: String
  public var finalDate: SMPPTime?
  public var state: MessageState
  public var errorCode: UInt8

  public init(messageID: String = "", finalDate: SMPPTime? = nil, state: MessageState = .unknown, errorCode: UInt8 = 0) {
    self.messageID = messageID
    self.finalDate = finalDate
    self.state = state
    self.errorCode = errorCode
  }
}

/// cancel_sm. SMPP 3.4 §4.9.1.
public struct CancelSM: Sendable, Hashable {
  public var serviceType: String
  public var messageID: String
  public var source: Address
  public var destination: Address

  public init(serviceType: String = "", messageID: String, source: Address, destination: Address) {
    self.serviceType = serviceType
    self.messageID = messageID
    self.source = source
    self.destination = destination
  }
}

/// replace_sm. SMPP 3.4 §4.10.1. It prints without its text.
public struct ReplaceSM: Sendable, Hashable {
  public var messageID: String
  public var source: Address
  public var scheduleDeliveryTime: SMPPTime?
  public var validityPeriod: SMPPTime?
  public var registeredDelivery: RegisteredDelivery
  public var defaultMessageID: UInt8
  public var shortMessage: [UInt8]

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
  public var source: Address
  public var esmeAddress: Address
  public var parameters: [TLV]

  public init(source: Address, esmeAddress: Address, parameters: [TLV] = []) {
    self.source = source
    self.esmeAddress = esmeAddress
    self.parameters = parameters
  }
}
