// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SMSCodec

struct Run: Decodable, Sendable {
  let text: String
  let times: Int

  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    text = try container.decode(String.self)
    times = try container.decode(Int.self)
  }
}

struct SegmentationRow: Decodable, Sendable {
  let source: String
  let text: [Run]
  let encoding: String
  let units: [Int]
  let referenceWidth: UInt8
  let note: String?
}

struct BudgetRow: Decodable, Sendable {
  let header: String
  let referenceWidth: UInt8?
  let locking: UInt8?
  let single: UInt8?
  let headerOctets: Int
  let septets: Int
  let units: Int?
  let octets: Int
  let fillBits: Int
}

@Suite("short message")
struct ShortMessageTests {
  @Test("a text is cut where the standard and common sense have it", arguments: try Vectors<SegmentationRow>.rows("segmentation"))
  func segmentation(row: SegmentationRow) throws {
    let text = row.text.map { String(repeating: $0.text, count: $0.times) }.joined()
    let width = try #require(Concatenation.ReferenceWidth(rawValue: row.referenceWidth))
    let message = try ShortMessage(text, options: EncodingOptions(referenceWidth: width))
    #expect(message.encoding.rawValue == row.encoding)
    #expect(message.parts.map(\.units) == row.units)
    #expect(message.text == text)
  }

