// SPDX-License-Identifier: Apache-2.0

/// Replaces typographic characters that the GSM 7-bit alphabet lacks by their plain counterparts, and says which.
///
/// It changes the look of a text, never a letter: what has no counterpart (ó, ж, 😀) stays. A character that is written as a letter
/// and a combining accent becomes the one character of the alphabet that equals it.
public struct Transliteration: Sendable, Equatable {
  /// A character that was replaced.
  public struct Substitution: Sendable, Hashable {
    /// The character as it stood in the text.
    public let original: String
    /// What stands there now; empty when it was invisible.
    public let replacement: String
    /// How often.
    public let count: Int

    init(original: String, replacement: String, count: Int) {
      self.original = original
      self.replacement = replacement
      self.count = count
    }
  }

  /// The text after all replacements.
  public let text: String
  /// What was replaced, in the order of first appearance.
  public let substitutions: [Substitution]

  /// Replaces every character of a text that has a plain counterpart.
  public init(_ text: String) {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var order: [String] = []
    var counts: [String: (replacement: String, count: Int)] = [:]
    for character in text {
      guard let replacement = Self.replacement(for: character) else {
        result.append(character)
        continue
      }
      result.append(contentsOf: replacement)
      let original = String(character)
      if counts[original] == nil { order.append(original) }
      counts[original, default: (replacement, 0)].count += 1
    }
    self.text = result
    substitutions = order.map { original in
      Substitution(original: original, replacement: counts[original]?.replacement ?? "", count: counts[original]?.count ?? 0)
    }
  }

  /// What may stand for a character; nil when it is in the alphabet already or has no counterpart.
  public static func replacement(for character: Character) -> String? {
    if character.utf16.allSatisfy({ GSM7Alphabet.plain.width(of: $0) != nil }) { return nil }
    if let replacement = counterparts[character] { return replacement }
    return composed[character]
  }

  /// Characters of the alphabet by themselves: `Character` compares by canonical equivalence, so a decomposed one finds its composed form.
  private static let composed: [Character: String] = {
    var composed: [Character: String] = [:]
    for unit in GSM7Table.defaultAlphabet.characters + GSM7Table.defaultExtension.characters where unit != 0 {
      guard let scalar = Unicode.Scalar(unit) else { continue }
      composed[Character(scalar)] = String(Character(scalar))
    }
    return composed
  }()
}
