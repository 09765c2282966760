// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// A client's side of one SMPP session, from the TCP connection to its end. SMPP 3.4 §2.2.
///
/// States: idle → binding → bound → draining → unbinding → closed; every state may go to closed, which is final.
///
/// A pure machine: PDUs, requests and the time come in, actions go out. It holds no socket, no clock and no text of a message. The driver performs the
/// actions in their order, calls ``timeAdvanced(to:)`` at ``nextDeadline``, and ``linkLost(_:)`` when the connection breaks.
///
/// Illegal events are of three kinds: a peer that loses its place in the stream ends the session; what a peer may not ask for is refused; what only
/// puzzles (an answer to nothing, an outbind within a session) is dropped and counted in ``oddities``.
///
/// It does not retry, pace, reconnect or judge an answer: that is the connector's.
public struct SessionMachine: Sendable {
  private enum State: Sendable {
    case idle, binding(until: NIODeadline), bound
    case draining(until: NIODeadline)
    case unbinding(until: NIODeadline)
    case closed
  }

  /// Messages of the SMSC that may wait for our answer; more are refused with ESME_RTHROTTLED, so that it keeps them.
  public static let incomingMax = 10_000
  /// Octets of text and parameters in them; most are receipts of a hundred or two.
  public static let incomingOctetsMax = 8 << 20
  private static let missesMax = 2
  /// As many messages without an answer, and at least a window full, end a session whose link lives.
  private static let unansweredMax = 10

  private let bind: Bind
  private let windowMax: Int
  private let timers: SessionTimers
  private var state = State.idle
  private var requests = OutstandingRequests()
  private var incoming = 0
  private var incomingOctets = 0
  private var lastSent = NIODeadline.uptimeNanoseconds(0)
  private var lastReceived = NIODeadline.uptimeNanoseconds(0)
  /// The enquire_link that waits for its answer.
  private var enquiry: (sequence: UInt32, until: NIODeadline)?
  private var misses = 0
  /// Messages that went unanswered since the last answer to one.
  private var unansweredInRow = 0
  /// What the peer sent that made no sense and did no harm.
  public private(set) var oddities = 0

  /// A session that will bind as told and keep at most `windowMax` requests unanswered.
  public init(bind: Bind, windowMax: Int, timers: SessionTimers = SessionTimers()) {
    self.bind = bind
    self.windowMax = max(1, windowMax)
    self.timers = timers
  }

  /// How many requests may be sent now.
  public var freeSlots: Int {
    guard case .bound = state, bind.mode != .receiver else { return 0 }
    return max(0, windowMax - requests.workCount)
  }

  /// Requests that wait for their answers.
  public var outstanding: Int { requests.workCount }

  /// Whether the bind was accepted and nothing has ended the session since.
  public var isBound: Bool {
    if case .bound = state { true } else { false }
  }

  // MARK: What we want

  /// The connection is made.
  public mutating func connected(at now: NIODeadline) -> [SessionAction] {
    guard case .idle = state else { return [] }
    state = .binding(until: now + timers.bind)
    lastReceived = now
    return [send(.bind(bind), as: .bind, at: now)]
  }

  /// The PDU of a request, to be written; nil when the window is full or the session does not send.
  public mutating func request(_ body: PDU.Body, at now: NIODeadline) -> PDU? {
    guard freeSlots > 0 else { return nil }
    lastSent = now
    return PDU(body, sequence: requests.add(.work, deadline: now + timers.response))
  }

  /// Takes a request back that could not be written.
  public mutating func withdraw(_ sequence: UInt32) {
    _ = requests.remove(sequence)
  }

  /// Answers a message of the SMSC. Nothing happens when the session has ended.
  public mutating func answer(_ pdu: PDU, with status: CommandStatus, at now: NIODeadline) -> [SessionAction] {
    let body: PDU.Body
    switch pdu.body {
    case .deliverSM: body = .deliverSMResponse(MessageResponse())
    case .dataSM: body = .dataSMResponse(MessageResponse())
    default: return []
    }
    incoming = max(0, incoming - 1)
    incomingOctets = max(0, incomingOctets - pdu.contentOctets)
    switch state {
    case .bound, .draining, .unbinding:
      lastSent = now
      var actions = [SessionAction.send(PDU(body, status: status, sequence: pdu.sequence))]
      if case .draining = state { actions += unbindWhenDrained(at: now) }
      return actions
    case .idle, .binding, .closed: return []
    }
  }

  /// Ends the session when what is under way has been answered.
  public mutating func drain(at now: NIODeadline) -> [SessionAction] {
    switch state {
    case .bound:
      state = .draining(until: now + timers.drain)
      return unbindWhenDrained(at: now)
    case .idle, .binding: return close(.drained)
    case .draining, .unbinding, .closed: return []
    }
  }

  /// The connection broke.
  public mutating func linkLost(_ reason: String) -> [SessionAction] {
    if case .unbinding = state { return close(.drained) }
    return close(.linkLost(reason))
  }

