// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import Synchronization

/// What the sessions of a connector share: the queue of submissions, the pace, the inbound messages. It lives on one event loop.
final class ConnectorCore {
  /// What other threads may look at.
  final class Shared: Sendable {
    /// A submission on its way to the event loop.
    struct Arrival: Sendable {
      let submission: Submission
      let waiter: CheckedContinuation<[SubmitAnswer], Never>
    }

    let arrivals = Mutex<[Arrival]>([])
    let status = Mutex(SMPPConnectorStatus())
    let incoming = Mutex<[IncomingMessage]>([])
    let incomingSignal: AsyncStream<Void>
    let incomingCame: AsyncStream<Void>.Continuation
    let isStopping = Mutex(false)

    init() {
      (incomingSignal, incomingCame) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }
  }

  private let configuration: SMPPConnectorConfiguration
  private let eventLoop: any EventLoop
  private let shared: Shared
  private var delegate: (any SMPPDelegate)?
  private var sessions: [Int: SessionHandler] = [:]
  private var slots: [SMPPConnectorStatus.Session]
  private var slotOfSession: [Int: Int] = [:]
  private var lastSession = 0
  private var queue = FIFO<SubmissionInFlight>()
  /// Taken from the queue, with parts that their sessions have had no room for yet.
  private var begun: [SubmissionInFlight] = []
  private var pace: SendPace
  private var wakeUp: (at: NIODeadline, timer: Scheduled<Void>)?
  /// What came in this turn.
  private var incoming: [IncomingMessage] = []
  private var throttled = 0
  private var oddities = 0
  private var isDraining = false
  private var isOver = false

  init(_ configuration: SMPPConnectorConfiguration, slots: [SMPPConnectorStatus.Session], eventLoop: any EventLoop, shared: Shared) {
    self.configuration = configuration
    self.eventLoop = eventLoop
    self.shared = shared
    self.slots = slots
    pace = SendPace(rate: configuration.rate)
    shared.status.withLock { $0.sessions = slots }
  }

  // MARK: Life

  func start(_ delegate: any SMPPDelegate) { self.delegate = delegate }

  /// A session for a connection that is being made from this place to this host.
  func makeSession(slot: Int, endpoint: SMPPConnectorConfiguration.Endpoint) -> SessionHandler {
    lastSession += 1
    slots[slot].endpoint = endpoint
    slotOfSession[lastSession] = slot
    var bind = configuration.bind
    bind.mode = slots[slot].mode
    let machine = SessionMachine(bind: bind, windowMax: configuration.windowMax, timers: configuration.timers)
    let session = SessionHandler(machine, core: self, number: lastSession)
    sessions[lastSession] = session
    // Asked for before the shutdown, made after: a name can take its time to be looked up.
    if isDraining { session.drain(at: .now()) }
    return session
  }

  /// A connection that could not be made.
  func failed(slot: Int, endpoint: SMPPConnectorConfiguration.Endpoint, _ end: SessionEnd) {
    slots[slot].endpoint = endpoint
    slots[slot].lastEnd = end
    publish()
    tellChange()
  }

  func drain() {
    isDraining = true
    let now = NIODeadline.now()
    for session in sessions.values { session.drain(at: now) }
    turn()
  }

  /// Ends everything now. What was written and not answered is unknown.
  func stop(_ reason: String) {
    isDraining = true
    isOver = true
    for session in sessions.values { session.abandon(reason) }
    wakeUp?.timer.cancel()
    turn()
  }

  #if DEBUG
    /// Connections that are made or being made.
    var sessionCount: Int { sessions.count }
  #endif

  // MARK: From the sessions

  func bound(_ session: SessionHandler, _ response: BindResponse) {
    guard let slot = slotOfSession[session.number] else { return }
    slots[slot].isBound = true
    let version = response.parameters[.interfaceVersion]?.first.map { ", SMPP \($0 >> 4).\($0 & 0xF)" } ?? ""
    slots[slot].peer = response.systemID.printable + version
    if isDraining { session.drain(at: .now()) }
    publish()
    tellChange()
  }

  func ended(_ session: SessionHandler) {
    guard sessions.removeValue(forKey: session.number) != nil, let slot = slotOfSession.removeValue(forKey: session.number) else { return }
    oddities += session.oddities
    slots[slot].isBound = false
    if let end = session.end, end != .drained { slots[slot].lastEnd = end }
    publish()
    tellChange()
  }

  /// A session whose connection was never made.
  func discard(_ session: SessionHandler) {
    sessions[session.number] = nil
    slotOfSession[session.number] = nil
  }

  func heard(_ status: CommandStatus, congestion: CongestionState?, at now: NIODeadline) {
    if status == .throttled || status == .messageQueueFull {
      throttled += 1
      pace.objected(at: now)
    } else {
      pace.accepted(at: now)
    }
    if let congestion { pace.congestion(congestion, at: now) }
  }

