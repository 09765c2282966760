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
  /// Steps of messages whose outcome is known and not kept yet; at most `inFlightMax` of them.
  private let outcomes = Mutex<[[MessageStep]]>([])
  private let outcomeSignal: AsyncStream<Void>
  private let outcomeKnown: AsyncStream<Void>.Continuation

  private struct State {
    /// Below zero for a moment when a message is claimed before its sender has counted it.
    var waiting = 0
    var inFlight = 0
    var handedOver = RateMeter()
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
    (outcomeSignal, outcomeKnown) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
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

  /// Stops claiming; `run` returns when what is in flight has been kept.
  func drain() {
    state.withLock { $0.isDraining = true }
    wakeUp.finish()
  }

  func run() async {
    async let keeping: Void = keepOutcomes()
    await submitUntilDrained()
    outcomeKnown.finish()
    await keeping
  }

  /// Outcomes come back in dribbles, and a claim costs a write: while less than this share of the places is free, a claim waits
  /// for more of them, `gathering` at most.
  private static let claimShare = 4
  private static let gathering: Duration = .milliseconds(3)

  private func submitUntilDrained() async {
    await withDiscardingTaskGroup { group in
      var signals = signal.makeAsyncIterator()
      while !Task.isCancelled, !state.withLock({ $0.isDraining }) {
        if isCramped { try? await Task.sleep(for: Self.gathering) }
        for claimed in await claim() {
          group.addTask { await self.submit(claimed) }
        }
        if await signals.next() == nil { break }
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
    guard room > 0, transport.status().state == .up else { return [] }
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
    outcomes.withLock { $0.append(steps) }
    outcomeKnown.yield()
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

  /// Keeps what became of messages, those that came to know it together in one write, until the lane has ended.
  private func keepOutcomes() async {
    for await _ in outcomeSignal { await keepKnownOutcomes() }
    await keepKnownOutcomes()
  }

  private func keepKnownOutcomes() async {
    let known = outcomes.withLock { known in
      defer { known.removeAll(keepingCapacity: true) }
      return known
    }
    guard !known.isEmpty, await keep(known.flatMap { $0 }) else { return }
    let handedOver = known.count { $0.contains { $0.event.state == .submitted } }
    let now = clock.now
    state.withLock { state in
      state.inFlight -= known.count
      state.handedOver.count(handedOver, at: now)
    }
    wake()
  }

  /// An outcome that is not kept would be submitted again or lost, so this tries until the store takes it. False when it was
  /// cancelled before.
  private func keep(_ steps: [MessageStep]) async -> Bool {
    while true {
      do {
        let changes = try await store.record(steps)
        metrics.happened(changes)
        add(changes.events.count { $0.state == .queued })
        return true
      } catch {
        logger.error(
          "cannot keep what became of messages; trying again in a second", metadata: ["transport": "\(transport.id)", "error": "\(error)"])
        guard (try? await Task.sleep(for: .seconds(1))) != nil else { return false }
      }
    }
  }
}
