// SPDX-License-Identifier: Apache-2.0

/// Why octets are not what they were taken for: the field, the octet where reading stopped, and what was wrong with it.
public struct DecodeFault: Error, Sendable, Hashable {
  /// A field of the wire, in the standard's words, such as `TP-OA`.
  public struct Field: RawRepresentable, Sendable, Hashable {
    /// The field's name in the standard.
    public let rawValue: String
    /// Names a field.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// TP-UD, TS 23.040 §9.2.3.24.
    public static let userData = Field(rawValue: "TP-UD")
  }

  /// What was wrong.
  public enum Reason: Sendable, Hashable {
    /// The octets end before the field does.
    case truncated
    /// The field cannot hold what it holds; the text says why.
    case invalidValue(String)
  }

  /// The field that could not be read.
  public let field: Field
  /// The octet, from the start of what was decoded, at which reading stopped.
  public let offset: Int
  /// What was wrong.
  public let reason: Reason

  /// Makes a fault.
  public init(field: Field, offset: Int, reason: Reason) {
    self.field = field
    self.offset = offset
    self.reason = reason
  }
}

extension DecodeFault: CustomStringConvertible {
  /// One line for an operator; it never holds any of the content.
  public var description: String {
    switch reason {
    case .truncated: "\(field.rawValue) ends early, at octet \(offset)"
    case .invalidValue(let why): "\(field.rawValue) at octet \(offset): \(why)"
    }
  }
}
