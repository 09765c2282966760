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

  private let clock: GatewayClock
  private let startedAt: Timestamp
  private let inbox: Mutex<LoopbackInbox>
  private let stop: AsyncStream<Void>
  private let stopped: AsyncStream<Void>.Continuation

  /// `keep` is how many messages stay readable.
  package init(id: TransportID, keep: Int, clock: GatewayClock) {
    self.id = id
    self.clock = clock
    startedAt = clock.now
    inbox = Mutex(LoopbackInbox(capacity: keep))
    (stop, stopped) = AsyncStream.makeStream()
  }

  /// What was delivered to `destination`, or to anybody, newest first.
  package func messages(to destination: PhoneNumber?) -> [LoopbackMessage] {
    inbox.withLock { $0.messages(to: destination) }
  }

  package func status() -> TransportStatus { TransportStatus(state: .up, since: startedAt) }

  /// Delivery is reported with the answer: a receipt that came later would die with the process, as the inbox does.
  package func submit(_ outbound: OutboundMessage) async -> SubmitOutcome {
    let message = LoopbackMessage(message: outbound.message, body: outbound.text, submittedAt: clock.now)
    inbox.withLock { $0.append(message) }
    guard !SimulatorNumbers.fails(outbound.message.destination) else {
      return .ended(DeliveryEnding(.failed, reason: "destination: a simulator number that always fails", error: "simulated"))
    }
    return .ended(DeliveryEnding(.delivered))
  }

  package func run(reporting reports: any DeliveryReports) async {
    for await _ in stop {}
  }

  package func beginShutdown() { stopped.finish() }
}