  func answeredLate(_ submission: SubmissionInFlight) {
    delegate?.answeredLate(submission.submission.reference, answers: submission.answers.compactMap { $0 })
  }

  func received(_ message: IncomingMessage) { incoming.append(message) }

  /// Hands what came in this turn to whoever waits for it.
  private func passOnIncoming() {
    guard !incoming.isEmpty else { return }
    shared.incoming.withLock { $0.append(contentsOf: incoming) }
    incoming.removeAll(keepingCapacity: true)
    shared.incomingCame.yield()
  }

  func answer(_ messages: [IncomingMessage], with statuses: [CommandStatus]) {
    let now = NIODeadline.now()
    for (index, message) in messages.enumerated() {
      // Whoever says nothing of a message has not kept it.
      let status = index < statuses.count ? statuses[index] : .temporaryApplicationError
      sessions[message.session]?.answer(message.pdu, with: status, at: now)
    }
    turn()
  }

  // MARK: Sending

  func takeArrivals() {
    let arrivals = shared.arrivals.withLock { arrivals in
      defer { arrivals = [] }
      return arrivals
    }
    for arrival in arrivals { queue.append(SubmissionInFlight(arrival.submission, arrival.waiter)) }
    turn()
  }

  /// Hands over what can be handed over, and writes what has gathered.
  func turn() {
    passOnIncoming()
    pump()
    for session in sessions.values { session.finishTurn() }
    publish()
  }

  private func pump() {
    let now = NIODeadline.now()
    // What has begun goes on first, each over its own session: one that stalls holds up nobody else.
    begun.removeAll { advance($0, at: now) }
    while let submission = queue.first {
      guard !isOver, let session = roomiestSession else {
        submission.giveUp(reasonForNoSession)
        queue.removeFirst()
        continue
      }
      guard now < submission.submission.notAfter else {
        submission.giveUp(Self.reasonForLateness)
        queue.removeFirst()
        continue
      }
      guard session.room > 0 else { return wake(at: now + .seconds(1)) }
      if let wait = pace.wait(at: now) { return wake(at: min(wait, now + .seconds(1))) }
      submission.session = session
      queue.removeFirst()
      if !advance(submission, at: now) { begun.append(submission) }
    }
  }

  /// Sends what can be sent of a submission over its session; true when nothing is left to send.
  private func advance(_ submission: SubmissionInFlight, at now: NIODeadline) -> Bool {
    // A refused part ends a submission while the rest of it waits.
    while !submission.isSent {
      guard !isOver, let session = submission.session, session.isBound else {
        submission.giveUp(reasonForNoSession)
        return true
      }
      guard now < submission.submission.notAfter else {
        submission.giveUp(Self.reasonForLateness)
        return true
      }
      let wait = session.room > 0 ? pace.wait(at: now) : now + .seconds(1)
      if let wait {
        wake(at: min(wait, now + .seconds(1)))
        return false
      }
      guard session.send(submission.nextPart, of: submission, at: now) else { return false }
      pace.took(at: now)
    }
    return true
  }

  /// Of the sessions that send, the one with most room. nil: there is none.
  private var roomiestSession: SessionHandler? {
    var best: SessionHandler?
    for session in sessions.values where session.isBound && slots[slotOfSession[session.number] ?? 0].mode != .receiver {
      if best.map({ session.room > $0.room }) ?? true { best = session }
    }
    return best
  }

  private static let reasonForLateness = "its time was over before it could be sent"

  private var reasonForNoSession: String {
    let ends = Set(slots.compactMap(\.lastEnd?.description)).sorted()
    return ends.isEmpty ? "no session is bound" : "no session is bound: \(ends.joined(separator: "; "))"
  }

  /// Looks at the queue again at `deadline`, or before.
  private func wake(at deadline: NIODeadline) {
    if let wakeUp, wakeUp.at <= deadline { return }
    wakeUp?.timer.cancel()
    let timer = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
      wakeUp = nil
      turn()
    }
    wakeUp = (deadline, timer)
  }

  // MARK: Status

  private func publish() {
    let outstanding = sessions.values.reduce(0) { $0 + $1.outstanding }
    let oddities = sessions.values.reduce(oddities) { $0 + $1.oddities }
    shared.status.withLock { status in
      status.sessions = slots
      status.outstanding = outstanding
      status.waiting = queue.count + begun.count
      status.rate = pace.rate
      status.isSlowedDown = pace.isSlowedDown
      status.throttled = throttled
      status.oddities = oddities
    }
  }

  private func tellChange() {
    let status = shared.status.withLock { $0 }
    delegate?.changed(status)
  }
}
