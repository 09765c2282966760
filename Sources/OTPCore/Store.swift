// SPDX-License-Identifier: Apache-2.0

package import struct Foundation.Data

/// What must outlive the process. Every verb is one transaction and returns when it is durable.
///
/// The rules (what verifies, what a re-send does) are pure functions that the store runs inside its transaction, so that
/// two stores cannot differ in them.
package protocol Store: Sendable {
  /// Keeps a challenge and its message, unless `invocation` was answered before.
  func accept(_ proposal: Proposal) async throws(StoreError) -> Acceptance

  /// What `accept` answered to an earlier try of a call; nil when there was none.
  func replay(of invocation: Invocation, application: String) async throws(StoreError) -> Acceptance?

  /// Reads the challenge of `key` and the failure budget of its destination, applies `rule`, keeps what it says.
  /// Does the same reads and writes whether the challenge exists or not.
  func judge(
    _ key: ChallengeKey, _ rule: @escaping @Sendable (Challenge?, FailureBudget) -> Judgement
  ) async throws(StoreError) -> Verdict

  /// Takes up to `atMost` queued messages that are due and whose codes live, oldest first, and marks them submitting.
  func claim(for transport: TransportID, atMost: Int, now: Timestamp) async throws(StoreError) -> [ClaimedMessage]

  /// Takes what became of claims, as `MessageStanding.take` says, and then applies receipts.
  ///
  /// A body is erased when no attempt can need it any more. Receipts that came before the `submitted` step they belong to are
  /// applied with it, and so is the one receipt that can only mean a message whose outcome is not known.
  ///
  /// A receipt means a message by name, by another spelling of it when the destination agrees, or because only one message to
  /// that destination waits for news. One whose message is not known (yet) is kept for a day.
  func record(
    _ steps: [MessageStep], settling receipts: [DeliveryReceipt], now: Timestamp
  ) async throws(StoreError) -> MessageChanges

  /// Takes an answer over `transport` that came after the transport had given it up.
  func answer(
    _ message: MessageID, with outcome: SubmitOutcome, over transport: TransportID, now: Timestamp
  ) async throws(StoreError) -> MessageChanges

  /// Puts messages whose plan to be sent once more is due, at most `limit`, into the queue of the transport that `choosing`
  /// says; one that it has no transport for is asked for again a second later.
  func resendUnknown(
    now: Timestamp, limit: Int, choosing: @escaping @Sendable (Message) -> TransportID?
  ) async throws(StoreError) -> MessageChanges

  /// Keeps a message that came in.
  func keep(_ inbound: InboundMessage, body: SealedText, id: MessageID) async throws(StoreError)

  /// After a start: messages found between submit and answer go back to the queue of a transport in `resubmitting`, and
  /// are unknown elsewhere, as after an answer that did not come.
  func recover(resubmitting: Set<TransportID>, now: Timestamp) async throws(StoreError) -> Recovery

  /// Ends messages that have outlived their codes, at most `limit` of a kind: queued ones expire, submitted ones whose receipt
  /// is `grace` late become unknown, and plans to send once more are given up with the bodies that they kept.
  func endOverdue(now: Timestamp, grace: Duration, limit: Int) async throws(StoreError) -> MessageChanges

  /// Deletes what nobody needs any more, at most `limit` rows of each kind. Returns how many it deleted.
  func deleteDead(now: Timestamp, retention: Retention, limit: Int) async throws(StoreError) -> Int

  func message(_ id: MessageID) async throws(StoreError) -> MessageRecord?
  /// Newest first; `after` continues below that message.
  func messages(matching filter: MessageFilter, limit: Int, after: MessageID?) async throws(StoreError) -> [MessageRecord]
  func blocks() async throws(StoreError) -> [DestinationBlock]
  /// False when there was no block.
  func liftBlock(of destination: PhoneNumber) async throws(StoreError) -> Bool
  /// The keys that living codes and waiting bodies were made with.
  func keysInUse(now: Timestamp) async throws(StoreError) -> Set<KeyID>
  /// Throws when the store cannot answer.
  func ping() async throws(StoreError)
}

/// A store that cannot do what it was asked, in words for an operator.
package struct StoreError: Error, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

/// A code and its message, to be kept together.
package struct Proposal: Sendable {
  package let challenge: Challenge
  package let message: Message
  package let body: SealedText
  package let invocation: Invocation?
  /// As the caller wrote it; answered again to a retry.
  package let destinationAsSent: String
  /// Whether a lane has kept a place for the message: it is then kept as claimed, and needs no claim of its own.
  package let isClaimed: Bool

  package init(
    challenge: Challenge, message: Message, body: SealedText, invocation: Invocation?, destinationAsSent: String, isClaimed: Bool = false
  ) {
    self.challenge = challenge
    self.message = message
    self.body = body
    self.invocation = invocation
    self.destinationAsSent = destinationAsSent
    self.isClaimed = isClaimed
  }
}

/// One call of an AWS SDK: its `amz-sdk-invocation-id`, the same in all its retries.
package struct Invocation: Sendable {
  package static let octetsMax = 64

  package let name: String
  /// A digest of the request: the same name with another request is not a retry.
  package let fingerprint: Data

  package init(name: String, fingerprint: Data) {
    self.name = name
    self.fingerprint = fingerprint
  }
}

/// What became of a proposal.
package enum Acceptance: Sendable, Equatable {
  case accepted(MessageID)
  /// The first try of the same call was accepted.
  case replayed(MessageID, destinationAsSent: String)
  /// Another request has used the name of this call.
  case conflicting

  package var message: MessageID? {
    switch self {
    case .accepted(let message), .replayed(let message, _): message
    case .conflicting: nil
    }
  }
}

/// Which messages an operator asks for.
package struct MessageFilter: Sendable {
  package let destination: PhoneNumber?
  package let state: MessageState?

  package init(destination: PhoneNumber? = nil, state: MessageState? = nil) {
    self.destination = destination
    self.state = state
  }
}

/// How long rows outlive their use.
package struct Retention: Sendable {
  /// Ended messages and their timelines: three days answer most "where is my code?".
  package var messages: Duration = .seconds(72 * 3600)
  /// Dead codes: as long as they stand, the verdict on one is `expired` and not `unknownReference`.
  package var challenges: Duration = .seconds(3600)
  /// Answers for retries of the same SDK call.
  package var invocations: Duration = .seconds(24 * 3600)
  /// Receipts whose message never turned up.
  package var orphanReceipts: Duration = .seconds(24 * 3600)
  /// Failed guesses of numbers that are not blocked.
  package var failures: Duration = .seconds(30 * 24 * 3600)

  package init() {}
}
