// SPDX-License-Identifier: Apache-2.0

/// What a simulated SMSC has seen and done since it was made.
package struct SMSCStatistics: Sendable, Hashable, Encodable {
  /// submit_sm and data_sm of bound peers.
  package var submits = 0
  /// Those that were taken. Whether the peer heard of it is another matter.
  package var accepted = 0
  /// Those that were answered with an error.
  package var refused = 0
  /// Texts and destinations that were taken for the first time; those of concatenated messages when they are complete.
  package var uniqueTexts = 0
  /// Messages, or parts of one, whose text had been taken for that destination before.
  package var duplicates = 0
  /// Responses that were left out on purpose.
  package var responsesDropped = 0
  /// Responses that found their connection gone.
  package var responsesLost = 0
  /// Receipts that became due, intermediate ones included.
  package var receiptsDue = 0
  /// Receipts that were sent, each repetition counted.
  package var receiptsSent = 0
  /// Receipts that a peer acknowledged with status 0.
  package var receiptsAcknowledged = 0
  /// Times that a peer answered a receipt or an inbound message with an error.
  package var deliveriesRefused = 0
  /// Times that a peer did not answer one at all.
  package var deliveriesTimedOut = 0
  /// Those that were given up after the last attempt.
  package var deliveriesGivenUp = 0
  /// Inbound messages that were sent, parts and repetitions counted.
  package var inboundSent = 0
  /// Inbound messages that a peer acknowledged with status 0.
  package var inboundAcknowledged = 0
  /// Connections that were taken.
  package var connections = 0
  /// Binds that were accepted.
  package var binds = 0
  /// Binds that were not.
  package var bindsRefused = 0
  /// Times that the SMSC unbound, closed, reset, went silent or restarted on purpose.
  package var sessionFaults = 0
  /// PDUs and streams that could not be read.
  package var malformed = 0
  /// Responses to nothing that the SMSC asked, and PDUs that a client never sends.
  package var unexpected = 0
  /// PDUs of the SMSC that do not go on the wire, such as a receipt to an address that is too long.
  package var unencodable = 0

  private enum CodingKeys: String, CodingKey {
    case submits, accepted, refused
    case uniqueTexts = "unique_texts"
    case duplicates
    case responsesDropped = "responses_dropped"
    case responsesLost = "responses_lost"
    case receiptsDue = "receipts_due"
    case receiptsSent = "receipts_sent"
    case receiptsAcknowledged = "receipts_acknowledged"
    case deliveriesRefused = "deliveries_refused"
    case deliveriesTimedOut = "deliveries_timed_out"
    case deliveriesGivenUp = "deliveries_given_up"
    case inboundSent = "inbound_sent"
    case inboundAcknowledged = "inbound_acknowledged"
    case connections, binds
    case bindsRefused = "binds_refused"
    case sessionFaults = "session_faults"
    case malformed, unexpected, unencodable
  }

  /// Nothing seen yet.
  package init() {}
}
