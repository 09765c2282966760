// SPDX-License-Identifier: Apache-2.0

/// A text as the network carries it: encoded in the cheapest way that its route allows, and cut into parts.
/// TS 23.038 §6.2, TS 23.040 §9.2.3.24.1.
public struct ShortMessage: Sendable, Equatable {
  /// How the text of every part is carried.
  public let encoding: TextEncoding
  /// The tables that the septets are of.
  public let nationalTables: NationalTables
  /// The parts in their order, at least one.
  public let parts: [MessagePart]
  /// The characters that were replaced to make the message cheaper; empty unless ``EncodingOptions/transliterates``.
  public let substitutions: [Transliteration.Substitution]

  /// Chooses the cheapest encoding that carries the text and cuts it into parts.
  ///
  /// Cheapest is what needs the fewest parts; among equals GSM-7 before UCS-2, then the smallest header, then the unchanged text,
  /// then the fewest septets. Nothing is ever cut off.
  /// - Throws: when more than ``EncodingOptions/partsMax`` parts would be needed, or no allowed encoding carries the text.
  public init(_ text: String, options: EncodingOptions = EncodingOptions()) throws(EncodingError) {
    let choice = try EncodingChoice(text, options: options)
    guard choice.ends.count <= options.allowedParts else {
      throw .tooManyParts(needed: choice.ends.count, allowed: options.allowedParts)
    }
    encoding = choice.encoding
    nationalTables = choice.tables
    substitutions = choice.substitutions
    let segmenter = Segmenter(encoding: choice.encoding, tables: choice.tables, options: options)
    parts = segmenter.parts(of: choice.units, ends: choice.ends)
  }

  /// The text as a phone shows it, all parts joined.
  public var text: String {
    let payload = parts.flatMap(\.payload)
    let text = encoding == .gsm7 ? try? GSM7.text(of: payload, tables: nationalTables) : try? UCS2.text(of: payload)
    return text ?? ""
  }
}
