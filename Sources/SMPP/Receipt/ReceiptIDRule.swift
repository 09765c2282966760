// SPDX-License-Identifier: Apache-2.0

/// How an SMSC spells a message's id in receipts, beside its spelling in submit_sm_resp. The standard leaves it open; SMSCs differ.
///
/// From the narrowest: each of the first three covers those before it.
public enum ReceiptIDRule: String, Sendable, Hashable, CaseIterable {
  /// The same.
  case raw
  /// The same but for blanks, and for zeros in front of a number.
  case trimmed
  /// The same but for the case of letters, and for what `trimmed` leaves out.
  case folded
  /// Hexadecimal in the receipt, decimal in the response.
  case hexToDecimal
  /// Decimal in the receipt, hexadecimal in the response.
  case decimalToHex

  /// The id of the response, for the id of a receipt; nil when the rule does not fit the id.
  ///
  /// Letters come out in lower case and numbers without zeros in front. `ReceiptIDLearner` knows how the SMSC spells its responses.
  public func responseID(for receiptID: String) -> String? { spellings(of: ReceiptIDForms(receiptID), as: ReceiptIDStyle()).first }

  /// The ids that the response may have had, the likeliest first.
  func spellings(of receipt: ReceiptIDForms, as style: ReceiptIDStyle) -> [String] {
    switch self {
    case .raw: [receipt.id]
    case .trimmed: [receipt.isNumber ? style.padded(receipt.trimmed) : receipt.trimmed]
    case .folded: style.cased(receipt.isNumber ? style.padded(receipt.folded) : receipt.folded)
    case .hexToDecimal: receipt.hexadecimal.map { [style.padded(String($0))] } ?? []
    case .decimalToHex: receipt.decimal.map { style.cased(style.padded(String($0, radix: 16))) } ?? []
    }
  }
}

extension ReceiptIDRule: CustomStringConvertible {
  /// The rule in words for an operator.
  public var description: String {
    switch self {
    case .raw: "the same in receipts and responses"
    case .trimmed: "the same in receipts and responses but for blanks and leading zeros"
    case .folded: "the same in receipts and responses but for the case of letters"
    case .hexToDecimal: "hexadecimal in receipts, decimal in responses"
    case .decimalToHex: "decimal in receipts, hexadecimal in responses"
    }
  }
}
