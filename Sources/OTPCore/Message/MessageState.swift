// SPDX-License-Identifier: Apache-2.0

/// Where a message stands. `queued → submitting → submitted → delivered`, or one of the other endings.
package enum MessageState: Int, Sendable, CaseIterable {
  case queued, submitting, submitted, delivered, failed, expired
  /// Whether the network has the message is not known: the link was lost between submit and answer, or no receipt came.
  case unknown

  package var name: String {
    switch self {
    case .queued: "queued"
    case .submitting: "submitting"
    case .submitted: "submitted"
    case .delivered: "delivered"
    case .failed: "failed"
    case .expired: "expired"
    case .unknown: "unknown"
    }
  }

  package init?(name: String) {
    guard let state = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = state
  }

  /// True for the states that a message does not leave by itself. Only news from the network can still correct `unknown`.
  package var isTerminal: Bool {
    switch self {
    case .queued, .submitting, .submitted: false
    case .delivered, .failed, .expired, .unknown: true
    }
  }

  /// Whether the store may move a message from here to `next`; everything else is late news that changes nothing.
  ///
  /// News of a first attempt finds a message that is sent once more queued or submitting.
  package func mayBecome(_ next: MessageState) -> Bool {
    switch (self, next) {
    case (.queued, .submitting), (.queued, .expired), (.queued, .failed): true
    case (.queued, .submitted), (.queued, .delivered), (.queued, .unknown): true
    case (.submitting, .queued), (.submitting, .submitted), (.submitting, .failed), (.submitting, .expired), (.submitting, .unknown): true
    case (.submitting, .delivered): true
    case (.submitted, .delivered), (.submitted, .failed), (.submitted, .expired), (.submitted, .unknown): true
    case (.unknown, .queued), (.unknown, .submitted), (.unknown, .delivered), (.unknown, .failed), (.unknown, .expired): true
    default: false
    }
  }
}
