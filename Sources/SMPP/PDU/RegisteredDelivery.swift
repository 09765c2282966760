// SPDX-License-Identifier: Apache-2.0

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
