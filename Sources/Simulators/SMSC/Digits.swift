// SPDX-License-Identifier: Apache-2.0

internal import SMPP

/// Numbers and octets as digits.
enum Digits {
  /// Decimal, with leading zeros.
  static func padded(_ number: Int, to width: Int) -> String { padded(String(number), to: width) }

  static func padded(_ digits: String, to width: Int) -> String {
    String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// Two lower-case digits for each octet.
  static func hexadecimal(_ octets: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: octets.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0x0F)]] }, as: UTF8.self)
  }

  /// A tag, such as `0x1400`.
  static func tag(_ tag: TLV.Tag) -> String {
    "0x" + padded(String(tag.rawValue, radix: 16, uppercase: true), to: 4)
  }
}
