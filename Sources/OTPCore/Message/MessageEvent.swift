// SPDX-License-Identifier: Apache-2.0

/// One step in a message's life, as its timeline keeps it.
package struct MessageEvent: Sendable, Equatable {
  package let state: MessageState
  package let at: Timestamp
  package let transport: TransportID
  /// The names that the network gave the message, one a part.
  package let remoteIDs: [RemoteID]
  /// Words for an operator; never the code or the body.
  package let reason: String?
  /// The network's own error code, as it writes it.
  package let error: String?

  package init(
    state: MessageState, at: Timestamp, transport: TransportID, remoteIDs: [RemoteID] = [], reason: String? = nil, error: String? = nil
  ) {
    self.state = state
    self.at = at
    self.transport = transport
    self.remoteIDs = remoteIDs
    self.reason = reason
    self.error = error
  }
}

/// A wanted step: the store takes it when `MessageState.mayBecome` allows it, and drops it as late news otherwise.
package struct MessageStep: Sendable, Equatable {
  package let message: MessageID
  package let event: MessageEvent
  /// For a message that goes back to `queued`: not to be claimed before.
  package let notBefore: Timestamp?
  /// For a message that goes back to `queued`: false when the claim shall not count as an attempt.
  package let countsAsAttempt: Bool
  /// For an outcome that is not known: when the message is sent once more. Its body is kept till then.
  package let resendAt: Timestamp?

  package init(
    message: MessageID, event: MessageEvent, notBefore: Timestamp? = nil, countsAsAttempt: Bool = true, resendAt: Timestamp? = nil
  ) {
    self.message = message
    self.event = event
    self.notBefore = notBefore
    self.countsAsAttempt = countsAsAttempt
    self.resendAt = resendAt
  }
}

/// A message with its state and timeline, as an operator sees it.
package struct MessageRecord: Sendable, Equatable {
  package let message: Message
  package let state: MessageState
  package let timeline: [MessageEvent]

  package init(message: Message, state: MessageState, timeline: [MessageEvent]) {
    self.message = message
    self.state = state
    self.timeline = timeline
  }
}
