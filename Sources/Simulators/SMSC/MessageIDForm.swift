// SPDX-License-Identifier: Apache-2.0

/// How an SMSC writes the number of a message. Some write it one way in the response and another way in the receipt.
package enum MessageIDForm: String, Sendable, Hashable, CaseIterable {
  /// Such as `175000123456789`.
  case decimal
  /// Twenty digits.
  case decimalPadded = "decimal-padded"
  /// Such as `9f29b5c0d15`.
  case hex
  /// Such as `9F29B5C0D15`.
  case hexUpper = "hex-upper"
  /// Sixteen digits.
  case hexPadded = "hex-padded"
  /// Sixteen digits, with capitals.
  case hexUpperPadded = "hex-upper-padded"

  /// The number in this form.
  package func text(of number: UInt64) -> String {
    switch self {
    case .decimal: String(number)
    case .decimalPadded: Digits.padded(String(number), to: 20)
    case .hex: String(number, radix: 16)
    case .hexUpper: String(number, radix: 16, uppercase: true)
    case .hexPadded: Digits.padded(String(number, radix: 16), to: 16)
    case .hexUpperPadded: Digits.padded(String(number, radix: 16, uppercase: true), to: 16)
    }
  }

  /// The number that a text in this form says; nil when it is none.
  package func number(of text: String) -> UInt64? {
    switch self {
    case .decimal, .decimalPadded: UInt64(text)
    case .hex, .hexUpper, .hexPadded, .hexUpperPadded: UInt64(text, radix: 16)
    }
  }
}
