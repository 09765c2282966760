// SPDX-License-Identifier: Apache-2.0

/// The GSM 7-bit alphabet: text ⇄ septets, one septet in each octet, as SMPP carries them. TS 23.038 §6.2.1.
///
/// ``pack(_:fillBits:)`` and ``unpack(_:count:fillBits:)`` turn them into the dense form of a TPDU and back.
public enum GSM7 {
  /// Announces that the next septet is of the extension table, TS 23.038 §6.2.1.1.
  public static let escape: UInt8 = 0x1B

  /// The septets of a text, nil when the tables lack one of its characters.
  public static func septets(of text: String, tables: NationalTables = .none) -> [UInt8]? {
    if tables == .none {
      return withUTF8(of: text) { utf8 in
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, 2 * utf8.count)) { septets in
          encode(utf8, into: septets).map { Array(septets[..<$0]) }
        }
      }
    }
    return GSM7Alphabet(tables).septets(of: text.utf16)
  }

  /// The text of septets that stand one in each octet.
  ///
  /// Every sequence of septets has a text: an escape at the end or before another escape reads as a space, an escaped code without
  /// a character reads as that code of the main table (TS 23.038 §6.2.1.1), and a code that a national table leaves empty as U+FFFD.
  /// - Throws: a fault at the first octet above 0x7F, which is no septet.
  public static func text(of septets: [UInt8], tables: NationalTables = .none) throws(DecodeFault) -> String {
    try GSM7Alphabet(tables).text(of: septets)
  }

  /// Writes the septets of a text in the default alphabet; nil at the first character that it lacks.
  ///
  /// `septets` must have room for two septets for each octet of `utf8`.
  static func encode(_ utf8: UnsafeBufferPointer<UInt8>, into septets: UnsafeMutableBufferPointer<UInt8>) -> Int? {
    guard septets.count >= 2 * utf8.count else { return nil }
    var read = 0
    var written = 0
    return ascii.withUnsafeBufferPointer { ascii in
      while read < utf8.count {
        let octet = utf8[read]
        let code: UInt8
        if octet < 0x80 {
          code = ascii[Int(octet)]
          read += 1
        } else {
          let (unit, length) = codeUnit(utf8, at: read)
          code = length == 0 ? GSM7Table.absent : GSM7Alphabet.plain.code(for: unit)
          read += max(1, length)
        }
        if code < 0x80 {
          septets[written] = code
          written += 1
        } else if code == GSM7Table.absent {
          return nil
        } else {
          septets[written] = escape
          septets[written + 1] = code & 0x7F
          written += 2
        }
      }
      return written
    }
  }

  /// The septet of every ASCII character: bit 7 says that an escape goes before it, `GSM7Table.absent` that there is none.
  private static let ascii: [UInt8] = (0..<0x80).map { GSM7Alphabet.plain.code(for: $0) }

  /// The code unit that starts at a position in well-formed UTF-8, with its length in octets; length 0 when it takes more than one unit.
  private static func codeUnit(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> (unit: UInt16, length: Int) {
    let first = UInt16(utf8[index])
    if first < 0xE0, index + 1 < utf8.count {
      return ((first & 0x1F) << 6 | UInt16(utf8[index + 1] & 0x3F), 2)
    }
    if first < 0xF0, index + 2 < utf8.count {
      return ((first & 0x0F) << 12 | UInt16(utf8[index + 1] & 0x3F) << 6 | UInt16(utf8[index + 2] & 0x3F), 3)
    }
    return (0, 0)
  }

  /// Runs a closure on the text's UTF-8, in place where the string allows it.
  static func withUTF8<Result>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(text.utf8).withUnsafeBufferPointer(body)
  }
}
