// SPDX-License-Identifier: Apache-2.0

/// What a text costs and why: for template authors, and for `countersign encode`.
public struct CostReport: Sendable, Equatable {
  /// A character of the text that costs more than one septet.
  public struct Culprit: Sendable, Hashable {
    /// The character.
    public let character: Character
    /// How often it stands in the text.
    public let count: Int
    /// Where it stands first, in characters from 1.
    public let position: Int
    /// What transliteration would put in its place; nil when it has nothing.
    public let replacement: String?
  }

  /// What one part has of its room.
  public struct Part: Sendable, Hashable {
    /// Septets or UTF-16 code units used.
    public let units: Int
    /// Septets or UTF-16 code units that there is room for.
    public let unitsMax: Int
  }

  /// How the text is carried.
  public let encoding: TextEncoding
  /// The tables that the septets are of.
  public let nationalTables: NationalTables
  /// The parts in their order.
  public let parts: [Part]
  /// Septets or UTF-16 code units of the whole text.
  public var unitsUsed: Int { parts.reduce(0) { $0 + $1.units } }
  /// Septets or UTF-16 code units that the last part has left: so much more text costs nothing.
  public var unitsLeft: Int { parts.last.map { $0.unitsMax - $0.units } ?? 0 }
  /// Characters that the GSM 7-bit default alphabet lacks, in order of first appearance. Any one of them is enough to force a
  /// national table or UCS-2 on the whole text.
  public let outsideAlphabet: [Culprit]
  /// Characters that take two septets, in order of first appearance; empty under UCS-2.
  public let twoSeptets: [Culprit]
  /// What was replaced.
  public let substitutions: [Transliteration.Substitution]
  /// What the text would cost in GSM-7 with one septet in place of each character outside the alphabet; nil when it costs that already.
  public let partsWithoutCulprits: Int?
  /// Why the text is refused under the options given; nil when it is not. The rest of the report then says what it would need.
  public let refusal: EncodingError?

  /// Weighs a text. Every text has a report, one that the options refuse too.
  public init(_ text: String, options: EncodingOptions = EncodingOptions()) {
    let choice: EncodingChoice
    do {
      choice = try EncodingChoice(text, options: options)
      refusal = choice.ends.count > options.allowedParts ? .tooManyParts(needed: choice.ends.count, allowed: options.allowedParts) : nil
    } catch {
      // What it would need if the route were wider open.
      choice = EncodingChoice(ucs2: text, options: options)
      refusal = error
    }
    let segmenter = Segmenter(encoding: choice.encoding, tables: choice.tables, options: options)
    encoding = choice.encoding
    nationalTables = choice.tables
    substitutions = choice.substitutions
    let unitsMax = segmenter.unitsMax(parts: choice.ends.count)
    var start = 0
    parts = choice.ends.map { end in
      defer { start = end }
      return Part(units: end - start, unitsMax: unitsMax)
    }
    let culprits = Self.culprits(in: text, tables: choice.tables)
    outsideAlphabet = culprits.outside
    twoSeptets = choice.encoding == .gsm7 ? culprits.twoSeptets : []
    if culprits.outside.isEmpty || choice.encoding == .gsm7 && choice.tables == .none {
      partsWithoutCulprits = nil
    } else {
      let replaced = String(text.map { Self.isPlain($0) ? $0 : Character("?") })
      partsWithoutCulprits = EncodingChoice(gsm7: replaced, tables: .none, options: options)?.ends.count
    }
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.utf16.allSatisfy { GSM7Alphabet.plain.width(of: $0) != nil }
  }

  private static func culprits(in text: String, tables: NationalTables) -> (outside: [Culprit], twoSeptets: [Culprit]) {
    let alphabet = GSM7Alphabet(tables)
    var outside = CulpritCount()
    var twoSeptets = CulpritCount()
    for (index, character) in text.enumerated() {
      if !isPlain(character) { outside.add(character, at: index) }
      if character.utf16.contains(where: { alphabet.width(of: $0) == 2 }) {
        twoSeptets.add(character, at: index)
      }
    }
    return (outside.culprits, twoSeptets.culprits)
  }
}

/// Counts characters in order of first appearance.
private struct CulpritCount {
  private var order: [(character: Character, position: Int)] = []
  private var indices: [Character: Int] = [:]
  private var totals: [Int] = []

  mutating func add(_ character: Character, at index: Int) {
    if let known = indices[character] {
      totals[known] += 1
    } else {
      indices[character] = order.count
      order.append((character, index + 1))
      totals.append(1)
    }
  }

  var culprits: [CostReport.Culprit] {
    zip(order, totals).map { entry, count in
      CostReport.Culprit(
        character: entry.character, count: count, position: entry.position,
        replacement: Transliteration.replacement(for: entry.character))
    }
  }
}