  // MARK: Time

  /// When ``timeAdvanced(to:)`` wants to be called, at the latest.
  public var nextDeadline: NIODeadline? {
    mutating get {
      let ofState: NIODeadline?
      switch state {
      case .idle, .closed: return nil
      case .binding(let until), .unbinding(let until): return until
      case .draining(let until): ofState = until
      case .bound: ofState = nil
      }
      let ofLink = enquiry?.until ?? min(lastSent, lastReceived) + timers.enquireLink
      return [ofState, ofLink, requests.nextDeadline()].compactMap { $0 }.min()
    }
  }

  /// Does what is due.
  public mutating func timeAdvanced(to now: NIODeadline) -> [SessionAction] {
    switch state {
    case .idle, .closed: return []
    case .binding(let until): return now >= until ? close(.bindTimedOut) : []
    case .unbinding(let until): return now >= until ? close(.drained) : []
    case .draining(let until): if now >= until { return startUnbind(at: now) }
    case .bound: break
    }
    let (overdue, forgotten) = requests.takeOverdue(at: now)
    var actions = overdue.map {
      SessionAction.unknown(sequence: $0, reason: "the SMSC did not answer in \(Self.words(timers.response))")
    }
    actions += forgotten.map(SessionAction.forgotten)
    unansweredInRow += overdue.count
    if unansweredInRow >= max(windowMax, Self.unansweredMax) { return actions + close(.mute) }
    actions += testLink(at: now)
    if case .closed = state { return actions }
    return actions + unbindWhenDrained(at: now)
  }

  private static func words(_ time: TimeAmount) -> String {
    time < .seconds(1) ? "\(time.nanoseconds / 1_000_000) ms" : "\(time.nanoseconds / 1_000_000_000) s"
  }

  private mutating func testLink(at now: NIODeadline) -> [SessionAction] {
    if let enquiry {
      guard now >= enquiry.until else { return [] }
      self.enquiry = nil
      misses += 1
      if misses >= Self.missesMax { return close(.silent) }
    } else {
      guard now >= min(lastSent, lastReceived) + timers.enquireLink else { return [] }
    }
    let action = send(.enquireLink, as: .enquireLink, at: now)
    if case .send(let pdu) = action { enquiry = (pdu.sequence, now + timers.enquireLinkResponse) }
    return [action]
  }

  // MARK: What the peer sends

  /// A PDU came.
  public mutating func received(_ pdu: PDU, at now: NIODeadline) -> [SessionAction] {
    if case .closed = state { return [] }
    heard(at: now)
    switch pdu.body {
    case .enquireLink: return [reply(.enquireLinkResponse, to: pdu.sequence, at: now)]
    case .unbind: return [reply(.unbindResponse, to: pdu.sequence, at: now)] + close(.unboundByPeer)
    case .deliverSM, .dataSM: return incoming(pdu, at: now)
    case .alertNotification, .outbind:
      oddities += 1
      return []
    case .genericNack: return nacked(pdu, at: now)
    case .bind, .submitSM, .submitMulti, .querySM, .cancelSM, .replaceSM: return refuse(pdu.sequence, at: now)
    case .other(let command, _):
      if !command.isResponse { return refuse(pdu.sequence, at: now) }
      oddities += 1
      return []
    case .bindResponse, .unbindResponse, .enquireLinkResponse, .submitSMResponse, .dataSMResponse, .submitMultiResponse, .querySMResponse,
      .cancelSMResponse, .replaceSMResponse, .deliverSMResponse:
      return answered(pdu, at: now)
    }
  }

  /// A PDU came that cannot be read; where the next one starts is known.
  public mutating func received(_ fault: PDUFault, at now: NIODeadline) -> [SessionAction] {
    if case .closed = state { return [] }
    heard(at: now)
    guard fault.commandID.isResponse else {
      switch fault.commandID {
      case .deliverSM:
        return [reply(.deliverSMResponse(MessageResponse()), to: fault.sequence, status: fault.status, at: now)]
      case .dataSM:
        return [reply(.dataSMResponse(MessageResponse()), to: fault.sequence, status: fault.status, at: now)]
      default:
        return [reply(.genericNack, to: fault.sequence, status: fault.status, at: now)]
      }
    }
    switch requests.remove(fault.sequence) {
    case .work:
      let reason = "the answer cannot be read: \(fault.reason)"
      return [.unknown(sequence: fault.sequence, reason: reason), .forgotten(sequence: fault.sequence)]
    case .bind: return close(.protocolViolation("the answer to the bind cannot be read: \(fault.reason)"))
    case .enquireLink, .unbind, .overdue, nil:
      oddities += 1
      return []
    }
  }

  /// The stream cannot be read any further.
  public mutating func received(_ fault: FramingFault, at now: NIODeadline) -> [SessionAction] {
    if case .closed = state { return [] }
    let nack = reply(.genericNack, to: 0, status: .invalidCommandLength, at: now)
    return [nack] + close(.protocolViolation(fault.description))
  }

