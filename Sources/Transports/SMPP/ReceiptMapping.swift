// SPDX-License-Identifier: Apache-2.0

internal import OTPCore
internal import SMPP

/// Reads delivery receipts, and learns how this SMSC spells its names of messages in them. Pure.
struct ReceiptMapping: Sendable {
  /// What a message from the SMSC is.
  enum Reading: Sendable, Equatable {
    /// How a message ended.
    case final(OTPCore.DeliveryReceipt)
    /// Where a message stands, or a word that proves nothing: ENROUTE, ACCEPTD, UNKNOWN.
    case passing
    case notAReceipt
  }

  private let transport: TransportID
  private let sniffs: Bool
  private var learner: ReceiptIDLearner

  init(transport: TransportID, settings: SMPPReceiptSettings) {
    self.transport = transport
    sniffs = settings.sniffs
    learner = ReceiptIDLearner(rule: settings.rule.learnerRule)
  }

  /// What is known of the spelling, in words for an operator.
  var facts: String { learner.facts }

  /// The SMSC has given this name to a message.
  mutating func submitted(_ remoteID: RemoteID) { learner.submitted(remoteID.rawValue) }

  mutating func read(_ pdu: PDU, at now: Timestamp) -> Reading {
    let receipt: SMPP.DeliveryReceipt?
    let source: Address
    switch pdu.body {
    case .deliverSM(let message):
      receipt = SMPP.DeliveryReceipt(message, sniffsText: sniffs)
      source = message.source
    case .dataSM(let message):
      receipt = SMPP.DeliveryReceipt(message, sniffsText: sniffs)
      source = message.source
    default: return .notAReceipt
    }
    guard let receipt else { return .notAReceipt }
    guard !receipt.isIntermediate, let kind = receipt.state?.ending else { return .passing }
    // A receipt that names no message is found by its number, if it can be.
    let written = receipt.messageID.flatMap(RemoteID.init(smpp:))
    let spellings = written.map { learner.candidates(for: $0.rawValue) } ?? []
    let names = (spellings.isEmpty ? [written?.rawValue ?? ""] : spellings).map(RemoteID.init(rawValue:))
    let ending = DeliveryEnding(kind, reason: kind == .delivered ? nil : receipt.stateWord, error: receipt.error)
    return .final(
      OTPCore.DeliveryReceipt(
        transport: transport, remoteID: names[0], alternatives: Array(names.dropFirst()),
        destination: source.value.isEmpty ? nil : source.value, ending: ending, at: now))
  }
}

extension SMPP.MessageState {
  /// How the message ended; nil when the state is not final or proves nothing. SMPP 3.4 §5.2.28.
  fileprivate var ending: DeliveryEnding.Kind? {
    switch self {
    case .delivered: .delivered
    case .expired: .expired
    case .deleted, .undeliverable, .rejected, .skipped: .failed
    default: nil
    }
  }
}

extension SMPPReceiptSettings.IDRule {
  fileprivate var learnerRule: ReceiptIDRule? {
    switch self {
    case .auto: nil
    case .raw: .raw
    case .trimmed: .folded
    case .hex: .hexToDecimal
    case .decimal: .decimalToHex
    }
  }
}
