// SPDX-License-Identifier: Apache-2.0

/// Why a text cannot become a short message under the options given. Nothing is ever cut off to make it fit.
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
  }

  /// The kind of obstacle.
  public let code: Code
  /// How many parts the text would need; nil when no encoding carries it.
  public let partsNeeded: Int?
  /// How many parts were allowed.
  public let partsMax: Int

  init(code: Code, partsNeeded: Int?, partsMax: Int) {
    self.code = code
    self.partsNeeded = partsNeeded
    self.partsMax = partsMax
  }
}

extension EncodingError: CustomStringConvertible {
  /// One line for an operator; it holds none of the text.
  public var description: String {
    switch code {
    case .tooManyParts:
      "the text needs \(partsNeeded ?? 0) parts and \(partsMax) are allowed: shorten it, or raise the limit"
    case .characterNotAllowed:
      "the text has a character outside the GSM 7-bit alphabet and UCS-2 is not allowed: replace it, or allow UCS-2"
    default:
      code.rawValue
    }
  }
}
