// SPDX-License-Identifier: Apache-2.0

/// A text as the network carries it: encoded in the cheapest way that its route allows, and cut into parts.
public struct ShortMessage: Sendable, Equatable {
  /// How the text of every part is carried.
  public let encoding: TextEncoding
  /// The tables that the septets are of.
  public let nationalTables: NationalTables
  /// The parts in their order, at least one.
  public let parts: [MessagePart]

  /// Chooses the cheapest encoding that carries the text and cuts it into parts.
  ///
  /// Cheapest is what needs the fewest parts, then the smallest header, then the fewest septets. Nothing is ever cut off.
  /// - Throws: when more than ``EncodingOptions/partsMax`` parts would be needed, or no allowed encoding carries the text.
  public init(_ text: String, options: EncodingOptions = EncodingOptions()) throws(EncodingError) {
    if let septets = GSM7.septets(of: text) {
      encoding = .gsm7
      nationalTables = .none
      parts = try Segmenter(encoding: .gsm7, tables: .none, options: options).parts(ofSeptets: septets)
      return
    }
    guard options.allowsUCS2 else {
      throw EncodingError(code: .characterNotAllowed, partsNeeded: nil, partsMax: options.partsMax)
    }
    encoding = .ucs2
    nationalTables = .none
    parts = try Segmenter(encoding: .ucs2, tables: .none, options: options).parts(ofUnits: Array(text.utf16), text: text)
  }
}
