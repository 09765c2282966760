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

  package func isUp(_ transport: TransportID) -> Bool { lanes[transport]?.transport.isUp ?? false }

  package func queued(on transport: TransportID) {
    metrics.happened(.queued, transport)
    lanes[transport]?.add(1)
  }

  /// Keeps a place in flight for a message that is about to be accepted: it goes out as soon as it is durable, without a
  /// claim of its own. False when it has to queue. Must be followed by `handOver` or `release`.
  package func reserve(on transport: TransportID) -> Bool { lanes[transport]?.reserve() ?? false }

  package func release(on transport: TransportID) { lanes[transport]?.release() }

  /// Takes a message that was accepted for a place kept with `reserve`.
  package func handOver(_ claimed: ClaimedMessage) {
    let transport = claimed.message.transport
    metrics.happened(.queued, transport)
    metrics.happened(.submitting, transport)
    lanes[transport]?.handOver(claimed)
  }

  /// Picks up what the last process left behind. Call once, before `run`.
  package func recover() async throws(StoreError) {
    let resubmitting = lanes.values.filter { $0.transport.capabilities.forgetsOnRestart }.map(\.transport.id)
    let recovery = try await store.recover(resubmitting: Set(resubmitting), now: clock.now)
    metrics.happened(recovery.changes)
    for event in recovery.changes.events where event.state == .unknown { metrics.outcomeUnknown(event.transport) }
    for (transport, count) in recovery.waiting {
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
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.beat() }
      await withDiscardingTaskGroup { group in
        for lane in lanes.values {
          group.addTask { await self.run(lane) }
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

  private func run(_ lane: Lane) async {
    let tracker = DeliveryTracker(
      transport: lane.transport.id, recorder: lane.recorder, dispatcher: self, store: store, keyRing: keyRing, clock: clock, logger: logger)
    async let recording: Void = lane.record { self.happened($0) }
    await withDiscardingTaskGroup { group in
      group.addTask { await lane.transport.run(reporting: tracker) }
      await lane.run()
      lane.transport.beginShutdown()
    }
    lane.recorder.finish()
    await recording
  }

  /// Messages changed in the store otherwise than by a claim: the lanes forget those that left their queues,
  /// and take those that joined them.
  func happened(_ changes: MessageChanges) {
    metrics.happened(changes)
    for (transport, count) in changes.unqueued { lanes[transport]?.add(-count) }
    for event in changes.events where event.state == .queued { lanes[event.transport]?.add(1) }
  }

  func answeredLate(_ outcome: SubmitOutcome, over transport: TransportID) { metrics.answeredLate(outcome, over: transport) }

  /// Its link is back: what waits need not wait for the next beat.
  func wake(_ transport: TransportID) { lanes[transport]?.wake() }

  /// The transports that could take a message now, and those that could later.
  var availability: ResendPolicy.Availability {
    ResendPolicy.Availability(
      configured: Set(lanes.keys), ready: Set(lanes.values.filter { $0.hasRoom && $0.transport.status().state == .up }.map(\.transport.id)))
  }

  /// Stops claiming; `run` returns when everything in flight has been kept. A transport that holds messages which it has not
  /// handed over yet gives them back now: they are in the store, and the next start need not doubt them.
  package func drain() {
    for lane in lanes.values {
      lane.drain()
      lane.transport.beginShutdown()
    }
  }
}
