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
  static func octets(_ text: String, field: DecodeFault.Field) throws(DecodeFault) -> [UInt8] {
    var invalid: Int?
    let octets = GSM7.withUTF8(of: text) { digits in
      [UInt8](unsafeUninitializedCapacity: digits.count / 2) { octets, written in
        while 2 * written + 1 < digits.count {
          guard let high = nibble(of: digits[2 * written]), let low = nibble(of: digits[2 * written + 1]) else { break }
          octets[written] = high << 4 | low
          written += 1
        }
        if 2 * written + 1 < digits.count || (2 * written < digits.count && nibble(of: digits[2 * written]) == nil) { invalid = written }
      }
    }
    if let invalid { throw DecodeFault(field: field, offset: invalid, reason: .invalidValue("not a hexadecimal digit")) }
    if 2 * octets.count < text.utf8.count { throw DecodeFault(field: field, offset: octets.count, reason: .truncated) }
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
