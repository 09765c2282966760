// SPDX-License-Identifier: Apache-2.0

package import SMPP

/// What an SMSC does wrong, and how often. The plan that is made without arguments does nothing wrong.
///
/// Frequencies of what befalls messages are counted over all submit_sm and data_sm that bound peers send.
package struct FaultPlan: Sendable, Hashable {
  /// A status that is answered instead of 0.
  package struct Refusal: Sendable, Hashable {
    /// The status, such as ESME_RTHROTTLED.
    package var status: CommandStatus
    /// How often.
    package var frequency: Frequency

    /// Makes a refusal.
    package init(_ status: CommandStatus, _ frequency: Frequency) {
      self.status = status
      self.frequency = frequency
    }
  }

  /// How long each response to a message waits.
  package var responseDelay = Duration.zero
  /// Up to so much is added to the delay, drawn for each response: they overtake each other.
  package var responseJitter = Duration.zero
  /// Responses gather for so long and leave in an order drawn at random; zero for the order of the requests.
  package var reorderWindow = Duration.zero
  /// The message is taken, its response never comes.
  package var dropsResponse = Frequency.never
  /// The response has status 0 and no body, hence no message id.
  package var omitsBody = Frequency.never

  /// Messages that are not taken. The first that is due counts.
  package var refusals: [Refusal] = []
  /// More messages than this in one second, counted for each system_id, are answered with ESME_RTHROTTLED.
  package var submitsPerSecondMax: Int?
  /// More unanswered messages than this on one bind are answered with ESME_RTHROTTLED.
  package var windowMax: Int?
  /// Binds that are not accepted.
  package var bindRefusal: Refusal?

  /// The receipt is sent before the response of its message.
  package var sendsReceiptFirst = Frequency.never
  /// The receipt is sent twice.
  package var duplicatesReceipt = Frequency.never

  /// A PDU of the SMSC is cut somewhere, and its parts leave in segments of their own.
  package var splitsSegment = Frequency.never
  /// A PDU of the SMSC waits for the next one and leaves in the same segment.
  package var joinsSegments = Frequency.never
  /// How long it waits at most: a peer that waits for this response sends nothing that would bring the next.
  package var joinPause = Duration.milliseconds(10)

  /// The SMSC unbinds when it has taken the message, with others under way.
  package var unbinds = Frequency.never
  /// The connection is closed (FIN) when the message has been taken and before it is answered.
  package var closes = Frequency.never
  /// The connection is reset (RST) when the message has been taken and before it is answered.
  package var resets = Frequency.never
  /// From this message on the SMSC neither reads nor writes on the connection, and keeps it open.
  package var goesSilent = Frequency.never
  /// When it has taken the message the SMSC drops all connections and refuses new ones for `downtime`. It then knows its messages and
  /// the receipts that it owes, and no session.
  package var restarts = Frequency.never
  /// How long a restart takes.
  package var downtime = Duration.seconds(2)

  /// The SMSC reads no more than so many PDUs per second from each connection; TCP makes the peer wait.
  package var readsPerSecondMax: Int?
  /// congestion_state rises from 0 to 100 and falls again within this time, in responses to peers bound with SMPP 5.0. SMPP 5.0 §4.8.4.18.
  package var congestionPeriod: Duration?

  /// A plan without faults.
  package init() {}
}
