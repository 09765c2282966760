// SPDX-License-Identifier: Apache-2.0

package import OTPCore
internal import Synchronization

/// A transport that answers as a test tells it to, where the network that would do so cannot be had.
package final class ScriptedTransport: Transport {
  package let id: TransportID
  package let kind = "scripted"
  package let capabilities: TransportCapabilities
  private let answer: @Sendable (OutboundMessage) async -> SubmitOutcome
  private let submissions = Mutex<[OutboundMessage]>([])
  private let link = Mutex<(isUp: Bool, lastError: String?)>((true, nil))
  private let reports = Mutex<(any DeliveryReports)?>(nil)
  private let stop: AsyncStream<Void>
  private let stopped: AsyncStream<Void>.Continuation
  private let onShutdown: @Sendable () -> Void

  package init(
    id: String = "lab", inFlightMax: Int = 16, forgetsOnRestart: Bool = false, onShutdown: @escaping @Sendable () -> Void = {},
    answer: @escaping @Sendable (OutboundMessage) async -> SubmitOutcome
  ) {
    self.id = TransportID(rawValue: id)
    capabilities = TransportCapabilities(inFlightMax: inFlightMax, forgetsOnRestart: forgetsOnRestart)
    self.answer = answer
    self.onShutdown = onShutdown
    (stop, stopped) = AsyncStream.makeStream()
  }

  /// What was handed over so far, in order.
  package var submitted: [OutboundMessage] { submissions.withLock { $0 } }

  package func status() -> TransportStatus {
    let (isUp, lastError) = link.withLock { $0 }
    return TransportStatus(state: isUp ? .up : .down, since: Timestamp(milliseconds: 0), lastError: lastError)
  }

  package func setUp(_ up: Bool, lastError: String? = nil) { link.withLock { $0 = (up, lastError) } }

  package func submit(_ message: OutboundMessage) async -> SubmitOutcome {
    submissions.withLock { $0.append(message) }
    return await answer(message)
  }

  package func run(reporting reports: any DeliveryReports) async {
    self.reports.withLock { $0 = reports }
    for await _ in stop {}
  }

  package func beginShutdown() {
    stopped.finish()
    onShutdown()
  }

  /// Tells the gateway something, once it listens.
  package func report(_ event: TransportEvent) async -> Bool {
    while true {
      if let reports = reports.withLock({ $0 }) { return await reports.report(event) }
      await Task.yield()
    }
  }
}
