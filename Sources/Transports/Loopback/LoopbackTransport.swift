// SPDX-License-Identifier: Apache-2.0

package import OTPCore
internal import Synchronization

/// The transport of developers and test suites: it keeps the last messages in memory for reading, and reports delivery.
///
/// AWS's simulator numbers behave as they do there: see `SimulatorNumbers`.
package final class LoopbackTransport: Transport {
  package let id: TransportID
  package let kind = "loopback"
  package let capabilities = TransportCapabilities(inFlightMax: 256, forgetsOnRestart: true)

  /// Receipts that may wait to be kept. Beyond it messages are refused for a moment.
  private static let receiptsMax = 10_000

  private struct State {
    var inbox: LoopbackInbox
    var receipts: [DeliveryReceipt] = []
  }

  private let clock: GatewayClock
  private let startedAt: Timestamp
  private let state: Mutex<State>
  private let signal: AsyncStream<Void>
  private let wakeUp: AsyncStream<Void>.Continuation

  /// `keep` is how many messages stay readable.
  package init(id: TransportID, keep: Int, clock: GatewayClock) {
    self.id = id
    self.clock = clock
    startedAt = clock.now
    state = Mutex(State(inbox: LoopbackInbox(capacity: keep)))
    (signal, wakeUp) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// What was delivered to `destination`, or to anybody, newest first.
  package func messages(to destination: PhoneNumber?) -> [LoopbackMessage] {
    state.withLock { $0.inbox.messages(to: destination) }
  }

  package func status() -> TransportStatus { TransportStatus(state: .up, since: startedAt) }

  package func submit(_ outbound: OutboundMessage) async -> SubmitOutcome {
    let message = outbound.message
    let now = clock.now
    let remoteID = RemoteID(rawValue: message.id.description)
    let receipt =
      SimulatorNumbers.fails(message.destination)
      ? DeliveryReceipt(
        transport: id, remoteID: remoteID, ending: .failed, at: now, reason: "simulator destination that always fails", error: "simulated")
      : DeliveryReceipt(transport: id, remoteID: remoteID, ending: .delivered, at: now)
    let isTaken = state.withLock { state in
      guard state.receipts.count < Self.receiptsMax else { return false }
      state.inbox.append(LoopbackMessage(message: message, body: outbound.text, submittedAt: now))
      state.receipts.append(receipt)
      return true
    }
    guard isTaken else { return .rejected(Rejection(reason: .throttled, advice: "too many receipts wait to be kept")) }
    wakeUp.yield()
    return .accepted([remoteID])
  }

  package func run(reporting reports: any DeliveryReports) async {
    for await _ in signal { await report(to: reports) }
    await report(to: reports)
  }

  package func beginShutdown() { wakeUp.finish() }

  /// Reports what waits, all in one, until it is kept.
  private func report(to reports: any DeliveryReports) async {
    let receipts = state.withLock { state in
      defer { state.receipts.removeAll() }
      return state.receipts
    }
    guard !receipts.isEmpty else { return }
    while !Task.isCancelled, await !reports.report(.receipts(receipts)) {
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
