// SPDX-License-Identifier: Apache-2.0

/// An address of a message. SMPP 3.4 §4.4.1: source_addr and destination_addr with their ton and npi.
public struct Address: Sendable, Hashable {
  /// SMPP 3.4 §5.2.5.
  public struct TypeOfNumber: RawRepresentable, Sendable, Hashable {
    /// The octet on the wire.
    public let rawValue: UInt8
    /// Every octet is a value.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not known, or not said.
    public static let unknown = Self(rawValue: 0)
    /// A number with its country code, without `+`.
    public static let international = Self(rawValue: 1)
    /// A number of one country.
    public static let national = Self(rawValue: 2)
    /// A number with a meaning in one network.
    public static let networkSpecific = Self(rawValue: 3)
    /// A number of one exchange.
    public static let subscriberNumber = Self(rawValue: 4)
    /// A name.
    public static let alphanumeric = Self(rawValue: 5)
    /// A short code.
    public static let abbreviated = Self(rawValue: 6)
  }

  /// SMPP 3.4 §5.2.6.
  public struct NumberingPlan: RawRepresentable, Sendable, Hashable {
    /// The octet on the wire.
    public let rawValue: UInt8
    /// Every octet is a value.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not known, or not said.
    public static let unknown = Self(rawValue: 0)
    /// ISDN, E.163 and E.164.
    public static let isdn = Self(rawValue: 1)
  }

  /// source_addr_ton, dest_addr_ton.
  public var typeOfNumber: TypeOfNumber
  /// source_addr_npi, dest_addr_npi.
  public var numberingPlan: NumberingPlan
  /// At most 20 octets in most PDUs. Digits stand without `+`.
  public var value: String

  /// Makes one of its fields.
  public init(typeOfNumber: TypeOfNumber, numberingPlan: NumberingPlan, _ value: String) {
    self.typeOfNumber = typeOfNumber
    self.numberingPlan = numberingPlan
    self.value = value
  }
}
