// SPDX-License-Identifier: Apache-2.0

internal import Logging

/// Hears a transport and keeps what it tells.
struct DeliveryTracker: DeliveryReports {
  let transport: TransportID
  let recorder: DeliveryRecorder
  let dispatcher: Dispatcher
  let store: any Store
  let keyRing: KeyRing
  let clock: GatewayClock
  let logger: Logger

  func report(_ event: TransportEvent) async -> Bool {
    do {
      switch event {
      case .receipts(let receipts):
        return await recorder.keep(receipts)
      case .answered(let message, let outcome):
        dispatcher.happened(try await store.answer(message, with: outcome, over: transport, now: clock.now))
        dispatcher.answeredLate(outcome, over: transport)
      case .inbound(let inbound):
        var random = SystemRandomNumberGenerator()
        let id = MessageID(at: clock.now, random: &random)
        guard let body = keyRing.seal(inbound.text, for: id) else { return false }
        try await store.keep(inbound, body: body, id: id)
      case .changed(let transport, let status):
        if status.state == .up { dispatcher.wake(transport) }
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
