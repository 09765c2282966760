// SPDX-License-Identifier: Apache-2.0

/// How delivery receipts of one SMSC are read.
package struct SMPPReceiptSettings: Sendable, Hashable {
  /// How the name in a receipt relates to the name in the answer to the submit.
  package enum IDRule: String, Sendable, Hashable {
    /// Learned from the first receipts.
    case auto
    case raw, hex, decimal, trimmed
  }

  package var rule: IDRule
  /// Whether a message that only looks like a receipt, without saying so in esm_class, is one.
  package var sniffs: Bool

  package init(rule: IDRule = .auto, sniffs: Bool = false) {
    self.rule = rule
    self.sniffs = sniffs
  }
}
