// SPDX-License-Identifier: Apache-2.0

/// A telephone number in E.164 form: `+`, a digit from 1 to 9, and at most 15 digits in all (ITU-T E.164 §6).
///
/// It prints masked, so that a number interpolated into a log line does not leak; ask for `e164` to get the number itself.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// The number with its leading `+`.
  package let e164: String

  package static let digitsMax = 15

  /// Reads a number that may lack its `+`; nil when it is not E.164 in form. Whether it exists is `NumberPlan`'s business.
  package init?(_ text: String) {
    var digits = text.utf8[...]
    if digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    guard (2...Self.digitsMax).contains(digits.count), let first = digits.first, first != UInt8(ascii: "0"),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    e164 = digits.count == text.utf8.count ? "+" + text : text
  }

  package var description: String {
    let length = e164.utf8.count
    guard length > 7 else { return "+" + String(repeating: "*", count: length - 1) }
    return e164.prefix(4) + String(repeating: "*", count: length - 6) + e164.suffix(2)
  }

  package var customMirror: Mirror { Mirror(self, children: ["e164": description]) }
}
