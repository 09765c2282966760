// SPDX-License-Identifier: Apache-2.0

/// What an SMSC says of a message that was submitted before, wherever in a deliver_sm or data_sm it says it: in parameters first, then in
/// the text. SMPP 3.4 §2.11, Appendix B.
public struct DeliveryReceipt: Sendable, Hashable {
  /// The message, as the SMSC spells it here; nil when it names none. `ReceiptIDLearner` finds the spelling of the submit_sm_resp.
  public var messageID: String?
  /// Where the message stands; nil when the SMSC says nothing that is known.
  public var state: MessageState?
  /// The word for the state in the text, such as `DELIVRD`; nil when there is none.
  public var stateWord: String?
  /// Why it was not delivered, such as `GSM 33` or `021`; nil when there is no reason or it is 0.
  public var error: String?
  /// When the message reached its state.
  public var doneDate: ReceiptDate?
  /// True of a report on the way to the final state, by its esm_class.
  public var isIntermediate: Bool

  /// Reads a deliver_sm; nil when it is a message and no receipt.
  ///
  /// - Parameter sniffsText: takes a text with `id:` in front and a known `stat:` for a receipt even when esm_class does not call it one,
  ///   as some SMSCs leave that at 0. A phone can send such a text too.
  public init?(_ message: MessagePDU, sniffsText: Bool = false) {
    self.init(
      esmClass: message.esmClass, text: message.text, parameters: message.parameters, sniffsText: sniffsText)
  }

  /// Reads a data_sm; nil when it is a message and no receipt.
  public init?(_ message: DataSM, sniffsText: Bool = false) {
    self.init(
      esmClass: message.esmClass, text: message.parameters[.messagePayload] ?? [], parameters: message.parameters,
      sniffsText: sniffsText)
  }

  private init?(esmClass: EsmClass, text octets: [UInt8], parameters: [TLV], sniffsText: Bool) {
    let kind = esmClass.messageType
    let isNamed = kind.contains(.deliveryReceipt) || kind.contains(.intermediateNotification)
    let parameterID = parameters.text(.receiptedMessageID).flatMap { $0.isEmpty ? nil : $0 }
    // No PDU but a receipt has this parameter.
    guard isNamed || kind.isEmpty && (parameterID != nil || sniffsText) else { return nil }
    let octets = Self.octets(octets, hasHeader: esmClass.contains(.userDataHeader))
    let text = DeliveryReceiptText(octets)
    if !isNamed, parameterID == nil {
      guard text.state != nil, text.id != nil, octets.drop(while: { $0 <= 0x20 }).prefix(3).map({ $0 | 0x20 }) == Array("id:".utf8) else {
        return nil
      }
    }
    messageID = parameterID ?? text.id
    let parameterState = parameters.messageState.flatMap { $0.rawValue <= MessageState.skipped.rawValue ? $0 : nil }
    state = parameterState ?? text.state
    stateWord = text.stateWord
    let networkError = parameters.networkErrorCode.flatMap { $0.code == 0 ? nil : $0.description }
    error = networkError ?? text.error.flatMap { $0.utf8.allSatisfy { $0 == UInt8(ascii: "0") } ? nil : $0 }
    doneDate = text.doneDate.flatMap(ReceiptDate.init)
    isIntermediate = kind.contains(.intermediateNotification)
  }

  /// The text without a user data header; of UCS-2 the lower octets, which is what a receipt's characters have. A receipt starts with a
  /// letter, so that its first octet tells UCS-2 from the rest; data_coding is seen to be wrong.
  private static func octets(_ octets: [UInt8], hasHeader: Bool) -> [UInt8] {
    let text = hasHeader ? Array(octets.dropFirst(1 + Int(octets.first ?? 0))) : octets
    guard text.first == 0 else { return text }
    return stride(from: 0, to: text.count - 1, by: 2).map { text[$0] == 0 ? text[$0 + 1] : UInt8(ascii: "?") }
  }
}
