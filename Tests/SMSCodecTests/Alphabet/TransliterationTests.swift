// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SMSCodec

@Suite("transliteration")
struct TransliterationTests {
  @Test("typography becomes plain and is reported")
  func typography() {
    let result = Transliteration("It’s “123\u{A0}456” … it’s\u{200B}")
    #expect(result.text == "It's \"123 456\" ... it's")
    #expect(
      result.substitutions == [
        .init(original: "’", replacement: "'", count: 2), .init(original: "“", replacement: "\"", count: 1),
        .init(original: "\u{A0}", replacement: " ", count: 1), .init(original: "”", replacement: "\"", count: 1),
        .init(original: "…", replacement: "...", count: 1), .init(original: "\u{200B}", replacement: "", count: 1),
      ])
  }

  @Test(
    "a letter with a combining accent becomes the letter of the alphabet",
    arguments: [("e\u{301}", "é"), ("A\u{30A}", "Å"), ("\u{212B}", "Å")])
  func composition(text: String, expected: String) {
    #expect(Array(Transliteration(text).text.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test("letters are never changed into others", arguments: ["ó", "ж", "ç", "😀", "ı", "o\u{301}"])
  func lettersStay(text: String) {
    #expect(Transliteration(text).text == text)
    #expect(Transliteration(text).substitutions.isEmpty)
  }

  @Test("every counterpart is in the alphabet, and stands for a character that is not")
  func counterparts() {
    for (character, replacement) in Transliteration.counterparts {
      #expect(GSM7.septets(of: replacement) != nil)
      #expect(GSM7.septets(of: String(character)) == nil)
    }
  }
}
