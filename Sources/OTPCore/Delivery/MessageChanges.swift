// SPDX-License-Identifier: Apache-2.0

/// What one write changed, for those who count and wake.
package struct MessageChanges: Sendable, Equatable {
  /// Steps that messages took.
  package var events: [MessageEvent] = []
  /// Messages that left their queue otherwise than by a claim, by transport.
  package var unqueued: [TransportID: Int] = [:]
  /// Messages that were sent once more though a phone may have them, by their new transport.
  package var possibleDuplicates: [TransportID: Int] = [:]
  /// Receipts whose message is not known, kept for the case that it turns up, by transport.
  package var orphansKept: [TransportID: Int] = [:]
  /// Receipts kept before whose message has turned up, by transport.
  package var orphansMatched: [TransportID: Int] = [:]

  package init() {}
}

/// What a start found in the store.
package struct Recovery: Sendable, Equatable {
  /// Messages that wait, by transport.
  package var waiting: [TransportID: Int] = [:]
  package var changes = MessageChanges()

  package init() {}
}
