// SPDX-License-Identifier: Apache-2.0

/// The text form of a UUID: 32 hexadecimal digits with four hyphens (RFC 9562 §4).
package enum UUIDText {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Of the first 16 octets.
  package static func text(of octets: some Sequence<UInt8>) -> String {
    String(unsafeUninitializedCapacity: 36) { text in
      var position = 0
      for (index, octet) in octets.prefix(16).enumerated() {
        if index == 4 || index == 6 || index == 8 || index == 10 {
          text[position] = UInt8(ascii: "-")
          position += 1
        }
        text[position] = digits[Int(octet >> 4)]
        text[position + 1] = digits[Int(octet & 15)]
        position += 2
      }
      return position
    }
  }
}
