// SPDX-License-Identifier: Apache-2.0

/// The built-in wordings: English is Amazon's documented sentence, the others are our own.
///
/// Each fits one part with an 8-digit code and a 20-character brand. Those in Latin script keep to the GSM 7-bit alphabet
/// (no á, í, ó, ú, ã, ê), because a single letter outside it would cut the room in a part from 160 characters to 70.
package enum TemplateCatalogue {
  package static func template(_ language: Language) -> Template { templates[language] ?? Template(wording(language)) }

  /// Read once.
  private static let templates = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, Template(wording($0))) })

  private static func wording(_ language: Language) -> String {
    switch language {
    case .german: "{code} ist Ihr Einmalpasswort für {brand}"
    case .britishEnglish, .americanEnglish: "This is your One Time Password: {code} from {brand}"
    case .latinAmericanSpanish: "{code} es tu clave de un solo uso para {brand}"
    case .spanish: "{code} es su clave de un solo uso para {brand}"
    case .canadianFrench: "Votre code à usage unique pour {brand} est {code}"
    case .french: "{code} est votre code à usage unique pour {brand}"
    case .italian: "{code} è la tua password monouso per {brand}"
    case .japanese: "{brand}のワンタイムパスワードは{code}です"
    case .korean: "{brand} 일회용 비밀번호는 {code}입니다"
    case .brazilianPortuguese: "{code} é a sua senha para {brand}. Vale uma vez"
    case .simplifiedChinese: "您在{brand}的一次性密码是 {code}"
    case .traditionalChinese: "您在{brand}的一次性密碼是 {code}"
    }
  }
}
