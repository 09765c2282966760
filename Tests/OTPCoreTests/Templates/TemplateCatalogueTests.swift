// SPDX-License-Identifier: Apache-2.0

import OTPCore
import SMSCodec
import TestSupport
import Testing

@Suite struct TemplateCatalogueTests {
  static let brand = "TwentyCharacterBrand"
  static let ucs2: Set<Language> = [.japanese, .korean, .simplifiedChinese, .traditionalChinese]

  func code(_ length: Int) -> OneTimeCode {
    var random = SystemRandomNumberGenerator()
    return OneTimeCode(length: length, random: &random)
  }

  @Test(arguments: Language.allCases) func `eight digits and a brand of twenty characters fit one part`(language: Language) throws {
    #expect(Self.brand.count == 20)
    let short = try ShortMessage(TemplateCatalogue.template(language).render(code: code(8), brand: Self.brand))
    #expect(short.parts.count == 1)
    #expect(short.encoding == (Self.ucs2.contains(language) ? .ucs2 : .gsm7))
  }

  /// A brand outside the GSM alphabet halves the room to 70 characters, and still fits.
  @Test(arguments: Language.allCases) func `a brand in any script fits one part too`(language: Language) throws {
    let brand = String(repeating: "Ж", count: 20)
    let short = try ShortMessage(TemplateCatalogue.template(language).render(code: code(8), brand: brand))
    #expect(short.parts.count == 1)
    #expect(short.encoding == .ucs2)
  }

  @Test(arguments: Language.allCases) func `the code stands alone among its neighbours and the brand is there`(language: Language) {
    let code = code(6)
    let text = TemplateCatalogue.template(language).render(code: code, brand: Self.brand)
    #expect(text.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).map(String.init) == [code.digits])
    #expect(text.contains(Self.brand))
  }

  @Test func `English is Amazon's sentence`() {
    let code = code(6)
    for language in [Language.americanEnglish, .britishEnglish] {
      let text = TemplateCatalogue.template(language).render(code: code, brand: "ExampleCorp")
      #expect(text == "This is your One Time Password: \(code.digits) from ExampleCorp")
    }
  }

  @Test func `a brand that looks like a place is not filled in`() {
    let code = code(6)
    let text = TemplateCatalogue.template(.americanEnglish).render(code: code, brand: "{code}{brand}")
    #expect(text == "This is your One Time Password: \(code.digits) from {code}{brand}")
  }

  @Test func `the languages are those of AWS`() {
    #expect(
      Language.allCases.map(\.rawValue).sorted() == [
        "de-DE", "en-GB", "en-US", "es-419", "es-ES", "fr-CA", "fr-FR", "it-IT", "ja-JP", "ko-KR", "pt-BR", "zh-CN", "zh-TW",
      ])
  }
}
