// SPDX-License-Identifier: Apache-2.0

/// The wording of a message, with places for the code and the brand.
package struct Template: Sendable {
  private enum Piece: Sendable {
    case words(String)
    case code, brand
  }

  private let pieces: [Piece]

  /// Reads a wording in which `{code}` and `{brand}` stand for what is filled in.
  init(_ text: String) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      pieces.append(.words(String(rest[..<open])))
      switch rest[open...close] {
      case "{code}": pieces.append(.code)
      case "{brand}": pieces.append(.brand)
      default: pieces.append(.words(String(rest[open...close])))
      }
      rest = rest[rest.index(after: close)...]
    }
    self.pieces = pieces + [.words(String(rest))]
  }

  /// The message. The code stands in it unbroken, so that phones offer to fill it in. What is filled in is not read again: a
  /// brand of `{code}` stays one.
  package func render(code: OneTimeCode, brand: String) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .words(let words): text += words
      case .code: text += code.digits
      case .brand: text += brand
      }
    }
    return text
  }
}
