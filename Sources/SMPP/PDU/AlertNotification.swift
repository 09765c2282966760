// SPDX-License-Identifier: Apache-2.0

/// alert_notification: a phone has become available. SMPP 3.4 §4.12.1. It has no response.
public struct AlertNotification: Sendable, Hashable {
  /// The phone that can take messages now.
  public var source: Address
  /// Who is told.
  public var esmeAddress: Address
  /// Optional parameters in the order of the wire.
  public var parameters: [TLV]

  /// Makes one of its fields.
  public init(source: Address, esmeAddress: Address, parameters: [TLV] = []) {
    self.source = source
    self.esmeAddress = esmeAddress
    self.parameters = parameters
  }
}
