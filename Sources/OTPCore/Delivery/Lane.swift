// SPDX-License-Identifier: Apache-2.0

internal import CoreMetrics
internal import Logging
internal import Synchronization

/// The bounded queue in front of one transport: claims what is due, submits it, keeps what became of it.
///
/// The queue itself is the store's; in memory there is only its length. So a restart resumes where the process died.
final class Lane: Sendable {
  let transport: any Transport
  /// How many messages may wait.
  let queueMax: Int
  private let store: any Store
  private let keyRing: KeyRing
  private let clock: GatewayClock
  private let metrics: MessageMetrics
  private let logger: Logger
  private let state = Mutex(State())
  private let signal: AsyncStream<Void>
  private let wakeUp: AsyncStream<Void>.Continuation
  let recorder: DeliveryRecorder

  /// Messages that were kept as claimed and wait to be submitted; their places are counted in `inFlight` already.
  private let arrivals = Mutex<[ClaimedMessage]>([])

  private struct State {
    /// Below zero for a moment when a message is claimed before its sender has counted it.
    var waiting = 0
    var inFlight = 0
    var handedOver = RateMeter()
    var isRunning = false
    var isDraining = false
  }

  init(
    transport: any Transport, queueMax: Int, store: any Store, keyRing: KeyRing, clock: GatewayClock, metrics: MessageMetrics,
    logger: Logger
  ) {
    self.transport = transport
    self.queueMax = queueMax
    self.store = store
    self.keyRing = keyRing
    self.clock = clock
    self.metrics = metrics
    self.logger = logger
    (signal, wakeUp) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    recorder = DeliveryRecorder(transport: transport.id, store: store, clock: clock, logger: logger)
  }

  var report: TransportReport {
    let now = clock.now
    let (waiting, inFlight, rate) = state.withLock { ($0.waiting, $0.inFlight, $0.handedOver.rate(at: now)) }
    return TransportReport(
      id: transport.id, kind: transport.kind, status: transport.status(), waiting: max(0, waiting), inFlight: inFlight, rate: rate)
  }

  var hasRoom: Bool { state.withLock { $0.waiting < queueMax } }

  /// `count` messages joined the queue, or left it when negative.
  func add(_ count: Int) {
    state.withLock { $0.waiting += count }
    if count > 0 { wake() }
  }

  func wake() { wakeUp.yield() }

  /// Keeps a place for a message that is about to be accepted, so that it need not be claimed; false when it has to queue.
  func reserve() -> Bool {
    guard transport.isUp else { return false }
    let inFlightMax = transport.capabilities.inFlightMax
    return state.withLock { state in
      // Nobody overtakes those that wait.
      guard state.isRunning, !state.isDraining, state.waiting <= 0, state.inFlight < inFlightMax else { return false }
      state.inFlight += 1
      return true
    }
  }

  /// Gives a place back that was not needed.
  func release() {
    state.withLock { $0.inFlight -= 1 }
    wake()
  }

  /// Takes a message that was accepted for a place kept with `reserve`.
  func handOver(_ claimed: ClaimedMessage) {
    arrivals.withLock { $0.append(claimed) }
    wake()
  }

  private func takeArrivals() -> [ClaimedMessage] {
    arrivals.withLock { arrivals in
      defer { arrivals = [] }
      return arrivals
    }
  }

  /// Stops claiming; `run` returns when what is in flight has been kept.
  func drain() {
    state.withLock { $0.isDraining = true }
    wakeUp.finish()
  }

  func run() async {
    state.withLock { $0.isRunning = true }
    await submitUntilDrained()
    _ = await recorder.keep([])
  }

  /// Keeps outcomes and receipts until the recorder is told to finish; `happened` hears what each write changed.
  func record(_ happened: (MessageChanges) -> Void) async {
    await recorder.run { outcomes, handedOver, changes in
      let now = clock.now
      state.withLock { state in
        state.inFlight -= outcomes
        state.handedOver.count(handedOver, at: now)
      }
      happened(changes)
      if outcomes > 0 { wake() }
    }
  }

  /// Outcomes come back in dribbles, and a claim costs a write: while less than this share of the places is free, a claim waits
  /// for more of them, `gathering` at most.
  private static let claimShare = 4
  private static let gathering: Duration = .milliseconds(3)

  private func submitUntilDrained() async {
    await withDiscardingTaskGroup { group in
      var signals = signal.makeAsyncIterator()
      while !Task.isCancelled, !state.withLock({ $0.isDraining }) {
        for claimed in takeArrivals() {
          group.addTask { await self.submit(claimed) }
        }
        if isCramped { try? await Task.sleep(for: Self.gathering) }
        for claimed in await claim() {
          group.addTask { await self.submit(claimed) }
        }
        if await signals.next() == nil { break }
      }
      for claimed in takeArrivals() {
        group.addTask { await self.submit(claimed) }
      }
    }
  }

  /// Whether there is less room than would be worth a claim, and more waits than it would take.
  private var isCramped: Bool {
    let places = transport.capabilities.inFlightMax
    return state.withLock { state in
      let room = places - state.inFlight
      return room > 0 && room < places / Self.claimShare && state.waiting > room
    }
  }

  private func claim() async -> [ClaimedMessage] {
    let room = state.withLock { $0.waiting > 0 ? transport.capabilities.inFlightMax - $0.inFlight : 0 }
    guard room > 0, transport.isUp else { return [] }
    do {
      let claimed = try await store.claim(for: transport.id, atMost: room, now: clock.now)
      let isMoreWaiting = state.withLock { state in
        state.waiting -= claimed.count
        state.inFlight += claimed.count
        return state.waiting > 0 && !claimed.isEmpty
      }
      metrics.happened(.submitting, transport.id, times: claimed.count)
      if isMoreWaiting { wake() }
      return claimed
    } catch {
      logger.error("cannot read the queue; trying again in a second", metadata: ["transport": "\(transport.id)", "error": "\(error)"])
      return []
    }
  }

  private func submit(_ claimed: ClaimedMessage) async {
    let outcome = await outcome(of: claimed)
    if case .unknown = outcome { metrics.outcomeUnknown(transport.id) }
    let steps = OutcomePolicy.steps(after: outcome, of: claimed, now: clock.now)
    recorder.take(steps)
  }

  private func outcome(of claimed: ClaimedMessage) async -> SubmitOutcome {
    // Claimed while it lived; the claim's own commit may have taken the rest of its life.
    guard clock.now < claimed.message.expiresAt else {
      return .rejected(Rejection(reason: .temporary, advice: "not handed over: the code had expired"))
    }
    switch keyRing.open(claimed.body, for: claimed.message.id) {
    case .success(let text):
      return await transport.submit(OutboundMessage(message: claimed.message, text: text))
    case .failure(let fault):
      metrics.unsealFaults.increment()
      logger.error("cannot open a queued message", metadata: ["message": "\(claimed.message.id)", "error": "\(fault)"])
      return .rejected(Rejection(reason: .configuration, advice: fault.description))
    }
  }
}
