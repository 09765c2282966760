// SPDX-License-Identifier: Apache-2.0

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
