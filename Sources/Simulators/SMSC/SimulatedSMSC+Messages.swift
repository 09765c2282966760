// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import SMPP

/// submit_sm and data_sm: taken or refused, answered or not. SMPP 3.4 §4.4, §4.7.
extension SimulatedSMSC {
  /// A peer sends a message.
  mutating func submitted(_ message: MessagePDU, _ command: CommandID, _ sequence: UInt32, from connection: ConnectionID) {
    guard let systemID = sessions[connection]?.systemID, sessions[connection]?.submits == true else {
      // Between the SMSC's unbind and the end there is no answer.
      if case .unbinding = sessions[connection]?.state { return }
      send(.other(command.response, []), sequence, status: .incorrectBindStatus, to: connection)
      return
    }
    statistics.submits += 1
    let magic = configuration.honoursMagicDestinations ? MagicDestination(message.destination.value) : nil
    var fate = counters.nextSubmit()
    magic?.apply(to: &fate)
    if let status = refusal(of: message, systemID, connection) { fate.refusal = status }
    let number = messages.nextNumber
    let reading = read(message, isTaken: fate.refusal == nil, of: systemID)
    if let reading {
      let id = fate.refusal == nil ? configuration.responseIDForm.text(of: number) : nil
      let entry = SMSCLogEntry.Message(
        message, reading, command: command, sequence: sequence, status: fate.refusal ?? .ok, messageID: id, faults: fate.words,
        systemID: systemID, connection: connection, time: logTime)
      perform(.record(.message(entry)))
    }
    if fate.refusal == nil {
      accept(message, number, systemID, connection, magic: magic, fate: fate)
    } else {
      statistics.refused += 1
    }
    if let fault = fate.sessionFault { suffer(fault, connection) }
    if fate.answers {
      respond(response(command, sequence, number, fate, connection), to: connection)
    } else {
      statistics.responsesDropped += 1
    }
  }

  /// Reads a text for the log, and remembers it if the message is taken; nil without a log.
  private mutating func read(_ message: MessagePDU, isTaken: Bool, of systemID: String) -> ReceivedTexts.Reading? {
    guard isTaken else { return configuration.keepsLog ? texts.glance(at: message) : nil }
    let reading = configuration.keepsLog ? texts.read(message, systemID: systemID, now: now) : nil
    if reading?.isDuplicate ?? texts.recognise(message, systemID: systemID, now: now) { statistics.duplicates += 1 }
    statistics.uniqueTexts = texts.uniqueCount
    return reading
  }

  private mutating func response(
    _ command: CommandID, _ sequence: UInt32, _ number: UInt64, _ fate: SubmitFate, _ connection: ConnectionID
  ) -> PDU {
    let status = fate.refusal ?? .ok
    if status == .ok, fate.omitsBody { return PDU(.other(command.response, []), sequence: sequence) }
    let messageID = status == .ok ? configuration.responseIDForm.text(of: number) : ""
    let body = MessageResponse(messageID: messageID, parameters: congestion(of: connection))
    return PDU(command == .dataSM ? .dataSMResponse(body) : .submitSMResponse(body), status: status, sequence: sequence)
  }

  /// Why a message is not taken, apart from chance; nil when it is.
  private mutating func refusal(of message: MessagePDU, _ systemID: String, _ id: ConnectionID) -> CommandStatus? {
    if let most = faults.submitsPerSecondMax, accounts[systemID]?.exceeds(perSecondMax: most, now: now) == true { return .throttled }
    if sessions[id]?.responsesWaiting ?? 0 >= min(faults.windowMax ?? Self.responsesWaitingMax, Self.responsesWaitingMax) {
      return .throttled
    }
    if !message.registeredDelivery.isEmpty, deliveriesOpen >= configuration.deliveriesMax { return .messageQueueFull }
    return nil
  }

  /// Responses that may wait for their time on one bind.
  static let responsesWaitingMax = 10_000

  private mutating func accept(
    _ message: MessagePDU, _ number: UInt64, _ systemID: String, _ id: ConnectionID, magic: MagicDestination?, fate: SubmitFate
  ) {
    statistics.accepted += 1
    let delay = fate.sendsReceiptFirst ? .zero : configuration.receiptDelay.amount + chance(upTo: configuration.receiptJitter)
    let outcome = outcome(of: message, after: delay, magic)
    messages.add(
      SimulatedMessage(
        number: number, systemID: systemID, source: message.source, destination: message.destination, submittedAt: now,
        finalAt: now + outcome.delay, finalState: outcome.state))
    if magic != .withoutReceipt {
      scheduleReceipts(of: message, number, systemID, id, outcome, copies: fate.duplicatesReceipt ? 2 : 1)
    }
    if let reply = configuration.reply, replies.isDue() { self.reply(reply.text, to: message, of: systemID) }
    if magic == .answeredSTOP { reply("STOP", to: message, of: systemID) }
  }

