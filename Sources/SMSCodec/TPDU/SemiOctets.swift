// SPDX-License-Identifier: Apache-2.0

/// Decimal digits, two in each octet with the first in the low half, TS 23.040 §9.1.2.3.
enum SemiOctets {
  /// The value of an octet of two decimal digits; nil when either is not one.
  static func value(of octet: UInt8) -> Int? {
    let tens = octet & 0x0F
    let ones = octet >> 4
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
  }

  /// The octet of a value of two decimal digits; a greater value keeps its last two.
  static func octet(of value: Int) -> UInt8 {
    let value = value.magnitude % 100
    return UInt8(truncatingIfNeeded: value / 10) | UInt8(truncatingIfNeeded: value % 10) << 4
  }
}
