// SPDX-License-Identifier: Apache-2.0

/// An attempt to hand a message over whose answer did not come when it was waited for, or came without a name.
package struct DoubtfulAttempt: Sendable, Equatable {
  package let transport: TransportID
  /// What the network has called it since, in a late answer or in receipts that can mean no other message.
  package var remoteIDs: [RemoteID]
  /// False while neither an answer nor receipts have told what became of it.
  package var isResolved: Bool

  package init(over transport: TransportID, remoteIDs: [RemoteID] = [], isResolved: Bool = false) {
    self.transport = transport
    self.remoteIDs = remoteIDs
    self.isResolved = isResolved
  }

  /// Whether a receipt under an unknown name can be on it.
  var awaitsName: Bool { !isResolved || remoteIDs.isEmpty }

  func has(_ remoteID: RemoteID, over transport: TransportID) -> Bool {
    self.transport == transport && remoteIDs.contains(remoteID)
  }
}
