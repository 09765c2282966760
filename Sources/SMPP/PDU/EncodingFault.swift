// SPDX-License-Identifier: Apache-2.0

/// A field that does not go on the wire as it is.
public struct EncodingFault: Error, Sendable, Hashable {
  /// The field as the standard names it, such as `system_id`.
  public let field: String
  /// What is wrong with it. It shows nothing of what the field says.
  public let reason: String

  /// Makes a fault.
  public init(field: String, reason: String) {
    self.field = field
    self.reason = reason
  }
}

extension EncodingFault: CustomStringConvertible {
  /// The fault in words.
  public var description: String { "\(field) \(reason)" }
}
