// SPDX-License-Identifier: Apache-2.0

/// TP-PID: what stands above the message, TS 23.040 §9.2.3.9.
public struct TPProtocolIdentifier: RawRepresentable, Sendable, Hashable {
  /// The octet.
  public let rawValue: UInt8
  /// Names a protocol by its octet; every octet is one.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A short message from one person or program to another.
  public static let shortMessage = TPProtocolIdentifier(rawValue: 0x00)
  /// Type 0: the phone acknowledges it and shows nothing.
  public static let silent = TPProtocolIdentifier(rawValue: 0x40)

  /// A message that replaces an earlier one from the same address with the same number, 1...7; nil for another number.
  public static func replacing(type: Int) -> TPProtocolIdentifier? {
    (1...7).contains(type) ? TPProtocolIdentifier(rawValue: 0x40 | UInt8(type)) : nil
  }

  /// The number of a replacing message; nil when it replaces none.
  public var replaceType: Int? {
    (0x41...0x47).contains(rawValue) ? Int(rawValue & 0x07) : nil
  }
}

extension TPProtocolIdentifier: CustomStringConvertible {
  /// The octet in hexadecimal digits.
  public var description: String { "0x" + Hexadecimal.string([rawValue]) }
}
