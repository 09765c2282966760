// SPDX-License-Identifier: Apache-2.0

/// A way to hand one short message to a network and to hear what becomes of it.
///
/// The dispatcher calls `run` once, for the life of the process, and `submit` from many tasks at a time, never more than
/// `capabilities.inFlightMax`.
package protocol Transport: Sendable {
  var id: TransportID { get }
  /// The word for it in the configuration, such as `loopback`.
  var kind: String { get }
  var capabilities: TransportCapabilities { get }

  func status() -> TransportStatus

  /// Whether messages can be handed over now. Asked with every message.
  var isUp: Bool { get }

  /// Hands the message over. Never throws: every ending is an outcome. Cancelled before the hand-over it answers
  /// rejected (unavailable), after it unknown.
  func submit(_ message: OutboundMessage) async -> SubmitOutcome

  /// Keeps the link and reports until `beginShutdown` has drained what is in flight; cancelling is the abrupt way.
  /// A lost link is a status, never a return. Each report is awaited, and only a report that was kept (true) may be
  /// acknowledged to the network.
  func run(reporting reports: any DeliveryReports) async

  /// The gateway stops: what was handed over is waited for, what waits for its turn is answered rejected (unavailable), and so
  /// is whatever is still submitted. May be called more than once.
  func beginShutdown()
}

/// Who hears what a transport has to tell.
package protocol DeliveryReports: Sendable {
  /// True when everything that must not be lost is durable.
  func report(_ event: TransportEvent) async -> Bool
}

/// News from a transport.
package enum TransportEvent: Sendable {
  case receipts([DeliveryReceipt])
  case inbound(InboundMessage)
  /// The network's answer to a `submit` that had already been answered with unknown.
  case answered(MessageID, SubmitOutcome)
  case changed(TransportID, TransportStatus)
}

/// What a transport can do.
package struct TransportCapabilities: Sendable, Equatable {
  /// How many `submit` calls may be open at a time.
  package let inFlightMax: Int
  /// True when nothing it accepted outlives the process, so that a message found between submit and answer after a crash
  /// can safely be submitted again.
  package let forgetsOnRestart: Bool

  package init(inFlightMax: Int, forgetsOnRestart: Bool) {
    self.inFlightMax = inFlightMax
    self.forgetsOnRestart = forgetsOnRestart
  }
}

/// How a transport is doing.
package struct TransportStatus: Sendable, Equatable {
  package enum State: String, Sendable {
    case up, down
  }

  package let state: State
  package let since: Timestamp
  /// Words for an operator: what went wrong last, and what to do.
  package let lastError: String?
  /// What only this kind of transport knows, such as an operator's name or a signal.
  package let facts: [String: String]

  package init(state: State, since: Timestamp, lastError: String? = nil, facts: [String: String] = [:]) {
    self.state = state
    self.since = since
    self.lastError = lastError
    self.facts = facts
  }
}

/// A message on its way out, with its text open. It prints without the text.
package struct OutboundMessage: Sendable, CustomStringConvertible, CustomReflectable {
  package let message: Message
  package let text: String

  package init(message: Message, text: String) {
    self.message = message
    self.text = text
  }

  package var description: String { "message \(message.id)" }

  package var customMirror: Mirror { Mirror(self, children: ["id": message.id.description]) }
}

extension Transport {
  package var isUp: Bool { status().state == .up }
}
