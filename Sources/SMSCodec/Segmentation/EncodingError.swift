// SPDX-License-Identifier: Apache-2.0

/// Why a value cannot go on the wire. Nothing is ever cut off to make it fit.
public struct EncodingError: Error, Sendable, Hashable {
  /// The kind of obstacle.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The kind's name, for logs and metrics.
    public let rawValue: String
    /// Names a kind of obstacle.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text needs more parts than allowed.
    public static let tooManyParts = Code(rawValue: "tooManyParts")
    /// The text has a character that no allowed encoding carries.
    public static let characterNotAllowed = Code(rawValue: "characterNotAllowed")
    /// A field of a TPDU holds more than the standard gives it room for, or something that the standard does not know.
    public static let invalidField = Code(rawValue: "invalidField")
  }

  /// The kind of obstacle.
  public let code: Code
  /// What happened and what to do about it; it holds none of the text.
  public let description: String
  /// How many parts the text would need; nil when that was not the obstacle.
  public let partsNeeded: Int?
  /// The field that cannot be written; nil when the text was the obstacle.
  public let field: DecodeFault.Field?

  /// A text that needs more parts than allowed.
  static func tooManyParts(needed: Int, allowed: Int) -> EncodingError {
    EncodingError(
      code: .tooManyParts, description: "the text needs \(needed) parts and at most \(allowed) may be sent: shorten it, or raise the limit",
      partsNeeded: needed, field: nil)
  }

  /// A text that only UCS-2 would carry, where UCS-2 is not allowed.
  static let characterNotAllowed = EncodingError(
    code: .characterNotAllowed,
    description: "the text has a character outside the GSM 7-bit alphabet, and UCS-2 is not allowed: replace it, or allow UCS-2",
    partsNeeded: nil, field: nil)

  /// A field that cannot be written.
  static func invalidField(_ field: DecodeFault.Field, _ why: String) -> EncodingError {
    EncodingError(code: .invalidField, description: "\(field.rawValue): \(why)", partsNeeded: nil, field: field)
  }
}

extension EncodingError: CustomStringConvertible {}
