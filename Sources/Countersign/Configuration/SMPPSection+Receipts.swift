// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// `receipts`: what is made of delivery receipts.
  struct Receipts: Sendable, Equatable {
    /// `ids`: default `auto`.
    var ids = IDRule.auto
    /// `sniff`: default false: whether a message that only looks like a receipt (esm_class 0) is one.
    var sniffs = false
    /// `request`: default true: whether receipts are asked for.
    var areRequested = true

    /// How the message id in a receipt relates to the one that the message was accepted with.
    enum IDRule: String, Sendable, CaseIterable {
      /// Learned from the first receipts.
      case auto
      /// The same, octet for octet.
      case raw
      /// Hexadecimal in the receipt, decimal in the answer.
      case hex
      /// Decimal in the receipt, hexadecimal in the answer.
      case decimal
      /// The same but for blanks, leading zeros and letter case.
      case trimmed
    }

    enum Key: String, ConfigurationKey {
      case ids, sniff, request
      static let section = "transports[].receipts"
    }
  }
}

extension SMPPSection.Receipts {
  static var value: ConfigurationValue<Self> {
    .section("a mapping") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      return Self(
        ids: fields.value(.ids, as: .choice(of: "a rule for ids"), default: .auto),
        sniffs: fields.value(.sniff, as: .boolean, default: false), areRequested: fields.value(.request, as: .boolean, default: true))
    }
  }
}
