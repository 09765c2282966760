// SPDX-License-Identifier: Apache-2.0

/// bind_transmitter, bind_receiver, bind_transceiver. SMPP 3.4 §4.1.
public struct Bind: Sendable, Hashable {
  /// What the session may carry.
  public enum Mode: Sendable, Hashable, CaseIterable {
    case transmitter, receiver, transceiver
  }

  /// What the session may carry.
  public var mode: Mode
  /// At most 15 octets.
  public var systemID: String
  /// At most 8 octets by the standard, 64 here. Never printed.
  public var password: String
  /// At most 12 octets.
  public var systemType: String
  /// 0x34 for SMPP 3.4, 0x50 for 5.0.
  public var interfaceVersion: UInt8
  /// Which addresses the session serves; its address is a pattern of at most 40 octets.
  public var addressRange: Address

  /// Makes one of its fields.
  public init(
    mode: Mode, systemID: String, password: String, systemType: String = "", interfaceVersion: UInt8 = 0x34,
    addressRange: Address = Address(typeOfNumber: .unknown, numberingPlan: .unknown, "")
  ) {
    self.mode = mode
    self.systemID = systemID
    self.password = password
    self.systemType = systemType
    self.interfaceVersion = interfaceVersion
    self.addressRange = addressRange
  }
}

/// bind_transmitter_resp, bind_receiver_resp, bind_transceiver_resp. SMPP 3.4 §4.1.2.
public struct BindResponse: Sendable, Hashable {
  /// What the session may carry.
  public var mode: Bind.Mode
  /// Who it is, at most 15 octets.
  public var systemID: String
  /// Optional parameters in the order of the wire: sc_interface_version when the SMSC takes any.
  public var parameters: [TLV]

  /// Makes one of its fields.
  public init(mode: Bind.Mode, systemID: String = "", parameters: [TLV] = []) {
    self.mode = mode
    self.systemID = systemID
    self.parameters = parameters
  }
}