  @Test("a header leaves the room that the standard computes", arguments: try Vectors<BudgetRow>.rows("budgets"))
  func budgets(row: BudgetRow) throws {
    let tables = NationalTables(
      locking: row.locking.flatMap(NationalLanguage.init(rawValue:)), single: row.single.flatMap(NationalLanguage.init(rawValue:)))
    let width = row.referenceWidth.flatMap(Concatenation.ReferenceWidth.init(rawValue:))
    let headerOctets = MessagePart.headerOctets(tables: tables, concatenation: width)
    #expect(headerOctets == row.headerOctets)
    #expect(MessagePart.unitsMax(of: .gsm7, headerOctets: headerOctets) == row.septets)
    if let units = row.units { #expect(MessagePart.unitsMax(of: .ucs2, headerOctets: headerOctets) == units) }
    #expect(MessagePart.userDataOctetsMax - headerOctets == row.octets)
    #expect(MessagePart.fillBits(afterHeaderOctets: headerOctets) == row.fillBits)
    let full = MessagePart(
      encoding: .gsm7, nationalTables: tables,
      concatenation: width.map { Concatenation(referenceWidth: $0, reference: 0, total: 2, sequence: 1) },
      payload: [UInt8](repeating: 0x41, count: row.septets))
    #expect(full.userData.count <= 140)
    #expect(full.userDataLength == (headerOctets * 8 + 6) / 7 + row.septets)
    #expect(try full.header?.encoded() ?? [] == Array(full.userData.prefix(headerOctets)), "one header, two ways to write it")
  }

  @Test("part 2 of 2 with reference A7 carries tail as sms-gateways §d4 row 20 and 21 have it")
  func userData() throws {
    let part = MessagePart(
      encoding: .gsm7, nationalTables: .none, concatenation: Concatenation(reference: 0xA7, total: 2, sequence: 2),
      payload: Array("tail".utf8))
    #expect(hexadecimal(part.userData) == "050003A70202E8E1341B")
    #expect(part.userDataLength == 11)
    #expect(hexadecimal(part.unpackedUserData) == "050003A702027461696C")
    let wide = try ShortMessage(
      String(repeating: "x", count: 304) + "tail", options: EncodingOptions(referenceWidth: .twoOctets, reference: 0x1234))
    #expect(hexadecimal(wide.parts[2].unpackedUserData) == "06080412340303" + "7461696C")
  }

  @Test("SAR parameters and a bare text say the same as the header; sms-gateways §d4 row 22, SMPP 3.4 §5.3.2.22–24")
  func sar() throws {
    let message = try ShortMessage(
      String(repeating: "a", count: 152) + "tail56789", options: EncodingOptions(referenceWidth: .twoOctets, reference: 0xBEEF))
    #expect(message.parts.map { $0.concatenation?.reference } == [0xBEEF, 0xBEEF])
    #expect(message.parts.map { $0.concatenation?.total } == [2, 2])
    #expect(message.parts.map { $0.concatenation?.sequence } == [1, 2])
    #expect(message.parts[1].payload == Array("tail56789".utf8))
  }

  @Test("more parts than allowed are refused with their number, and nothing is cut off")
  func partsMax() throws {
    let text = String(repeating: "a", count: 154 + 153)
    #expect(try ShortMessage(text, options: EncodingOptions(partsMax: 3)).parts.count == 3)
    let error = #expect(throws: EncodingError.self) { try ShortMessage(text, options: EncodingOptions(partsMax: 2)) }
    #expect(error?.code == .tooManyParts)
    #expect(error?.partsNeeded == 3)
    #expect(throws: EncodingError.self) { try ShortMessage(String(repeating: "a", count: 255 * 153 + 1)) }
    #expect(throws: EncodingError.self) { try ShortMessage(String(repeating: "a", count: 161), options: EncodingOptions(partsMax: -5)) }
  }

  @Test("a text that needs UCS-2 is refused where UCS-2 is not allowed")
  func ucs2NotAllowed() {
    let error = #expect(throws: EncodingError.self) { try ShortMessage("код", options: EncodingOptions(allowsUCS2: false)) }
    #expect(error?.code == .characterNotAllowed)
  }

  @Test("a grapheme cluster stays whole where that needs no further part")
  func clusters() throws {
    let family = "👩‍👩‍👧‍👦"
    let message = try ShortMessage(String(repeating: "ж", count: 60) + family + "ж")
    #expect(message.parts.map(\.units) == [60, 12])
    let lineFeed = try ShortMessage(String(repeating: "a", count: 152) + "\r\n" + String(repeating: "b", count: 20))
    #expect(lineFeed.parts.map(\.units) == [152, 22])
  }

  @Test("a grapheme cluster is cut where keeping it whole would cost a further part")
  func clusterCut() throws {
    let text = String(repeating: "ж", count: 59) + "👩‍👩‍👧‍👦" + String(repeating: "ж", count: 64)
    #expect(text.utf16.count == 134)
    #expect(try ShortMessage(text).parts.map(\.units) == [67, 67])
  }

  @Test("a cluster longer than a part is cut between its scalars")
  func longCluster() throws {
    let text = "ж" + String(repeating: "\u{301}", count: 200)
    #expect(try ShortMessage(text).parts.map(\.units) == [67, 67, 67])
  }

  @Test("national tables are used only when allowed, the cheaper header first")
  func nationalTables() throws {
    let turkish = "Şifreniz 123456 ığİ"
    #expect(try ShortMessage(turkish).encoding == .ucs2)
    let message = try ShortMessage(turkish, options: EncodingOptions(nationalLanguages: [.turkish]))
    #expect(message.encoding == .gsm7)
    // Locking and single shift together would save four septets and cost three octets: one part either way.
    #expect(message.nationalTables.locking == nil || message.nationalTables.single == nil)
    #expect(message.parts.count == 1)
    #expect(message.parts[0].unitsMax == 155)
    let plain = try ShortMessage("Kod 123456", options: EncodingOptions(nationalLanguages: NationalLanguage.allCases))
    #expect(plain.nationalTables == .none)
  }

  @Test("one table is preferred to two where the parts are as many, though two would save septets; sms-gateways §d4 row 15")
  func cheaperHeader() throws {
    let message = try ShortMessage("êê Φ 123456", options: EncodingOptions(nationalLanguages: [.portuguese]))
    #expect(message.nationalTables == NationalTables(single: .portuguese))
    #expect(message.parts.map(\.units) == [13])
    let both = NationalTables(locking: .portuguese, single: .portuguese)
    #expect(GSM7.septets(of: "êê Φ 123456", tables: both)?.count == 12)
  }

  @Test("of several tables the one with the fewest parts wins")
  func fewestParts() throws {
    let text = String(repeating: "ış", count: 70)
    let single = try ShortMessage(text, options: EncodingOptions(nationalLanguages: [.turkish], allowsLockingShift: false))
    let locking = try ShortMessage(text, options: EncodingOptions(nationalLanguages: [.turkish]))
    #expect(single.parts.count == 2)
    #expect(locking.parts.count == 1)
    #expect(locking.nationalTables == NationalTables(locking: .turkish))
    #expect(try ShortMessage(text).parts.count == 3)
  }

  @Test("transliteration spares UCS-2 and says what it changed; a text that it cannot save stays as it was")
  func transliteration() throws {
    let options = EncodingOptions(transliterates: true)
    let message = try ShortMessage("It’s 123456", options: options)
    #expect(message.encoding == .gsm7)
    #expect(message.text == "It's 123456")
    #expect(message.substitutions == [.init(original: "’", replacement: "'", count: 1)])
    let lost = try ShortMessage("It’s код", options: options)
    #expect(lost.encoding == .ucs2)
    #expect(lost.text == "It’s код")
    #expect(lost.substitutions.isEmpty)
  }

  @Test("parts joined again give the text, and no part exceeds its budget", arguments: 0..<40)
  func property(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let text = generator.text()
      let options = EncodingOptions(
        nationalLanguages: NationalLanguage.allCases.filter { _ in generator.next() % 6 == 0 },
        allowsLockingShift: generator.next().isMultiple(of: 2),
        referenceWidth: generator.next().isMultiple(of: 2) ? .octet : .twoOctets, reference: UInt16(truncatingIfNeeded: generator.next()))
      let message = try ShortMessage(text, options: options)
      #expect(Array(message.text.unicodeScalars) == Array(text.unicodeScalars))
      for (index, part) in message.parts.enumerated() {
        #expect(part.units <= part.unitsMax)
        #expect(part.userData.count <= MessagePart.userDataOctetsMax)
        #expect(part.concatenation?.reference == message.parts[0].concatenation?.reference)
        #expect(part.concatenation?.sequence == (message.parts.count > 1 ? UInt8(index + 1) : nil))
        #expect(part.encoding == .ucs2 || part.payload.last != GSM7.escape)
        #expect(!part.text.unicodeScalars.contains("\u{FFFD}"))
        let read = try MessagePart(decodingUnpacked: part.unpackedUserData, encoding: part.encoding, hasHeader: part.hasHeader)
        #expect(read == part)
      }
    }
  }
}