  /// Anything that comes shows that the link lives.
  private mutating func heard(at now: NIODeadline) {
    lastReceived = now
    misses = 0
    enquiry = nil
  }

  private mutating func incoming(_ pdu: PDU, at now: NIODeadline) -> [SessionAction] {
    let isData = if case .dataSM = pdu.body { true } else { false }
    let body: PDU.Body = isData ? .dataSMResponse(MessageResponse()) : .deliverSMResponse(MessageResponse())
    switch state {
    case .bound, .draining, .unbinding:
      guard bind.mode != .transmitter else { return [reply(body, to: pdu.sequence, status: .incorrectBindStatus, at: now)] }
      guard incoming < Self.incomingMax, incomingOctets < Self.incomingOctetsMax else {
        return [reply(body, to: pdu.sequence, status: .throttled, at: now)]
      }
      incoming += 1
      incomingOctets += pdu.contentOctets
      return [.received(pdu)]
    case .idle, .binding, .closed: return [reply(body, to: pdu.sequence, status: .incorrectBindStatus, at: now)]
    }
  }

  private mutating func answered(_ pdu: PDU, at now: NIODeadline) -> [SessionAction] {
    if pdu.status == .ok, pdu.isAboutLink, requests.kind(of: pdu.sequence)?.isMessage == true {
      // Not an acceptance, whatever its number: the message goes on waiting for one.
      oddities += 1
      return []
    }
    switch requests.remove(pdu.sequence) {
    case .bind: return bindAnswered(pdu)
    case .enquireLink: return []
    case .unbind: return close(.drained)
    case .work:
      unansweredInRow = 0
      let answered = SessionAction.answered(sequence: pdu.sequence, pdu)
      if pdu.status == .incorrectBindStatus { return [answered] + close(.notBound) }
      if case .draining = state { return [answered] + unbindWhenDrained(at: now) }
      return [answered]
    case .overdue:
      unansweredInRow = 0
      return [.answeredLate(sequence: pdu.sequence, pdu)]
    case nil:
      oddities += 1
      return []
    }
  }

  private mutating func bindAnswered(_ pdu: PDU) -> [SessionAction] {
    guard case .binding = state else { return [] }
    guard pdu.status == .ok else { return close(.bindRefused(pdu.status)) }
    // Only the status counts: some answer with another command's id or an empty body.
    state = .bound
    if case .bindResponse(let response) = pdu.body { return [.bound(response)] }
    return [.bound(BindResponse(mode: bind.mode))]
  }

  private mutating func nacked(_ pdu: PDU, at now: NIODeadline) -> [SessionAction] {
    // A nack that names no request says that the SMSC could not read us at all.
    guard pdu.sequence != 0 else { return close(.protocolViolation("the SMSC could not read what we sent: \(pdu.status)")) }
    var refusal = pdu
    if refusal.status == .ok { refusal.status = .invalidCommandID }
    return answered(refusal, at: now)
  }

  private mutating func refuse(_ sequence: UInt32, at now: NIODeadline) -> [SessionAction] {
    [reply(.genericNack, to: sequence, status: .invalidCommandID, at: now)]
  }

  // MARK: Sending and ending

  private mutating func send(_ body: PDU.Body, as kind: OutstandingRequests.Kind, at now: NIODeadline) -> SessionAction {
    lastSent = now
    return .send(PDU(body, sequence: requests.add(kind, deadline: now)))
  }

  private mutating func reply(_ body: PDU.Body, to sequence: UInt32, status: CommandStatus = .ok, at now: NIODeadline) -> SessionAction {
    lastSent = now
    return .send(PDU(body, status: status, sequence: sequence))
  }

  private mutating func unbindWhenDrained(at now: NIODeadline) -> [SessionAction] {
    guard case .draining = state, requests.workCount == 0, incoming == 0 else { return [] }
    return startUnbind(at: now)
  }

  private mutating func startUnbind(at now: NIODeadline) -> [SessionAction] {
    state = .unbinding(until: now + timers.unbind)
    return [send(.unbind, as: .unbind, at: now)]
  }

  private mutating func close(_ end: SessionEnd) -> [SessionAction] {
    if case .closed = state { return [] }
    state = .closed
    return [.close(end, unanswered: requests.work)]
  }
}

extension PDU {
  /// Whether it answers what belongs to the session and not to a message.
  fileprivate var isAboutLink: Bool {
    switch body {
    case .bindResponse, .unbindResponse, .enquireLinkResponse, .deliverSMResponse: true
    default: false
    }
  }

  /// What a message of the SMSC carries beside fields of a bounded length.
  fileprivate var contentOctets: Int {
    switch body {
    case .deliverSM(let message): message.shortMessage.count + message.parameters.contentOctets
    case .dataSM(let message): message.parameters.contentOctets
    default: 0
    }
  }
}

extension [TLV] {
  fileprivate var contentOctets: Int { reduce(0) { $0 + $1.value.count + 16 } }
}
