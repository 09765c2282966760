// SPDX-License-Identifier: Apache-2.0

/// The name of a request: a random UUID (RFC 9562 §5.4).
enum RequestID {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Foundation's own UUIDs open /dev/urandom for each; the system's generator needs no file.
  static func new() -> String {
    var random = SystemRandomNumberGenerator()
    let high: UInt64 = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low: UInt64 = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return String(unsafeUninitializedCapacity: 36) { text in
      var position = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          text[position] = UInt8(ascii: "-")
          position += 1
        }
        text[position] = digits[Int(((index < 16 ? high : low) >> UInt64(60 - 4 * (index & 15))) & 15)]
        position += 1
      }
      return position
    }
  }
}
