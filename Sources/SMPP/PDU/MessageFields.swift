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

/// Which reports the client asks for. SMPP 3.4 §5.2.17.
public struct RegisteredDelivery: OptionSet, Sendable, Hashable {
  /// The octet on the wire.
  public let rawValue: UInt8
  /// Every octet is a value.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A receipt for the final state, whatever it is.
  public static let finalReceipt = Self(rawValue: 0x01)
  /// A receipt if the delivery fails.
  public static let failureReceipt = Self(rawValue: 0x02)
  /// Reports on the way to the final state too.
  public static let intermediateNotification = Self(rawValue: 0x10)
}

/// How the text is encoded. SMPP 3.4 §5.2.19.
public struct DataCoding: RawRepresentable, Sendable, Hashable {
  /// The octet on the wire.
  public let rawValue: UInt8
  /// Every octet is a value.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Whatever the SMSC takes for its default; unpacked GSM 7-bit with most.
  public static let smscDefault = Self(rawValue: 0)
  /// IA5, that is ASCII.
  public static let ia5 = Self(rawValue: 1)
  /// Octets without a meaning, as 4 is.
  public static let octets2 = Self(rawValue: 2)
  /// ISO 8859-1.
  public static let latin1 = Self(rawValue: 3)
  /// Octets without a meaning.
  public static let octets = Self(rawValue: 4)
  /// UTF-16, most significant octet first.
  public static let ucs2 = Self(rawValue: 8)
}

/// Where the SMSC says that a message stands. SMPP 3.4 §5.2.28, SMPP 5.0 §4.7.15.
public struct MessageState: RawRepresentable, Sendable, Hashable {
  /// The octet on the wire.
  public let rawValue: UInt8
  /// Every octet is a value.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// To be sent later. SMPP 5.0.
  public static let scheduled = Self(rawValue: 0)
  /// On its way.
  public static let enroute = Self(rawValue: 1)
  /// Delivered to the phone.
  public static let delivered = Self(rawValue: 2)
  /// Its validity period ended before it was delivered.
  public static let expired = Self(rawValue: 3)
  /// Deleted.
  public static let deleted = Self(rawValue: 4)
  /// It cannot be delivered.
  public static let undeliverable = Self(rawValue: 5)
  /// Accepted on the customer's behalf: no proof of delivery.
  public static let accepted = Self(rawValue: 6)
  /// The SMSC cannot say.
  public static let unknown = Self(rawValue: 7)
  /// Rejected.
  public static let rejected = Self(rawValue: 8)
  /// Left out on purpose. SMPP 5.0.
  public static let skipped = Self(rawValue: 9)
}
