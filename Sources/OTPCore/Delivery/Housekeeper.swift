// SPDX-License-Identifier: Apache-2.0

package import Logging

/// Ends and deletes, in the background, what time has overtaken. A bound on each run keeps it from delaying the writes
/// that callers wait for.
package struct Housekeeper: Sendable {
  /// Rows of each kind in one transaction.
  static let limit = 500
  /// How often overdue messages are looked for.
  static let interval: Duration = .seconds(1)
  /// Every so many intervals the dead are deleted too.
  static let deletionEvery = 15
  /// How long after its code's death a submitted message still waits for its receipt.
  static let receiptGrace: Duration = .seconds(60)

  private let store: any Store
  private let dispatcher: Dispatcher
  private let retention: Retention
  private let clock: GatewayClock
  private let logger: Logger

  package init(store: any Store, dispatcher: Dispatcher, retention: Retention = Retention(), clock: GatewayClock, logger: Logger) {
    self.store = store
    self.dispatcher = dispatcher
    self.retention = retention
    self.clock = clock
    self.logger = logger
  }

  /// Runs until it is cancelled.
  package func run() async {
    var turn = 0
    while (try? await Task.sleep(for: Self.interval)) != nil {
      turn += 1
      do {
        try await endOverdue()
        if turn % Self.deletionEvery == 0 { try await deleteDead() }
      } catch {
        logger.error("housekeeping failed; trying again", metadata: ["error": "\(error)"])
      }
    }
  }

  private func endOverdue() async throws(StoreError) {
    var ended = 0
    repeat {
      let overdue = try await store.endOverdue(now: clock.now, grace: Self.receiptGrace, limit: Self.limit)
      dispatcher.happened(overdue)
      ended = overdue.events.count
    } while ended >= Self.limit && !Task.isCancelled
  }

  /// Deletes in bounded transactions, with room for other writes between them, until little is left.
  private func deleteDead() async throws(StoreError) {
    var deleted = 0
    repeat {
      deleted = try await store.deleteDead(now: clock.now, retention: retention, limit: Self.limit)
    } while deleted >= Self.limit && !Task.isCancelled
  }
}
