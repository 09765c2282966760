// SPDX-License-Identifier: Apache-2.0

/// What a PDU is. SMPP 3.4 §5.1.2.1, SMPP 5.0 §4.7.5.
public struct CommandID: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let bindReceiver = Self(rawValue: 0x01)
  public static let bindTransmitter = Self(rawValue: 0x02)
  public static let querySM = Self(rawValue: 0x03)
  public static let submitSM = Self(rawValue: 0x04)
  public static let deliverSM = Self(rawValue: 0x05)
  public static let unbind = Self(rawValue: 0x06)
  public static let replaceSM = Self(rawValue: 0x07)
  public static let cancelSM = Self(rawValue: 0x08)
  public static let bindTransceiver = Self(rawValue: 0x09)
  public static let outbind = Self(rawValue: 0x0B)
  public static let enquireLink = Self(rawValue: 0x15)
  public static let submitMulti = Self(rawValue: 0x21)
  public static let alertNotification = Self(rawValue: 0x102)
  public static let dataSM = Self(rawValue: 0x103)
  public static let broadcastSM = Self(rawValue: 0x111)
  public static let queryBroadcastSM = Self(rawValue: 0x112)
  public static let cancelBroadcastSM = Self(rawValue: 0x113)
  public static let genericNack = Self(rawValue: 0x8000_0000)

  public var isResponse: Bool { rawValue & 0x8000_0000 != 0 }
  /// The command that answers this one.
  public var response: CommandID { CommandID(rawValue: rawValue | 0x8000_0000) }
}
