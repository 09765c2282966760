// SPDX-License-Identifier: Apache-2.0

/// The secret that a user types. It prints masked.
package struct OneTimeCode: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  /// Decimal digits, leading zeros kept.
  package let digits: String

  /// A code in which every value of `length` digits is equally likely, when `random` is.
  ///
  /// `Int.random` rejects what would fall unevenly, so there is no modulo bias (NIST SP 800-63B-4 §3.1.3).
  package init(length: Int, random: inout some RandomNumberGenerator) {
    var bound = 1
    for _ in 0..<length { bound *= 10 }
    let value = String(Int.random(in: 0..<bound, using: &random))
    digits = String(repeating: "0", count: length - value.utf8.count) + value
  }

  package var description: String { String(repeating: "*", count: digits.utf8.count) }

  package var customMirror: Mirror { Mirror(self, children: ["digits": description]) }
}
