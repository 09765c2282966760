// SPDX-License-Identifier: Apache-2.0

package import SMPP

/// How an SMSC writes its receipts. SMPP 3.4 §2.11, §5.3.2 and appendix B, which leaves much to the SMSC.
package struct ReceiptDialect: Sendable, Hashable {
  /// How the receipt writes the message's number, in its text and in receipted_message_id.
  package var idForm = MessageIDForm.decimal
  /// Whether there is a text: `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`.
  package var hasText = true
  /// Whether there is a receipted_message_id. SMPP 3.4 §5.3.2.12.
  package var hasReceiptedMessageID = true
  /// Whether there is a message_state. SMPP 3.4 §5.3.2.35.
  package var hasMessageState = true
  /// Whether there is a network_error_code. SMPP 3.4 §5.3.2.31.
  package var hasNetworkErrorCode = true
  /// Whether the text ends with the first 20 characters of the message, as appendix B has it: then it shows a one-time password.
  package var quotesText = false
  /// Whether the text stands in message_payload rather than in short_message.
  package var isInPayload = false
  /// Whether receipts come as data_sm rather than as deliver_sm.
  package var usesDataSM = false
  /// Digits of a date: 10 to the minute, 12 to the second, 14 with the century.
  package var dateDigits = 10
  /// The esm_class of a final receipt; some SMSCs leave it 0.
  package var esmClass = EsmClass.deliveryReceipt

  /// The dialect of appendix B with all three parameters.
  package init() {}
}

/// What a receipt says, whichever way it is written.
struct SimulatedReceipt: Sendable, Hashable {
  let number: UInt64
  /// Of the message.
  let source: Address
  /// Of the message.
  let destination: Address
  let submittedAt: Int64
  var doneAt: Int64
  var state: MessageState
  let isIntermediate: Bool
  /// The message's first characters, as they are quoted.
  let quote: [UInt8]
}

extension ReceiptDialect {
  /// The PDU of a receipt.
  func body(of receipt: SimulatedReceipt) -> PDU.Body {
    let id = idForm.text(of: receipt.number)
    let text = hasText ? Array(words(of: receipt, id: id).utf8) + receipt.quote : []
    var parameters: [TLV] = []
    if hasReceiptedMessageID { parameters.append(TLV(.receiptedMessageID, cString: id)) }
    if hasMessageState { parameters.append(TLV(.messageState, [receipt.state.rawValue])) }
    if hasNetworkErrorCode {
      let error = NetworkErrorCode(network: .gsm, code: receipt.state.networkError)
      parameters.append(TLV(.networkErrorCode, error.value))
    }
    let esmClass = receipt.isIntermediate ? EsmClass.intermediateNotification : esmClass
    // Only data_sm has room for the addresses of a data_sm.
    if usesDataSM || max(receipt.source.value.utf8.count, receipt.destination.value.utf8.count) > 20 {
      if hasText { parameters.append(TLV(.messagePayload, text)) }
      return .dataSM(
        DataSM(source: receipt.destination, destination: receipt.source, esmClass: esmClass, parameters: parameters))
    }
    if isInPayload, hasText { parameters.append(TLV(.messagePayload, text)) }
    return .deliverSM(
      MessagePDU(
        source: receipt.destination, destination: receipt.source, esmClass: esmClass, shortMessage: isInPayload ? [] : text,
        parameters: parameters))
  }

  private func words(of receipt: SimulatedReceipt, id: String) -> String {
    let delivered = receipt.state == .delivered ? "001" : "000"
    let error = Digits.padded(Int(receipt.state.networkError), to: 3)
    return "id:\(id) sub:001 dlvrd:\(delivered) submit date:\(date(receipt.submittedAt)) done date:\(date(receipt.doneAt)) "
      + "stat:\(receipt.state.receiptWord) err:\(error) text:"
  }

  private func date(_ secondsSince1970: Int64) -> String {
    guard
      case .absolute(let year, let month, let day, let hour, let minute, let second, _, _) = SMPPTime(secondsSince1970: secondsSince1970)
    else { return String(repeating: "0", count: dateDigits) }
    let numbers = dateDigits >= 12 ? [month, day, hour, minute, second] : [month, day, hour, minute]
    return Digits.padded(dateDigits >= 14 ? year : year % 100, to: dateDigits >= 14 ? 4 : 2)
      + numbers.map { Digits.padded($0, to: 2) }.joined()
  }
}

extension MessageState {
  /// The word of `stat:` in a receipt. SMPP 3.4 appendix B.
  var receiptWord: String {
    switch self {
    case .enroute: "ENROUTE"
    case .delivered: "DELIVRD"
    case .expired: "EXPIRED"
    case .deleted: "DELETED"
    case .undeliverable: "UNDELIV"
    case .accepted: "ACCEPTD"
    case .rejected: "REJECTD"
    default: "UNKNOWN"
    }
  }

  /// What a GSM network says of it: unknown subscriber, absent subscriber, teleservice not provisioned. TS 29.002 §17.5.
  var networkError: UInt16 {
    switch self {
    case .undeliverable: 1
    case .expired: 27
    case .rejected: 11
    default: 0
    }
  }
}
