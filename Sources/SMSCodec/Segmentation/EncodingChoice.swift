// SPDX-License-Identifier: Apache-2.0

/// A text in units of one encoding.
enum EncodedUnits: Sendable {
  case septets([UInt8])
  case codeUnits([UInt16])

  var count: Int {
    switch self {
    case .septets(let septets): septets.count
    case .codeUnits(let units): units.count
    }
  }
}

/// The cheapest way to carry a text, and where its parts end. TS 23.038 §6.2.
struct EncodingChoice {
  let encoding: TextEncoding
  let tables: NationalTables
  let units: EncodedUnits
  /// Where each part ends, in units.
  let ends: [Int]
  let substitutions: [Transliteration.Substitution]

  /// Weighs everything that the options allow, the number of parts apart.
  init(_ text: String, options: EncodingOptions) throws(EncodingError) {
    guard options.allowsGSM7 else {
      guard options.allowsUCS2 else { throw .characterNotAllowed }
      self.init(ucs2: text, options: options)
      return
    }
    let plain = EncodingChoice(gsm7: text, tables: .none, options: options)
    // Nothing is cheaper than one part without a header, so that the usual text is read once only.
    if let plain, plain.ends.count == 1 || options.nationalLanguages.isEmpty {
      self = plain
      return
    }
    var candidates = plain.map { [$0] } ?? []
    candidates += Self.national(text, options: options)
    if plain == nil {
      if options.transliterates { candidates += Self.transliterated(text, options: options) }
      if options.allowsUCS2 { candidates.append(EncodingChoice(ucs2: text, options: options)) }
    }
    guard let cheapest = candidates.min(by: { $0.cost.lexicographicallyPrecedes($1.cost) }) else { throw .characterNotAllowed }
    self = cheapest
  }

  /// What counts, the most important first; see ``ShortMessage/init(_:options:)``.
  private var cost: [Int] {
    [
      ends.count, encoding == .gsm7 ? 0 : 1, MessagePart.headerOctets(tables: tables, concatenation: nil), substitutions.isEmpty ? 0 : 1,
      units.count,
    ]
  }

  /// The text in septets of the given tables; nil when they lack one of its characters.
  init?(gsm7 text: String, tables: NationalTables, options: EncodingOptions, substitutions: [Transliteration.Substitution] = []) {
    guard let septets = GSM7.septets(of: text, tables: tables) else { return nil }
    encoding = .gsm7
    self.tables = tables
    units = .septets(septets)
    ends = Segmenter(encoding: .gsm7, tables: tables, options: options).ends(of: units, text: text)
    self.substitutions = substitutions
  }

  /// The text in UTF-16, which carries every text.
  init(ucs2 text: String, options: EncodingOptions) {
    encoding = .ucs2
    tables = .none
    units = .codeUnits(Array(text.utf16))
    ends = Segmenter(encoding: .ucs2, tables: .none, options: options).ends(of: units, text: text)
    substitutions = []
  }

  /// The text in every allowed choice of national tables that carries it.
  private static func national(
    _ text: String, options: EncodingOptions, substitutions: [Transliteration.Substitution] = []
  ) -> [EncodingChoice] {
    options.nationalLanguages.flatMap { language in
      var choices = [NationalTables(single: language)]
      if options.allowsLockingShift, language.hasLockingTable {
        choices += [NationalTables(locking: language), NationalTables(locking: language, single: language)]
      }
      return choices.compactMap { EncodingChoice(gsm7: text, tables: $0, options: options, substitutions: substitutions) }
    }
  }

  /// The text with its typographic characters replaced, where that spares UCS-2.
  private static func transliterated(_ text: String, options: EncodingOptions) -> [EncodingChoice] {
    let plain = Transliteration(text)
    guard !plain.substitutions.isEmpty else { return [] }
    let choice = EncodingChoice(gsm7: plain.text, tables: .none, options: options, substitutions: plain.substitutions)
    return (choice.map { [$0] } ?? []) + national(plain.text, options: options, substitutions: plain.substitutions)
  }
}
