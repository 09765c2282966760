// SPDX-License-Identifier: Apache-2.0

extension MessageState {
  /// The state that the word after `stat:` says, whatever its case; nil for a word that is not known. SMPP 3.4 Appendix B, and the words
  /// that SMSCs are seen to send besides.
  ///
  /// What proves no delivery is never taken for one: ACKED is an acceptance, a buffered message is on its way, and a status that the SMSC
  /// itself calls bad is unknown.
  public init?(receiptWord word: String) {
    switch word.uppercased() {
    case "DELIVRD", "DELIVERED", "DELIVERD": self = .delivered
    case "EXPIRED": self = .expired
    case "DELETED": self = .deleted
    case "UNDELIV", "UNDELIVERABLE", "UNDELIVERED", "UNDELIVRD", "FAILED": self = .undeliverable
    case "ACCEPTD", "ACCEPTED", "ACKED": self = .accepted
    case "UNKNOWN", "UNKNOWND", "BADSTAT": self = .unknown
    case "REJECTD", "REJECTED": self = .rejected
    case "ENROUTE", "BUFFRED", "BUFFERD", "BUFFERED": self = .enroute
    case "SCHEDULED", "SCHEDLD": self = .scheduled
    case "SKIPPED": self = .skipped
    default: return nil
    }
  }
}
