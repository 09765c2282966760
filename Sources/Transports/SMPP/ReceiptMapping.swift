// SPDX-License-Identifier: Apache-2.0

internal import OTPCore
internal import SMPP

/// Reads delivery receipts and finds out how this SMSC names messages in them. Pure.
struct ReceiptMapping: Sendable {
  /// What a message from the SMSC is.
  enum Reading: Sendable, Equatable {
    case final(DeliveryReceipt)
    /// It says where the message stands, not how it ended.
    case passing
    case notAReceipt
  }

  let transport: TransportID
  let settings: SMPPReceiptSettings
  let alphabet: SMPPAlphabet

  init(transport: TransportID, settings: SMPPReceiptSettings, alphabet: SMPPAlphabet) {
    self.transport = transport
    self.settings = settings
    self.alphabet = alphabet
  }

  var fact: String { settings.rule.rawValue }

  /// The SMSC has given this name to a message.
  mutating func submitted(_ messageID: String) {}

  mutating func read(_ pdu: PDU, at now: Timestamp) -> Reading {
    guard case .deliverSM(let message) = pdu.body, message.esmClass.messageType == .deliveryReceipt else { return .notAReceipt }
    guard let id = message.parameters.text(.receiptedMessageID), let state = message.parameters.messageState else { return .passing }
    let kind: DeliveryEnding.Kind
    switch state {
    case .delivered: kind = .delivered
    case .expired: kind = .expired
    case .deleted, .undeliverable, .rejected, .skipped: kind = .failed
    default: return .passing
    }
    return .final(
      DeliveryReceipt(
        transport: transport, remoteID: RemoteID(rawValue: id), destination: message.source.value, ending: DeliveryEnding(kind), at: now))
  }
}
