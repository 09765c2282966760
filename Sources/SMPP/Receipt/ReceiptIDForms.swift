// SPDX-License-Identifier: Apache-2.0

/// A message id and what it may also mean.
struct ReceiptIDForms: Sendable, Hashable {
  /// As it came.
  let id: String
  /// Without blanks around it, and without leading zeros if it is a number.
  let trimmed: String
  /// True when all of it are hexadecimal digits.
  let isNumber: Bool
  /// Its value if all of it are decimal digits.
  let decimal: UInt128?
  /// Its value if all of it are hexadecimal digits.
  let hexadecimal: UInt128?

  init(_ id: String) {
    self.id = id
    var octets = Array(id.utf8)[...]
    while let last = octets.last, last <= 0x20 { octets.removeLast() }
    octets = octets.drop { $0 <= 0x20 }
    let isDecimal = octets.allSatisfy { (0x30...0x39).contains($0) }
    let isHexadecimal = isDecimal || octets.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    // Zeros in front of a name, such as a UUID with its hyphens, are a part of it.
    if isHexadecimal { while octets.count > 1, octets.first == UInt8(ascii: "0") { octets.removeFirst() } }
    isNumber = isHexadecimal && !octets.isEmpty
    trimmed = octets.count == id.utf8.count ? id : String(decoding: octets, as: UTF8.self)
    decimal = isDecimal && isNumber ? UInt128(trimmed) : nil
    hexadecimal = isNumber ? UInt128(trimmed, radix: 16) : nil
  }

  /// What ids that are the same but for zeros, blanks and case have in common.
  var folded: String { trimmed.lowercased() }
}
