// SPDX-License-Identifier: Apache-2.0

internal import CPhoneNumber

/// What kind of line a number is, in libphonenumber's terms.
package enum NumberType: Int32, Sendable {
  case fixedLine, mobile, fixedLineOrMobile, tollFree, premiumRate, sharedCost, voip, personal, pager, universalAccess, voicemail, unknown

  /// The words an operator reads.
  package var words: String {
    switch self {
    case .fixedLine: "fixed line"
    case .mobile: "mobile"
    case .fixedLineOrMobile: "fixed line or mobile"
    case .tollFree: "toll-free"
    case .premiumRate: "premium-rate"
    case .sharedCost: "shared-cost"
    case .voip: "VoIP"
    case .personal: "personal"
    case .pager: "pager"
    case .universalAccess: "universal access"
    case .voicemail: "voicemail"
    case .unknown: "unknown"
    }
  }
}

/// Country and type of a number, as far as the numbering plans tell.
package struct NumberFacts: Sendable, Equatable {
  /// Nil for numbers of no country (+800, +881 and the like).
  package let country: CountryCode?
  package let type: NumberType

  package init(country: CountryCode?, type: NumberType) {
    self.country = country
    self.type = type
  }
}

/// The numbering plans of the world, by libphonenumber.
package enum NumberPlan {
  /// Nil when the number belongs to no numbering plan: it cannot be a telephone.
  package static func facts(of number: PhoneNumber) -> NumberFacts? {
    var text = number.e164
    var parsed = csn_number()
    let isNumber = text.withUTF8 { octets in
      octets.withMemoryRebound(to: CChar.self) { csn_parse_e164($0.baseAddress, $0.count, &parsed) }
    }
    guard isNumber, parsed.is_valid else { return nil }
    let region = withUnsafeBytes(of: parsed.region) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return NumberFacts(
      country: region.utf8.count == 2 && region != "ZZ" ? CountryCode(rawValue: region) : nil,
      type: NumberType(rawValue: parsed.type) ?? .unknown)
  }

  /// Loads the numbering plans ahead of the first request, which would otherwise wait some 20 ms for them.
  package static func warmUp() {
    _ = PhoneNumber("+14255550100").flatMap(facts(of:))
  }
}
