// SPDX-License-Identifier: Apache-2.0

/// One element of a user data header, known or not, TS 23.040 §9.2.3.24.
public struct InformationElement: Sendable, Hashable {
  /// What an element is about.
  public struct Identifier: RawRepresentable, Sendable, Hashable {
    /// The identifier's octet.
    public let rawValue: UInt8
    /// Names an identifier.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Concatenation with an 8-bit reference number, TS 23.040 §9.2.3.24.1.
    public static let concatenation8 = Identifier(rawValue: 0x00)
    /// Application ports of 8 bits, TS 23.040 §9.2.3.24.3.
    public static let ports8 = Identifier(rawValue: 0x04)
    /// Application ports of 16 bits, TS 23.040 §9.2.3.24.4.
    public static let ports16 = Identifier(rawValue: 0x05)
    /// Concatenation with a 16-bit reference number, TS 23.040 §9.2.3.24.8.
    public static let concatenation16 = Identifier(rawValue: 0x08)
    /// National language single shift, TS 23.040 §9.2.3.24.15.
    public static let singleShift = Identifier(rawValue: 0x24)
    /// National language locking shift, TS 23.040 §9.2.3.24.16.
    public static let lockingShift = Identifier(rawValue: 0x25)
  }

  /// What the element is about.
  public let identifier: Identifier
  /// What it says; its count of octets is the element's length octet.
  public let data: [UInt8]

  /// Makes an element.
  public init(_ identifier: Identifier, _ data: [UInt8]) {
    self.identifier = identifier
    self.data = data
  }
}

extension InformationElement: CustomStringConvertible {
  /// Identifier and data in hexadecimal digits.
  public var description: String {
    Hexadecimal.string([identifier.rawValue]) + ":" + Hexadecimal.string(data)
  }
}
