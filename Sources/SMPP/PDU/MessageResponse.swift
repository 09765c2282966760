// SPDX-License-Identifier: Apache-2.0

/// submit_sm_resp, deliver_sm_resp, data_sm_resp. SMPP 3.4 §4.4.2, §4.6.2, §4.7.2.
public struct MessageResponse: Sendable, Hashable {
  /// The name that the SMSC gave to the message, at most 64 octets; empty in a deliver_sm_resp, after an error, and with some SMSCs always.
  public var messageID: String
  /// Optional parameters in the order of the wire.
  public var parameters: [TLV]

  /// Makes one of its fields.
  public init(messageID: String = "", parameters: [TLV] = []) {
    self.messageID = messageID
    self.parameters = parameters
  }
}
