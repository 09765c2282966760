// SPDX-License-Identifier: Apache-2.0

/// Octets as the two digits each that `AT+CMGS` takes in PDU mode, TS 27.005 §3.1 `<pdu>`.
enum Hexadecimal {
  private static let digits: [UInt8] = Array("0123456789ABCDEF".utf8)

  static func string(_ octets: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: 2 * octets.count) { text in
      for (index, octet) in octets.enumerated() {
        text[2 * index] = digits[Int(octet >> 4)]
        text[2 * index + 1] = digits[Int(octet & 0x0F)]
      }
      return 2 * octets.count
    }
  }

  /// The octets of digits in either case; a fault at the first character that is none, or at the end when one digit is left over.
  static func octets(_ text: some StringProtocol, field: DecodeFault.Field) throws(DecodeFault) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(text.utf8.count / 2)
    var high: UInt8?
    for character in text.utf8 {
      guard let nibble = nibble(of: character) else {
        throw DecodeFault(field: field, offset: octets.count, reason: .invalidValue("not a hexadecimal digit"))
      }
      if let first = high {
        octets.append(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    if high != nil { throw DecodeFault(field: field, offset: octets.count, reason: .truncated) }
    return octets
  }

  private static func nibble(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
