// SPDX-License-Identifier: Apache-2.0

package import Logging

/// Takes queued messages to their transports: one lane for each.
package final class Dispatcher: Sendable {
  private let lanes: [TransportID: Lane]
  private let store: any Store
  private let keyRing: KeyRing
  private let clock: GatewayClock
  private let metrics: MessageMetrics
  private let logger: Logger

  /// A transport and the bound of its queue.
  package struct Assignment: Sendable {
    package let transport: any Transport
    package let queueMax: Int

    package init(transport: any Transport, queueMax: Int) {
      self.transport = transport
      self.queueMax = queueMax
    }
  }

  package init(_ assignments: [Assignment], store: any Store, keyRing: KeyRing, clock: GatewayClock, logger: Logger) {
    let metrics = MessageMetrics(transports: assignments.map(\.transport.id))
    let lanes = assignments.map {
      Lane(
        transport: $0.transport, queueMax: $0.queueMax, store: store, keyRing: keyRing, clock: clock, metrics: metrics, logger: logger)
    }
    self.lanes = Dictionary(lanes.map { ($0.transport.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.store = store
    self.keyRing = keyRing
    self.clock = clock
    self.metrics = metrics
    self.logger = logger
  }

  /// Every transport with its queue, in the order of their ids.
  package func reports() -> [TransportReport] {
    lanes.values.map(\.report).sorted { $0.id.rawValue < $1.id.rawValue }
  }

  package func hasRoom(on transport: TransportID) -> Bool { lanes[transport]?.hasRoom ?? false }

  package func queued(on transport: TransportID) {
    metrics.happened(.queued, transport)
    lanes[transport]?.add(1)
  }

  /// Picks up what the last process left behind. Call once, before `run`.
  package func recover() async throws(StoreError) {
    let resubmitting = lanes.values.filter { $0.transport.capabilities.forgetsOnRestart }.map(\.transport.id)
    let waiting = try await store.recover(resubmitting: Set(resubmitting), now: clock.now)
    for (transport, count) in waiting {
      if let lane = lanes[transport] {
        lane.add(count)
      } else {
        logger.warning(
          "messages wait for a transport that is no longer configured; they end when their codes expire",
          metadata: ["transport": "\(transport)", "messages": "\(count)"])
      }
    }
  }

  /// Runs every lane and its transport until `drain`.
  package func run() async {
    let tracker = DeliveryTracker(store: store, keyRing: keyRing, clock: clock, metrics: metrics, logger: logger)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.beat() }
      await withDiscardingTaskGroup { group in
        for lane in lanes.values {
          group.addTask { await Self.run(lane, reporting: tracker) }
        }
      }
      group.cancelAll()
    }
  }

  /// Wakes every lane once a second, for messages whose next try is due and for a store that has come back.
  private func beat() async {
    while (try? await Task.sleep(for: .seconds(1))) != nil {
      for lane in lanes.values { lane.wake() }
    }
  }

  private static func run(_ lane: Lane, reporting tracker: DeliveryTracker) async {
    await withDiscardingTaskGroup { group in
      group.addTask { await lane.transport.run(reporting: tracker) }
      await lane.run()
      // Only now is nothing left that the transport could be handed.
      lane.transport.beginShutdown()
    }
  }

  /// Messages ended in the store because their time was up: the lanes forget as many.
  func ended(_ overdue: OverdueMessages) {
    metrics.happened(overdue.ended)
    for (transport, count) in overdue.unqueued { lanes[transport]?.add(-count) }
  }

  /// Stops claiming; `run` returns when everything in flight has been kept.
  package func drain() {
    for lane in lanes.values { lane.drain() }
  }
}
