// SPDX-License-Identifier: Apache-2.0

internal import Logging

/// Hears the transports and keeps what they tell.
struct DeliveryTracker: DeliveryReports {
  let store: any Store
  let keyRing: KeyRing
  let clock: GatewayClock
  let metrics: MessageMetrics
  let logger: Logger

  func report(_ event: TransportEvent) async -> Bool {
    do {
      switch event {
      case .receipts(let receipts):
        metrics.happened(try await store.settle(receipts, now: clock.now))
      case .inbound(let inbound):
        var random = SystemRandomNumberGenerator()
        let id = MessageID(at: clock.now, random: &random)
        guard let body = keyRing.seal(inbound.text, for: id) else { return false }
        try await store.keep(inbound, body: body, id: id)
      case .answered(let message, _):
        logger.notice("a late answer", metadata: ["message": "\(message)"])
      case .changed(let transport, let status):
        logger.notice(
          "transport changed",
          metadata: ["transport": "\(transport)", "state": "\(status.state.rawValue)", "error": "\(status.lastError ?? "none")"])
      }
      return true
    } catch {
      logger.error("cannot keep a transport's report; it will be asked for again", metadata: ["error": "\(error)"])
      return false
    }
  }
}
