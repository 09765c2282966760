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
