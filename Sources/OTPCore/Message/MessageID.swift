// SPDX-License-Identifier: Apache-2.0

package import struct Foundation.Data

/// The name of a message: a UUID of version 7 (RFC 9562 §5.7), so that names sort by the time they were made.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
  /// 16 octets, in the order of the text.
  package let octets: Data

  /// A new name: 48 bits of time and 74 random bits.
  package init(at time: Timestamp, random: inout some RandomNumberGenerator) {
    let milliseconds = UInt64(max(time.milliseconds, 0)) & 0xFFFF_FFFF_FFFF
    let high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0xFFF, using: &random)
    let low = 0x8000_0000_0000_0000 | UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF, using: &random)
    var octets = Data(capacity: 16)
    for half in [high, low] {
      withUnsafeBytes(of: half.bigEndian) { octets.append(contentsOf: $0) }
    }
    self.octets = octets
  }

  /// Nil unless there are 16 octets.
  package init?(octets: Data) {
    guard octets.count == 16 else { return nil }
    self.octets = octets
  }

  /// Reads the form with four hyphens, or 32 hexadecimal digits; either case.
  package init?(_ text: String) {
    var octets = Data()
    var high: UInt8?
    for character in text.utf8 where character != UInt8(ascii: "-") {
      guard let nibble = Self.nibble(character) else { return nil }
      if let first = high {
        octets.append(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    guard high == nil, text.utf8.count == 32 || text.utf8.count == 36 else { return nil }
    self.init(octets: octets)
  }

  private static func nibble(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  package var description: String { UUIDText.text(of: octets) }
}
