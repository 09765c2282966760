// SPDX-License-Identifier: Apache-2.0

extension MessageState {
  /// The state that the word after `stat:` says, whatever its case; nil for a word that is not known. SMPP 3.4 Appendix B, and the words
  /// that SMSCs are seen to send besides.
  ///
  /// What proves no delivery is never taken for one: ACKED is an acceptance, a buffered message is on its way, and a status that the SMSC
  /// itself calls bad is unknown.
  public init?(receiptWord word: String) {
    guard let state = Self.receiptWords[word] ?? Self.receiptWords[word.uppercased()] else { return nil }
    self = state
  }

  private static let receiptWords: [String: MessageState] = [
    "DELIVRD": .delivered, "DELIVERED": .delivered, "DELIVERD": .delivered,
    "EXPIRED": .expired,
    "DELETED": .deleted,
    "UNDELIV": .undeliverable, "UNDELIVERABLE": .undeliverable, "UNDELIVERED": .undeliverable, "UNDELIVRD": .undeliverable,
    "FAILED": .undeliverable,
    "ACCEPTD": .accepted, "ACCEPTED": .accepted, "ACKED": .accepted,
    "UNKNOWN": .unknown, "BADSTAT": .unknown,
    "REJECTD": .rejected, "REJECTED": .rejected,
    "ENROUTE": .enroute, "BUFFRED": .enroute, "BUFFERD": .enroute, "BUFFERED": .enroute,
    "SCHEDULED": .scheduled, "SCHEDLD": .scheduled,
    "SKIPPED": .skipped,
  ]
}
