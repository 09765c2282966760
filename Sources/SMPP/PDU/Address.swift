// SPDX-License-Identifier: Apache-2.0

/// An address of a message. SMPP 3.4 §4.4.1: source_addr and destination_addr with their ton and npi.
public struct Address: Sendable, Hashable {
  /// SMPP 3.4 §5.2.5.
  public struct TypeOfNumber: RawRepresentable, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let unknown = Self(rawValue: 0)
    public static let international = Self(rawValue: 1)
    public static let national = Self(rawValue: 2)
    public static let networkSpecific = Self(rawValue: 3)
    public static let subscriberNumber = Self(rawValue: 4)
    public static let alphanumeric = Self(rawValue: 5)
    public static let abbreviated = Self(rawValue: 6)
  }

  /// SMPP 3.4 §5.2.6.
  public struct NumberingPlan: RawRepresentable, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let unknown = Self(rawValue: 0)
    /// ISDN, E.163 and E.164.
    public static let isdn = Self(rawValue: 1)
  }

  public var typeOfNumber: TypeOfNumber
  public var numberingPlan: NumberingPlan
  /// At most 20 octets in most PDUs. Digits stand without `+`.
  public var value: String

  public init(typeOfNumber: TypeOfNumber, numberingPlan: NumberingPlan, _ value: String) {
    self.typeOfNumber = typeOfNumber
    self.numberingPlan = numberingPlan
    self.value = value
  }
}
