// SPDX-License-Identifier: Apache-2.0

internal import Simulators

/// What a simulated SMSC has seen, at its end.
struct SMSCSummary: Encodable {
  private let statistics: SMSCStatistics

  init(_ statistics: SMSCStatistics) {
    self.statistics = statistics
  }

  private enum CodingKeys: String, CodingKey {
    case event
  }

  /// The last line of the log: all counts, beside `"event":"summary"`.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("summary", forKey: .event)
    try statistics.encode(to: encoder)
  }

  /// The counts that a person looks for.
  var words: String {
    let s = statistics
    return """
      binds: \(s.binds) accepted, \(s.bindsRefused) refused; \(s.connections) connections
      submits: \(s.submits), of which \(s.accepted) accepted, \(s.refused) refused
      texts: \(s.uniqueTexts) different ones by destination, \(s.duplicates) duplicates
      receipts: \(s.receiptsDue) due, \(s.receiptsSent) sent, \(s.receiptsAcknowledged) acknowledged
      inbound: \(s.inboundSent) sent, \(s.inboundAcknowledged) acknowledged
      deliveries: \(s.deliveriesRefused) refused, \(s.deliveriesTimedOut) unanswered, \(s.deliveriesGivenUp) given up
      faults: \(s.sessionFaults) of sessions, \(s.responsesDropped) responses dropped, \(s.responsesLost) lost with a connection
      odd PDUs: \(s.malformed) malformed, \(s.unexpected) unexpected
      """
  }
}
