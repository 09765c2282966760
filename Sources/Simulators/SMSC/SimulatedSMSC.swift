// SPDX-License-Identifier: Apache-2.0

package import NIOCore
package import SMPP

/// An SMSC without network, clock or chance of its own: events and times go in, actions come out, and the same seed and the same events
/// give the same actions. SMPP 3.4 §2.2, §4.
///
/// It is a server for any number of binds, which share its messages. It takes submit_sm and data_sm, gives receipts, and answers
/// query_sm, cancel_sm, replace_sm, enquire_link and unbind; all other requests get a generic_nack. It misbehaves as its
/// ``FaultPlan`` says and in no other way: a receipt that is due is offered until the peer acknowledges it.
///
/// Bounds: connections, binds, messages, waiting receipts, unanswered messages on a bind and remembered texts have each a limit in the
/// configuration. Time never runs backwards; an earlier one counts as the latest.
package struct SimulatedSMSC: Sendable {
  /// Names a connection for as long as the SMSC lives.
  package struct ConnectionID: RawRepresentable, Sendable, Hashable {
    /// A number.
    package let rawValue: Int
    /// Any number, but one for each connection.
    package init(rawValue: Int) { self.rawValue = rawValue }
  }

  /// What is to be done, in this order.
  package enum Action: Sendable, Hashable {
    /// Send a PDU.
    case send(PDU, to: ConnectionID, Segments)
    /// End a connection.
    case close(ConnectionID, Ending)
    /// Read nothing more from a connection until told to.
    case stopReading(ConnectionID)
    /// Read on.
    case resumeReading(ConnectionID)
    /// Refuse new connections.
    case stopListening
    /// Take new connections again.
    case resumeListening
    /// Write a line of the log.
    case record(SMSCLogEntry)
  }

  /// How a PDU is cut into TCP segments.
  package enum Segments: Sendable, Hashable {
    case whole
    /// The first so many octets, and after a pause the rest.
    case split(after: Int)
    /// Together with the next PDU, if there is one soon.
    case withNext
  }

  /// How a connection ends.
  package enum Ending: Sendable, Hashable {
    /// With everything sent and a FIN.
    case finish
    /// With a RST.
    case reset
  }

  /// What the machine reminds itself of.
  enum Event: Sendable {
    /// Look whether the peer is bound.
    case expectBind(ConnectionID)
    /// Look whether the peer lives.
    case inspect(ConnectionID)
    /// Look for what is not acknowledged.
    case inspectDeliveries(ConnectionID)
    // Indirect: many events of ended sessions may wait for their time.
    indirect case respond(PDU, ConnectionID)
    /// The responses that have gathered leave.
    case respondReordered
    indirect case deliver(Delivery)
    case close(ConnectionID)
    case resumeReading(ConnectionID)
    case resumeListening
  }

  let configuration: SMSCConfiguration
  /// What goes wrong. A new plan begins to count anew.
  package var faults: FaultPlan { didSet { counters = FaultCounters(faults, seed: configuration.seed) } }
  /// What was seen and done so far.
  package internal(set) var statistics = SMSCStatistics()

  var now: NIODeadline
  private let start: NIODeadline
  private let startMilliseconds: Int64
  var random: SeededGenerator
  var counters: FaultCounters
  var sessions: [ConnectionID: SMSCSession] = [:]
  var accounts: [String: SMSCAccount] = [:]
  var messages: MessageTable
  var events = DeadlineQueue<Event>()
  var reordered: [(pdu: PDU, id: ConnectionID)] = []
  /// Receipts and inbound messages that have not come to their end.
  var deliveriesOpen = 0
  /// The system_id that bound last to receive: messages that phones begin go there.
  var lastReceiver: String?
  /// Messages that phones began before anyone received.
  var unclaimed = CircularBuffer<MessagePDU>()
  var isListening = true
  var texts: ReceivedTexts
  var replies: FrequencyCounter
  var lastReference: UInt16 = 0
  private var actions: [Action] = []

  /// Makes an SMSC.
  ///
  /// - Parameter millisecondsSince1970: the date at `now`; receipts and the log say dates.
  package init(_ configuration: SMSCConfiguration, now: NIODeadline, millisecondsSince1970: Int64) {
    self.configuration = configuration
    self.now = now
    start = now
    startMilliseconds = millisecondsSince1970
    faults = configuration.faults
    random = SeededGenerator(seed: configuration.seed)
    counters = FaultCounters(configuration.faults, seed: configuration.seed)
    messages = MessageTable(firstNumber: configuration.firstMessageNumber, messagesMax: configuration.messagesMax)
    texts = ReceivedTexts(defaultAlphabet: configuration.defaultAlphabet, textsMax: configuration.textsMax)
    replies = FrequencyCounter(configuration.reply?.frequency ?? .never, seed: ~configuration.seed)
  }

  /// When ``timeAdvanced(to:)`` has something to do; nil when nothing waits.
  package var nextDeadline: NIODeadline? { events.nextDeadline }

  /// The longest PDU to take from a connection: little from who has not bound.
  package func pduLengthMax(from id: ConnectionID) -> Int {
    sessions[id]?.isOpen == false ? PDU.lengthMax : 1024
  }

  // MARK: Events

  /// A peer has connected.
  package mutating func connected(_ id: ConnectionID, now: NIODeadline) -> [Action] {
    advance(to: now)
    guard isListening, sessions.count < configuration.connectionsMax, sessions[id] == nil else {
      perform(.close(id, .reset))
      return takeActions()
    }
    statistics.connections += 1
    sessions[id] = SMSCSession(now: self.now)
    events.add(.expectBind(id), at: self.now + configuration.bindTimeout.amount)
    return takeActions()
  }

  /// A connection has ended, whoever ended it.
  package mutating func disconnected(_ id: ConnectionID, now: NIODeadline) -> [Action] {
    advance(to: now)
    endSession(id)
    return takeActions()
  }

  /// A peer has sent a PDU.
  package mutating func received(_ pdu: PDU, from id: ConnectionID, now: NIODeadline) -> [Action] {
    advance(to: now)
    guard hear(id) else { return takeActions() }
    handle(pdu, from: id)
    return takeActions()
  }

  /// A peer has sent a PDU that cannot be read.
  package mutating func received(_ fault: PDUFault, from id: ConnectionID, now: NIODeadline) -> [Action] {
    advance(to: now)
    guard hear(id) else { return takeActions() }
    statistics.malformed += 1
    if !fault.commandID.isResponse {
      let response = fault.commandID.isAnswerable ? fault.commandID.response : .genericNack
      send(.other(response, []), fault.sequence, status: fault.status, to: id)
    }
    return takeActions()
  }

  /// A peer has sent what cannot be read any further.
  package mutating func received(_ fault: FramingFault, from id: ConnectionID, now: NIODeadline) -> [Action] {
    advance(to: now)
    guard hear(id) else { return takeActions() }
    statistics.malformed += 1
    send(.genericNack, 0, status: fault.status, to: id)
    end(id, .finish)
    return takeActions()
  }

  /// Time has passed.
  package mutating func timeAdvanced(to now: NIODeadline) -> [Action] {
    advance(to: now)
    while let event = events.popDue(at: self.now) { handle(event) }
    return takeActions()
  }

  // MARK: Inside

  /// The date of a time.
  func milliseconds(at moment: NIODeadline) -> Int64 { startMilliseconds + (moment - start).nanoseconds / 1_000_000 }

  /// The time since the SMSC was made.
  var uptime: TimeAmount { now - start }

  /// The latest time known. What is beyond a lifetime of uptime is cut, so that sums of times stay numbers.
  mutating func advance(to time: NIODeadline) { now = max(now, min(time, .uptimeNanoseconds(UInt64(Int64.max / 4)))) }

  mutating func perform(_ action: Action) { actions.append(action) }

  mutating func takeActions() -> [Action] {
    if actions.isEmpty { return [] }
    defer { actions = [] }
    return actions
  }

  /// Sends a PDU at once.
  mutating func send(_ body: PDU.Body, _ sequence: UInt32, status: CommandStatus = .ok, to id: ConnectionID) {
    perform(.send(PDU(body, status: status, sequence: sequence), to: id, counters.nextSegments()))
  }

  /// Whether what came from a connection counts.
  private mutating func hear(_ id: ConnectionID) -> Bool {
    guard let state = sessions[id]?.state, state != .silent else { return false }
    sessions[id]?.lastHeard = now
    sessions[id]?.enquiriesUnanswered = 0
    if let most = faults.readsPerSecondMax, let resumption = sessions[id]?.read(perSecondMax: most, now: now) {
      perform(.stopReading(id))
      events.add(.resumeReading(id), at: resumption)
    }
    return true
  }

  private mutating func handle(_ pdu: PDU, from id: ConnectionID) {
    switch pdu.body {
    case .submitSM(let message): submitted(message, .submitSM, pdu.sequence, from: id)
    case .dataSM(let message): submitted(MessagePDU(message), .dataSM, pdu.sequence, from: id)
    case .deliverSMResponse, .dataSMResponse, .genericNack: deliveryAnswered(pdu.status, pdu, from: id)
    case .enquireLink: send(.enquireLinkResponse, pdu.sequence, to: id)
    case .enquireLinkResponse: break
    case .bind(let bind): asked(bind, pdu.sequence, from: id)
    case .unbind:
      send(.unbindResponse, pdu.sequence, status: sessions[id]?.isOpen == true ? .incorrectBindStatus : .ok, to: id)
      end(id, .finish)
    case .unbindResponse: unbound(id)
    case .querySM(let query): asked(query, pdu.sequence, from: id)
    case .cancelSM(let cancel): asked(cancel, pdu.sequence, from: id)
    case .replaceSM(let replace): asked(replace, pdu.sequence, from: id)
    case .deliverSM, .submitMulti: send(.genericNack, pdu.sequence, status: .invalidCommandID, to: id)
    case .other(let command, _) where !command.isResponse: send(.genericNack, pdu.sequence, status: .invalidCommandID, to: id)
    case .other, .outbind, .alertNotification, .bindResponse, .submitSMResponse, .submitMultiResponse, .querySMResponse,
      .cancelSMResponse, .replaceSMResponse:
      statistics.unexpected += 1
    }
  }

  private mutating func handle(_ event: Event) {
    switch event {
    case .expectBind(let id): if sessions[id]?.isOpen == true { end(id, .finish) }
    case .inspect(let id): inspect(id)
    case .inspectDeliveries(let id): inspectDeliveries(id)
    case .respond(let pdu, let id): respondNow(pdu, to: id)
    case .respondReordered: respondReordered()
    case .deliver(let delivery): deliver(delivery)
    case .close(let id): end(id, .finish)
    case .resumeReading(let id):
      if let state = sessions[id]?.state, state != .silent { perform(.resumeReading(id)) }
    case .resumeListening:
      isListening = true
      perform(.resumeListening)
    }
  }
}

extension CommandID {
  /// Whether an SMSC that cannot read a request of this kind answers it with a response of its own rather than with a generic_nack.
  fileprivate var isAnswerable: Bool {
    let answerable: [CommandID] = [
      .bindReceiver, .bindTransmitter, .bindTransceiver, .querySM, .submitSM, .replaceSM, .cancelSM, .dataSM, .unbind, .enquireLink,
    ]
    return answerable.contains(self)
  }
}

extension MessagePDU {
  /// A data_sm as the submit_sm that says the same.
  init(_ message: DataSM) {
    self.init(
      serviceType: message.serviceType, source: message.source, destination: message.destination, esmClass: message.esmClass,
      registeredDelivery: message.registeredDelivery, dataCoding: message.dataCoding, shortMessage: [], parameters: message.parameters)
  }
}

extension Duration {
  /// The duration as times are computed with, ten years at most.
  var amount: TimeAmount { min(TimeAmount(self), .hours(10 * 365 * 24)) }
}
