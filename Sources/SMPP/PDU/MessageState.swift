// SPDX-License-Identifier: Apache-2.0

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
