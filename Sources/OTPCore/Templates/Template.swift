// SPDX-License-Identifier: Apache-2.0

/// The wording of a message, with places for the code and the brand.
package struct Template: Sendable {
  /// Contains `{code}` and `{brand}`, once each.
  package let text: String

  init(_ text: String) {
    self.text = text
  }

  /// The message. The code stands in it unbroken, so that phones offer to fill it in.
  package func render(code: OneTimeCode, brand: String) -> String {
    // One pass: a brand that contains "{code}" must not be filled in again.
    var rendered = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      rendered += rest[..<open]
      switch rest[open...close] {
      case "{code}": rendered += code.digits
      case "{brand}": rendered += brand
      default: rendered += rest[open...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return rendered + rest
  }
}
