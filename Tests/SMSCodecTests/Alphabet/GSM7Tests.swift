// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SMSCodec

struct SeptetsRow: Decodable, Sendable {
  let source: String
  let text: String
  let locking: UInt8?
  let single: UInt8?
  let septets: String

  var tables: NationalTables {
    NationalTables(locking: locking.flatMap(NationalLanguage.init(rawValue:)), single: single.flatMap(NationalLanguage.init(rawValue:)))
  }
}

struct TableRow: Decodable, Sendable {
  let language: UInt8
  let kind: String
  let codeUnits: String
}

@Suite("GSM 7-bit alphabet")
struct GSM7Tests {
  /// Every choice of tables that a header can name.
  static let allTables: [NationalTables] = ([nil] + NationalLanguage.allCases).flatMap { locking in
    ([nil] + NationalLanguage.allCases).map { NationalTables(locking: locking, single: $0) }
  }

  @Test("a text has the septets that the standard gives it, and reads back", arguments: try Vectors<SeptetsRow>.rows("septets"))
  func septets(row: SeptetsRow) throws {
    let expected = try octets(row.septets)
    #expect(GSM7.septets(of: row.text, tables: row.tables) == expected)
    #expect(try GSM7.text(of: expected, tables: row.tables) == row.text)
  }

  @Test("every table is the standard's, code by code", arguments: try Vectors<TableRow>.rows("tables"))
  func tables(row: TableRow) throws {
    let language = NationalLanguage(rawValue: row.language)
    let table = row.kind == "locking" ? GSM7Table.locking(language) : GSM7Table.single(language)
    let expected = row.codeUnits.split(separator: " ").map { UInt16($0, radix: 16) ?? 0 }
    #expect(table.characters == expected)
  }

  @Test("every character of every pair of tables reads back as itself", arguments: allTables)
  func everyCharacter(tables: NationalTables) throws {
    let units = Set(GSM7Table.locking(tables.locking).characters + GSM7Table.single(tables.single).characters).subtracting([0])
    for unit in units {
      let text = String(decoding: [unit], as: UTF16.self)
      let septets = try #require(GSM7.septets(of: text, tables: tables))
      #expect(septets.count <= 2 && septets.allSatisfy { $0 < 0x80 })
      #expect(try GSM7.text(of: septets, tables: tables) == text)
    }
  }

  @Test("the default alphabet has 127 characters and an escape, its extension ten characters")
  func counts() {
    #expect(Set(GSM7Table.defaultAlphabet.characters).subtracting([0]).count == 127)
    #expect(GSM7Table.defaultAlphabet.characters[0x1B] == 0)
    #expect(Set(GSM7Table.defaultExtension.characters).subtracting([0]).count == 10)
  }

  @Test(
    "characters that look harmless are not in the alphabet", arguments: ["`", "ç", "’", "\u{A0}", "\t", "\u{1B}", "ó", "\u{0}", "§\u{301}"])
  func notInAlphabet(text: String) {
    #expect(GSM7.septets(of: text) == nil)
  }

  @Test(
    "what the standard leaves open reads as it says, TS 23.038 §6.2.1.1",
    arguments: [
      ("41 1B", "A "), ("1B 1B 41", " A"), ("1B 41", "A"), ("1B 00", "@"), ("1B 1B 1B 65", " €"), ("1B 0D", "\r"), ("", ""),
    ])
  func reading(septets: String, text: String) throws {
    #expect(try GSM7.text(of: octets(septets.filter { $0 != " " })) == text)
  }

  @Test("a code that a locking table leaves empty reads as the replacement character")
  func emptyCode() throws {
    let empty = try #require(
      GSM7Table.bengaliLocking.characters.indices.first { GSM7Table.bengaliLocking.characters[$0] == 0 && $0 != 0x1B })
    #expect(try GSM7.text(of: [UInt8(empty)], tables: NationalTables(locking: .bengali)) == "\u{FFFD}")
  }

  @Test("an octet above 0x7F is a fault with its place")
  func octetAbove() {
    #expect(throws: DecodeFault(field: .userData, offset: 2, reason: .invalidValue("an octet above 0x7F is no septet"))) {
      try GSM7.text(of: [0x41, 0x42, 0x80])
    }
  }

  @Test("Spanish has no locking table, as TS 23.038 §A.3.2 says")
  func spanish() {
    #expect(NationalTables(locking: .spanish) == .none)
  }
}
