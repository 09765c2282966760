// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// The name of a request: a random UUID (RFC 9562 §5.4).
enum RequestID {
  /// Foundation's own UUIDs open /dev/urandom for each; the system's generator needs no file.
  static func new() -> String {
    var random = SystemRandomNumberGenerator()
    let high: UInt64 = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low: UInt64 = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { UUIDText.text(of: $0) }
  }
}
