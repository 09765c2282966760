// SPDX-License-Identifier: Apache-2.0

package import NIOCore
package import SMPP
internal import SMSCodec

/// Receipts and inbound messages, from when they are due until a peer has acknowledged them.
extension SimulatedSMSC {
  /// A phone sends a text.
  ///
  /// - Parameters:
  ///   - text: may be of any length; a long one is concatenated with user data headers. TS 23.040 §9.2.3.24.1.
  ///   - systemID: whom it is for; nil for who bound last as receiver or transceiver.
  package mutating func deliver(
    _ text: String, from source: Address, to destination: Address, systemID: String? = nil, now: NIODeadline
  ) -> [Action] {
    advance(to: now)
    for part in parts(of: text, from: source, to: destination) {
      if let owner = systemID ?? lastReceiver {
        admit(part, for: owner, after: .zero)
      } else if unclaimed.count < configuration.deliveriesMax {
        unclaimed.append(part)
      }
    }
    return takeActions()
  }

  /// A phone answers a message.
  mutating func reply(_ text: String, to message: MessagePDU, of systemID: String) {
    for part in parts(of: text, from: message.destination, to: message.source) {
      admit(part, for: systemID, after: configuration.receiptDelay)
    }
  }

  private mutating func admit(_ part: MessagePDU, for systemID: String, after delay: Duration) {
    guard deliveriesOpen < configuration.deliveriesMax else { return }
    deliveriesOpen += 1
    schedule(Delivery(systemID: systemID, submitter: nil, content: .inbound(part)), after: delay.amount)
  }

  /// A delivery is due: at once, or later.
  mutating func schedule(_ delivery: Delivery, after delay: TimeAmount) {
    if delay > .zero {
      events.add(.deliver(delivery), at: now + delay)
    } else {
      deliver(delivery)
    }
  }

  /// Hands a delivery to a bind, or keeps it until there is one.
  mutating func deliver(_ delivery: Delivery) {
    var delivery = delivery
    if case .receipt(var receipt) = delivery.content, !receipt.isIntermediate, let message = messages[receipt.number] {
      // cancel_sm may have come in between.
      receipt.state = message.finalState
      receipt.doneAt = milliseconds(at: min(now, message.finalAt)) / 1000
      delivery.content = .receipt(receipt)
    }
    guard let id = receiver(of: delivery) else {
      accounts[delivery.systemID, default: SMSCAccount()].waiting.append(delivery)
      return
    }
    sessions[id]?.deliveries.append(delivery)
    sendDeliveries(id)
  }

  private mutating func receiver(of delivery: Delivery) -> ConnectionID? {
    let submitter = delivery.submitter.flatMap { sessions[$0]?.receives == true ? $0 : nil }
    switch configuration.receiptBind {
    case .same: return submitter ?? accounts[delivery.systemID]?.nextReceiver(otherThan: nil)
    case .other: return accounts[delivery.systemID]?.nextReceiver(otherThan: submitter)
    case .any: return accounts[delivery.systemID]?.nextReceiver(otherThan: nil)
    }
  }

  /// Sends what a bind has room for.
  private mutating func sendDeliveries(_ id: ConnectionID) {
    while let delivery = sessions[id]?.deliveries.popNext(window: configuration.deliveryWindow),
      let sequence = sessions[id]?.nextSequence()
    {
      sessions[id]?.deliveries.sent(delivery, sequence: sequence, at: now)
      switch delivery.content {
      case .receipt(let receipt):
        statistics.receiptsSent += 1
        send(configuration.receipts.body(of: receipt), sequence, to: id)
      case .inbound(let message):
        statistics.inboundSent += 1
        send(.deliverSM(message), sequence, to: id)
      }
    }
    watchDeliveries(id)
  }

  /// Sees to it that someone looks when the oldest delivery has waited too long.
  private mutating func watchDeliveries(_ id: ConnectionID) {
    guard sessions[id]?.deliveries.isWatched == false, let oldest = sessions[id]?.deliveries.oldest else { return }
    sessions[id]?.deliveries.isWatched = true
    events.add(.inspectDeliveries(id), at: oldest + configuration.deliveryTimeout.amount)
  }

  /// Takes back what a peer has not acknowledged in time.
  mutating func inspectDeliveries(_ id: ConnectionID) {
    guard sessions[id] != nil else { return }
    sessions[id]?.deliveries.isWatched = false
    let late = sessions[id]?.deliveries.removeSent(until: now - configuration.deliveryTimeout.amount) ?? []
    for delivery in late {
      statistics.deliveriesTimedOut += 1
      failed(delivery)
    }
    sendDeliveries(id)
  }

  /// A peer has answered a deliver_sm or data_sm. SMPP 3.4 §4.6.2.
  mutating func deliveryAnswered(_ status: CommandStatus, _ pdu: PDU, from id: ConnectionID) {
    guard let delivery = sessions[id]?.deliveries.answered(pdu.sequence) else {
      statistics.unexpected += 1
      return
    }
    if status == .ok, pdu.body != .genericNack {
      deliveriesOpen -= 1
      if delivery.isReceipt { statistics.receiptsAcknowledged += 1 } else { statistics.inboundAcknowledged += 1 }
    } else {
      statistics.deliveriesRefused += 1
      failed(delivery)
    }
    sendDeliveries(id)
  }

  /// Offers a delivery again later, or gives it up.
  private mutating func failed(_ delivery: Delivery) {
    var delivery = delivery
    delivery.failures += 1
    guard delivery.failures < configuration.deliveryAttemptsMax else {
      deliveriesOpen -= 1
      statistics.deliveriesGivenUp += 1
      return
    }
    events.add(.deliver(delivery), at: now + configuration.deliveryRetryDelay.amount)
  }

  /// A bind takes receipts from now on, first those that wait.
  mutating func beginReceiving(_ id: ConnectionID, _ systemID: String) {
    accounts[systemID]?.receivers.append(id)
    lastReceiver = systemID
    while let part = unclaimed.popFirst() { admit(part, for: systemID, after: .zero) }
    while let delivery = accounts[systemID]?.waiting.popFirst() { deliver(delivery) }
  }

  /// A bind that has ended or changed takes no receipts any more; another of its system_id gets what it had.
  mutating func handOver(_ deliveries: [Delivery], of id: ConnectionID, _ systemID: String) {
    accounts[systemID]?.receivers.removeAll { $0 == id }
    for delivery in deliveries { deliver(delivery) }
  }

  /// A text as deliver_sm PDUs, in the SMSC's alphabet if it fits, else in UCS-2.
  private mutating func parts(of text: String, from source: Address, to destination: Address) -> [MessagePDU] {
    lastReference &+= 1
    let message = try? ShortMessage(text, options: EncodingOptions(reference: lastReference))
    return (message?.parts ?? []).map { part in
      var octets = part.unpackedUserData
      if part.encoding == .gsm7, configuration.defaultAlphabet == .latin1 {
        // What Latin-1 lacks is lost, as it is with such an SMSC.
        octets = octets.prefix(part.headerOctets) + part.text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
      }
      return MessagePDU(
        source: source, destination: destination, esmClass: part.hasHeader ? .userDataHeader : [],
        dataCoding: part.encoding == .ucs2 ? .ucs2 : .smscDefault, shortMessage: octets)
    }
  }
}
