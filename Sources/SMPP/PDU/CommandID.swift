// SPDX-License-Identifier: Apache-2.0

/// What a PDU is. SMPP 3.4 §5.1.2.1, SMPP 5.0 §4.7.5.
public struct CommandID: RawRepresentable, Sendable, Hashable {
  /// The number on the wire.
  public let rawValue: UInt32
  /// Every number is a command.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// bind_receiver. SMPP 3.4 §4.1.3.
  public static let bindReceiver = Self(rawValue: 0x01)
  /// bind_transmitter. SMPP 3.4 §4.1.1.
  public static let bindTransmitter = Self(rawValue: 0x02)
  /// query_sm. SMPP 3.4 §4.8.
  public static let querySM = Self(rawValue: 0x03)
  /// submit_sm. SMPP 3.4 §4.4.
  public static let submitSM = Self(rawValue: 0x04)
  /// deliver_sm. SMPP 3.4 §4.6.
  public static let deliverSM = Self(rawValue: 0x05)
  /// unbind. SMPP 3.4 §4.2.
  public static let unbind = Self(rawValue: 0x06)
  /// replace_sm. SMPP 3.4 §4.10.
  public static let replaceSM = Self(rawValue: 0x07)
  /// cancel_sm. SMPP 3.4 §4.9.
  public static let cancelSM = Self(rawValue: 0x08)
  /// bind_transceiver. SMPP 3.4 §4.1.5.
  public static let bindTransceiver = Self(rawValue: 0x09)
  /// outbind; it has no response. SMPP 3.4 §4.1.7.
  public static let outbind = Self(rawValue: 0x0B)
  /// enquire_link. SMPP 3.4 §4.11.
  public static let enquireLink = Self(rawValue: 0x15)
  /// submit_multi. SMPP 3.4 §4.5.
  public static let submitMulti = Self(rawValue: 0x21)
  /// alert_notification; it has no response. SMPP 3.4 §4.12.
  public static let alertNotification = Self(rawValue: 0x102)
  /// data_sm. SMPP 3.4 §4.7.
  public static let dataSM = Self(rawValue: 0x103)
  /// broadcast_sm. SMPP 5.0 §4.4.1.
  public static let broadcastSM = Self(rawValue: 0x111)
  /// query_broadcast_sm. SMPP 5.0 §4.6.1.
  public static let queryBroadcastSM = Self(rawValue: 0x112)
  /// cancel_broadcast_sm. SMPP 5.0 §4.6.3.
  public static let cancelBroadcastSM = Self(rawValue: 0x113)
  /// generic_nack. SMPP 3.4 §4.3.
  public static let genericNack = Self(rawValue: 0x8000_0000)

  /// True of bit 31.
  public var isResponse: Bool { rawValue & 0x8000_0000 != 0 }
  /// The command that answers this one.
  public var response: CommandID { CommandID(rawValue: rawValue | 0x8000_0000) }
}
