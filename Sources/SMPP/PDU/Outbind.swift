// SPDX-License-Identifier: Apache-2.0

/// outbind: an SMSC asks the client to bind as a receiver. SMPP 3.4 §4.1.7.
public struct Outbind: Sendable, Hashable {
  /// Who it is, at most 15 octets.
  public var systemID: String
  /// Never printed.
  public var password: String

  /// Makes one of its fields.
  public init(systemID: String, password: String) {
    self.systemID = systemID
    self.password = password
  }
}
