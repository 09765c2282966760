// SPDX-License-Identifier: Apache-2.0

internal import SMSCodec

/// What an SMSC takes for its default alphabet: one octet a character, or two with GSM's escape.
///
/// Carriers mean different things by data_coding 0; the wrong guess shows as £ that arrives as B, or @ that arrives as ¿.
package struct SMPPAlphabet: Sendable, Hashable {
  package enum Base: Sendable, Hashable {
    /// GSM 7-bit, one septet in each octet. TS 23.038 §6.2.1.
    case gsm
    case ascii
    /// ISO 8859-1.
    case latin1
  }

  package var base: Base
  /// Characters that this SMSC has elsewhere.
  package var characters: [Unicode.Scalar: UInt8]

  package init(base: Base, characters: [Unicode.Scalar: UInt8] = [:]) {
    self.base = base
    self.characters = characters
  }

  /// Whether GSM septets can go as they are.
  var isPlainGSM: Bool { base == .gsm && characters.isEmpty }

  /// The octets of a text; nil when a character is missing.
  func octets(of text: String) -> [UInt8]? {
    if isPlainGSM { return GSM7.septets(of: text) }
    var octets: [UInt8] = []
    octets.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if let octet = characters[scalar] {
        octets.append(octet)
      } else if base == .gsm {
        guard let septets = GSM7.septets(of: String(scalar)) else { return nil }
        octets += septets
      } else {
        guard scalar.value < (base == .ascii ? 0x80 : 0x100) else { return nil }
        octets.append(UInt8(scalar.value))
      }
    }
    return octets
  }

  /// The text of octets in this alphabet; what it does not have reads as U+FFFD.
  func text(of octets: some Collection<UInt8>) -> String {
    if isPlainGSM { return (try? GSM7.text(of: octets.map { $0 & 0x7F })) ?? "" }
    let overrides = Dictionary(characters.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    var text = String.UnicodeScalarView()
    var rest = Array(octets)[...]
    while let octet = rest.popFirst() {
      if let scalar = overrides[octet] {
        text.append(scalar)
      } else if base == .gsm {
        var septets = [octet & 0x7F]
        if octet == GSM7.escape, let next = rest.popFirst() { septets.append(next & 0x7F) }
        text.append(contentsOf: ((try? GSM7.text(of: septets)) ?? "\u{FFFD}").unicodeScalars)
      } else {
        text.append(base == .ascii && octet >= 0x80 ? "\u{FFFD}" : Unicode.Scalar(octet))
      }
    }
    return String(text)
  }
}
