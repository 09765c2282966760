// SPDX-License-Identifier: Apache-2.0

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
