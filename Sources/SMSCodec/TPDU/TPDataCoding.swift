// SPDX-License-Identifier: Apache-2.0

/// TP-DCS: how the user data is coded and what the phone does with it. TS 23.038 §4.
public struct TPDataCoding: RawRepresentable, Sendable, Hashable {
  /// What the user data is made of.
  public enum Alphabet: Sendable, Hashable, CaseIterable {
    /// The GSM 7-bit alphabet, packed.
    case gsm7
    /// Octets without a text.
    case octets
    /// UTF-16, most significant octet first.
    case ucs2
  }

  /// Where a phone puts the message.
  public enum MessageClass: UInt8, Sendable, Hashable, CaseIterable {
    /// On the screen at once, kept nowhere ("flash").
    case immediateDisplay = 0
    /// Into the phone.
    case mobileEquipment = 1
    /// Into the SIM.
    case sim = 2
    /// To a device attached to the phone.
    case terminalEquipment = 3
  }

  /// The octet.
  public let rawValue: UInt8
  /// Names a coding by its octet; every octet is one.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// GSM 7-bit default alphabet, no class.
  public static let gsm7 = TPDataCoding(rawValue: 0x00)
  /// Octets, no class.
  public static let octets = TPDataCoding(rawValue: 0x04)
  /// UCS-2, no class.
  public static let ucs2 = TPDataCoding(rawValue: 0x08)

  /// The coding of a text in a general group, with or without a class.
  public init(_ encoding: TextEncoding, messageClass: MessageClass? = nil) {
    let alphabet: UInt8 = encoding == .gsm7 ? 0x00 : 0x08
    rawValue = alphabet | (messageClass.map { 0x10 | $0.rawValue } ?? 0)
  }

  /// What the user data is made of. What the standard reserves counts as the GSM 7-bit alphabet, as it says (§4).
  public var alphabet: Alphabet {
    switch rawValue >> 4 {
    case 0x0...0x7:
      switch rawValue >> 2 & 0x03 {
      case 1: .octets
      case 2: .ucs2
      default: .gsm7
      }
    case 0xE: .ucs2
    case 0xF: rawValue & 0x04 == 0 ? .gsm7 : .octets
    default: .gsm7
    }
  }

  /// Whether the text is compressed as TS 23.042 has it. Nothing here decompresses it.
  public var isCompressed: Bool { rawValue < 0x80 && rawValue & 0x20 != 0 }

  /// Where a phone puts the message; nil when the coding does not say.
  public var messageClass: MessageClass? {
    let hasClass = rawValue < 0x80 ? rawValue & 0x10 != 0 : rawValue >= 0xF0
    return hasClass ? MessageClass(rawValue: rawValue & 0x03) : nil
  }

  /// Whether the message is to be deleted once read.
  public var isDeletedWhenRead: Bool { rawValue >> 6 == 0x01 }

  /// Whether the message announces or withdraws waiting messages (voice mail) rather than being one to read.
  public var indicatesWaiting: Bool { (0xC0...0xEF).contains(rawValue) }

  /// Whether TP-UDL counts septets, and TP-UD is packed.
  var countsSeptets: Bool { alphabet == .gsm7 && !isCompressed }
}

extension TPDataCoding: CustomStringConvertible {
  /// The octet in hexadecimal digits.
  public var description: String { "0x" + Hexadecimal.string([rawValue]) }
}
