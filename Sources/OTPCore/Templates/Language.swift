// SPDX-License-Identifier: Apache-2.0

/// The languages of AWS SendOTPMessage.Language, by BCP 47 tag.
package enum Language: String, Sendable, CaseIterable {
  case german = "de-DE"
  case britishEnglish = "en-GB"
  case americanEnglish = "en-US"
  case latinAmericanSpanish = "es-419"
  case spanish = "es-ES"
  case canadianFrench = "fr-CA"
  case french = "fr-FR"
  case italian = "it-IT"
  case japanese = "ja-JP"
  case korean = "ko-KR"
  case brazilianPortuguese = "pt-BR"
  case simplifiedChinese = "zh-CN"
  case traditionalChinese = "zh-TW"
}