  /// How a message ends, and when: expired when its validity period is over before.
  private mutating func outcome(
    of message: MessagePDU, after delay: TimeAmount, _ magic: MagicDestination?
  ) -> (state: MessageState, delay: TimeAmount) {
    var state = MessageState.delivered
    if !configuration.outcomes.isEmpty {
      var left = random.fraction()
      for outcome in configuration.outcomes {
        left -= outcome.share
        if left < 0 {
          state = outcome.state
          break
        }
      }
    }
    let validity: TimeAmount? =
      switch message.validityPeriod {
      case .relative(let seconds): .seconds(Int64(seconds))
      case .absolute: message.validityPeriod?.secondsSince1970.map { .seconds($0 - milliseconds(at: now) / 1000) }
      case nil: nil
      }
    if let validity, validity < delay { return (.expired, max(validity, .zero)) }
    return (magic?.finalState ?? state, delay)
  }

  private mutating func scheduleReceipts(
    of message: MessagePDU, _ number: UInt64, _ systemID: String, _ id: ConnectionID, _ outcome: (state: MessageState, delay: TimeAmount),
    copies: Int
  ) {
    let seconds = milliseconds(at: now) / 1000
    func delivery(_ state: MessageState, isIntermediate: Bool) -> Delivery {
      let receipt = SimulatedReceipt(
        number: number, source: message.source, destination: message.destination, submittedAt: seconds, doneAt: seconds, state: state,
        isIntermediate: isIntermediate, quote: configuration.receipts.quotesText ? Array(message.text.prefix(20)) : [])
      return Delivery(systemID: systemID, submitter: id, content: .receipt(receipt))
    }
    var due: [(Delivery, TimeAmount)] = []
    if message.registeredDelivery.contains(.intermediateNotification) {
      due.append((delivery(.enroute, isIntermediate: true), .nanoseconds(outcome.delay.nanoseconds / 2)))
    }
    if message.registeredDelivery.asksForReceipt(of: outcome.state) {
      due += Array(repeating: (delivery(outcome.state, isIntermediate: false), outcome.delay), count: copies)
    }
    for (delivery, delay) in due {
      deliveriesOpen += 1
      statistics.receiptsDue += 1
      schedule(delivery, after: delay)
    }
  }

  /// Sends a response when its time has come.
  private mutating func respond(_ pdu: PDU, to id: ConnectionID) {
    let delay = faults.responseDelay.amount + chance(upTo: faults.responseJitter)
    // Where too many wait, the next is refused and does not.
    let waits = sessions[id]?.responsesWaiting ?? 0 < Self.responsesWaitingMax
    sessions[id]?.responsesWaiting += 1
    if !waits {
      respondAtLast(pdu, to: id)
    } else if delay > .zero {
      events.add(.respond(pdu, id), at: now + delay)
    } else {
      respondNow(pdu, to: id)
    }
  }

  /// Sends a response, or lets it gather with others that leave in another order.
  mutating func respondNow(_ pdu: PDU, to id: ConnectionID) {
    guard faults.reorderWindow > .zero else { return respondAtLast(pdu, to: id) }
    if reordered.isEmpty { events.add(.respondReordered, at: now + faults.reorderWindow.amount) }
    reordered.append((pdu, id))
  }

  mutating func respondReordered() {
    let gathered = reordered.shuffled(using: &random)
    reordered = []
    for (pdu, id) in gathered { respondAtLast(pdu, to: id) }
  }

  private mutating func respondAtLast(_ pdu: PDU, to id: ConnectionID) {
    // endSession has counted those that wait no more.
    guard let state = sessions[id]?.state else { return }
    sessions[id]?.responsesWaiting -= 1
    if state == .silent {
      statistics.responsesLost += 1
    } else {
      send(pdu.body, pdu.sequence, status: pdu.status, to: id)
    }
  }

  /// congestion_state for a peer that knows it: up to 100 and down again in each period.
  private func congestion(of id: ConnectionID) -> [TLV] {
    guard let period = faults.congestionPeriod, sessions[id]?.isVersion5 == true else { return [] }
    let nanoseconds = max(1, period.amount.nanoseconds)
    let phase = Double(uptime.nanoseconds % nanoseconds) / Double(nanoseconds)
    return [TLV(.congestionState, [UInt8(100 * (1 - abs(2 * phase - 1)))])]
  }

  private mutating func chance(upTo most: Duration) -> TimeAmount {
    guard most > .zero else { return .zero }
    return .nanoseconds(Int64(random.fraction() * Double(most.amount.nanoseconds)))
  }
}

extension RegisteredDelivery {
  /// Whether a message that ends so is reported. SMPP 3.4 §5.2.17; 3, success alone, is of SMPP 5.0.
  fileprivate func asksForReceipt(of state: MessageState) -> Bool {
    switch rawValue & 0x03 {
    case 1: true
    case 2: state != .delivered
    case 3: state == .delivered
    default: false
    }
  }
}
