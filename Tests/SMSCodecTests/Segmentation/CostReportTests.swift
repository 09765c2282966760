// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

@Suite("cost report")
struct CostReportTests {
  @Test("one ó halves the text, and the report says so")
  func culprit() {
    let text = String(repeating: "a", count: 100) + "ó"
    let report = CostReport(text)
    #expect(report.encoding == .ucs2)
    #expect(report.parts.map(\.units) == [67, 34])
    #expect(report.parts.map(\.unitsMax) == [67, 67])
    #expect(report.unitsUsed == 101)
    #expect(report.unitsLeft == 33)
    #expect(report.outsideAlphabet.map(\.character) == ["ó"])
    #expect(report.outsideAlphabet.first?.position == 101)
    #expect(report.partsWithoutCulprits == 1)
    #expect(
      report.description == """
        UCS-2, 2 parts, 101 UTF-16 units used, 33 left in the last part
        Parts: 67 of 67, 34 of 67
        Outside the GSM 7-bit alphabet:
          “ó” U+00F3 LATIN SMALL LETTER O WITH ACUTE, once, first at character 101
        With these replaced: GSM-7, 1 part
        """)
  }

  @Test("characters of two septets are counted")
  func twoSeptets() {
    let report = CostReport("{€} €")
    #expect(report.description == "GSM-7, 1 part, 9 septets used, 151 left\nTwo septets each: “{” ×1, “€” ×2, “}” ×1")
    #expect(report.partsWithoutCulprits == nil)
    #expect(report.refusal == nil)
  }

  @Test("national tables and replacements are named")
  func named() {
    #expect(
      CostReport("kodu ış", options: EncodingOptions(nationalLanguages: [.turkish])).description
        .hasPrefix("GSM-7 with Turkish locking shift, 1 part, 7 septets used, 148 left"))
    #expect(
      CostReport("It’s", options: EncodingOptions(transliterates: true)).description == """
        GSM-7, 1 part, 4 septets used, 156 left
        Outside the GSM 7-bit alphabet:
          “’” U+2019 RIGHT SINGLE QUOTATION MARK, once, first at character 3, could be “'”
        Replaced:
          “’” U+2019 RIGHT SINGLE QUOTATION MARK by “'” ×1
        """)
  }

  @Test("a refused text has a report of what it would need")
  func refused() {
    let long = CostReport(String(repeating: "a", count: 400), options: EncodingOptions(partsMax: 1))
    #expect(long.parts.count == 3)
    #expect(long.refusal?.code == .tooManyParts)
    let foreign = CostReport("код", options: EncodingOptions(allowsUCS2: false))
    #expect(foreign.encoding == .ucs2)
    #expect(foreign.refusal?.code == .characterNotAllowed)
    #expect(foreign.description.contains("Refused: "))
  }

  @Test("a report agrees with the message", arguments: 0..<200)
  func agreement(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let text = generator.text()
    let options = EncodingOptions(nationalLanguages: [.turkish, .hindi], transliterates: true)
    let report = CostReport(text, options: options)
    let message = try ShortMessage(text, options: options)
    #expect(report.encoding == message.encoding)
    #expect(report.nationalTables == message.nationalTables)
    #expect(report.parts.map(\.units) == message.parts.map(\.units))
    #expect(report.parts.map(\.unitsMax) == message.parts.map(\.unitsMax))
    #expect(report.substitutions == message.substitutions)
    #expect(!report.description.isEmpty)
  }
}
