// SPDX-License-Identifier: Apache-2.0

package import Logging

/// Sends messages once more, in the background, when nothing was heard of their first attempt. What may be sent and when is
/// said by `OutcomePolicy` and kept in the store; here is only the clock that asks.
package struct Resender: Sendable {
  /// Messages in one transaction.
  static let limit = 200
  static let interval: Duration = .seconds(1)

  private let store: any Store
  private let router: Router
  private let dispatcher: Dispatcher
  private let clock: GatewayClock
  private let logger: Logger

  package init(store: any Store, router: Router, dispatcher: Dispatcher, clock: GatewayClock, logger: Logger) {
    self.store = store
    self.router = router
    self.dispatcher = dispatcher
    self.clock = clock
    self.logger = logger
  }

  /// Runs until it is cancelled.
  package func run() async {
    while (try? await Task.sleep(for: Self.interval)) != nil {
      do {
        try await resendDue()
      } catch {
        logger.error("cannot send messages once more; trying again in a second", metadata: ["error": "\(error)"])
      }
    }
  }

  private func resendDue() async throws(StoreError) {
    var resent = 0
    repeat {
      let changes = try await store.resendUnknown(now: clock.now, limit: Self.limit) { [router, availability = dispatcher.availability] in
        ResendPolicy.transport(for: $0, router: router, availability: availability)
      }
      dispatcher.happened(changes)
      resent = changes.events.count
    } while resent >= Self.limit && !Task.isCancelled
  }
}
