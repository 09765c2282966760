// SPDX-License-Identifier: Apache-2.0

/// Bytes as pairs of hexadecimal digits, in the one case that Signature Version 4 writes: lower.
enum Hexadecimal {
  private static let lowerCase: StaticString = "0123456789abcdef"
  private static let upperCase: StaticString = "0123456789ABCDEF"

  /// The digits 0-9 and a-f.
  static func lowerCaseDigit(_ value: UInt8) -> UInt8 { lowerCase.utf8Start[Int(value & 0x0F)] }

  /// The digits 0-9 and A-F, as percent-encoding writes them.
  static func upperCaseDigit(_ value: UInt8) -> UInt8 { upperCase.utf8Start[Int(value & 0x0F)] }

  /// The bytes that an even number of lower-case digits stands for; nil for any other text.
  static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    for index in stride(from: 0, to: text.count, by: 2) {
      guard let high = value(text[index]), let low = value(text[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

extension [UInt8] {
  /// Appends two lower-case digits for each byte.
  mutating func append(hexadecimalOf bytes: UnsafeRawBufferPointer) {
    for byte in bytes {
      append(Hexadecimal.lowerCaseDigit(byte >> 4))
      append(Hexadecimal.lowerCaseDigit(byte))
    }
  }
}
