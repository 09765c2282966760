// SPDX-License-Identifier: Apache-2.0

/// One table of TS 23.038: 128 codes, in both directions.
///
/// The tables themselves stand in `NationalTables/`, a file for each language.
struct GSM7Table: Sendable {
  /// What `code(for:)` answers for a character that the table does not have: an escaped escape, which is no character of any table.
  static let absent: UInt8 = 0x80 | GSM7.escape

  /// The UTF-16 code unit of every septet; 0 where the table has no character. No table reaches past the Basic Multilingual Plane.
  let characters: [UInt16]
  /// From the high octet of a code unit to its page in `codes`; page 0 is all absent.
  private let pageOf: [UInt8]
  /// Pages of 256 septets each.
  private let codes: [UInt8]

  /// Makes a table of 128 code units. Codes past the end are absent, further units are left out.
  init(_ characters: [UInt16]) {
    var table = Array(characters.prefix(128))
    table.append(contentsOf: repeatElement(0, count: 128 - table.count))
    var pageOf = [UInt8](repeating: 0, count: 256)
    var codes = [UInt8](repeating: Self.absent, count: 256)
    // From the end, so that of two codes for one character the lower wins.
    for code in table.indices.reversed() where table[code] != 0 {
      let high = Int(table[code] >> 8)
      if pageOf[high] == 0 {
        pageOf[high] = UInt8(truncatingIfNeeded: codes.count >> 8)
        codes.append(contentsOf: repeatElement(Self.absent, count: 256))
      }
      codes[Int(pageOf[high]) << 8 | Int(table[code] & 0xFF)] = UInt8(truncatingIfNeeded: code)
    }
    self.characters = table
    self.pageOf = pageOf
    self.codes = codes
  }

  /// The septet of a code unit, or `absent`.
  func code(for unit: UInt16) -> UInt8 {
    codes[Int(pageOf[Int(unit >> 8)]) << 8 | Int(unit & 0xFF)]
  }
}

extension GSM7Table {
  /// The locking shift table of a language, the default alphabet where there is none.
  static func locking(_ language: NationalLanguage?) -> GSM7Table {
    switch language {
    case nil, .spanish: defaultAlphabet
    case .turkish: turkishLocking
    case .portuguese: portugueseLocking
    case .bengali: bengaliLocking
    case .gujarati: gujaratiLocking
    case .hindi: hindiLocking
    case .kannada: kannadaLocking
    case .malayalam: malayalamLocking
    case .oriya: oriyaLocking
    case .punjabi: punjabiLocking
    case .tamil: tamilLocking
    case .telugu: teluguLocking
    case .urdu: urduLocking
    }
  }

  /// The single shift table of a language, the default extension without one.
  static func single(_ language: NationalLanguage?) -> GSM7Table {
    switch language {
    case nil: defaultExtension
    case .turkish: turkishSingle
    case .spanish: spanishSingle
    case .portuguese: portugueseSingle
    case .bengali: bengaliSingle
    case .gujarati: gujaratiSingle
    case .hindi: hindiSingle
    case .kannada: kannadaSingle
    case .malayalam: malayalamSingle
    case .oriya: oriyaSingle
    case .punjabi: punjabiSingle
    case .tamil: tamilSingle
    case .telugu: teluguSingle
    case .urdu: urduSingle
    }
  }
}
