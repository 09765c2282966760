// SPDX-License-Identifier: Apache-2.0

/// How a message is to be handled, and what kind it is. SMPP 3.4 §5.2.12.
public struct EsmClass: OptionSet, Sendable, Hashable {
  /// The octet on the wire.
  public let rawValue: UInt8
  /// Every octet is a value.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// short_message starts with a user data header.
  public static let userDataHeader = Self(rawValue: 0x40)
  /// The answer may go the same way back.
  public static let replyPath = Self(rawValue: 0x80)
  /// From the SMSC: the message is a delivery receipt.
  public static let deliveryReceipt = Self(rawValue: 0x04)
  /// From the SMSC: the message is an intermediate notification.
  public static let intermediateNotification = Self(rawValue: 0x20)

  /// Bits 5 to 2, which say of a message from the SMSC what kind it is; empty for an ordinary one.
  public var messageType: EsmClass { intersection(EsmClass(rawValue: 0x3C)) }
}

extension EsmClass: CustomStringConvertible {
  /// The octet, such as `esm_class 0x40`.
  public var description: String { "esm_class 0x" + rawValue.hexadecimal(digits: 2) }
}
