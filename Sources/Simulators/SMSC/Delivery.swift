// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import SMPP

/// Something that the SMSC has for a peer: a receipt, or a message from a phone.
struct Delivery: Sendable, Hashable {
  enum Content: Sendable, Hashable {
    case receipt(SimulatedReceipt)
    case inbound(MessagePDU)
  }

  let systemID: String
  /// The connection that the receipt's message came on.
  let submitter: SimulatedSMSC.ConnectionID?
  var content: Content
  /// How often a standing bind refused it or left it unanswered.
  var failures = 0

  var isReceipt: Bool {
    if case .receipt = content { return true }
    return false
  }
}

/// What waits to be sent on one bind, and what was sent and is not acknowledged.
struct DeliveryLane: Sendable {
  private struct Sent: Sendable {
    let delivery: Delivery
    let at: NIODeadline
  }

  private var waiting = CircularBuffer<Delivery>()
  private var unacknowledged: [UInt32: Sent] = [:]
  /// Whether an event will look after what is not acknowledged.
  var isWatched = false

  mutating func append(_ delivery: Delivery) { waiting.append(delivery) }

  /// The next to send, unless so many are unacknowledged already.
  mutating func popNext(window: Int) -> Delivery? {
    unacknowledged.count < window ? waiting.popFirst() : nil
  }

  mutating func sent(_ delivery: Delivery, sequence: UInt32, at now: NIODeadline) {
    unacknowledged[sequence] = Sent(delivery: delivery, at: now)
  }

  /// What was sent under a sequence number, taken out; nil when nothing was, or it is answered already.
  mutating func answered(_ sequence: UInt32) -> Delivery? {
    unacknowledged.removeValue(forKey: sequence)?.delivery
  }

  /// When the first of those unacknowledged was sent; nil without any.
  var oldest: NIODeadline? { unacknowledged.values.map(\.at).min() }

  /// Takes out what was sent at that time or before, in the order of sequence numbers.
  mutating func removeSent(until moment: NIODeadline) -> [Delivery] {
    let late = unacknowledged.filter { $0.value.at <= moment }.sorted { $0.key < $1.key }
    for (sequence, _) in late { unacknowledged[sequence] = nil }
    return late.map(\.value.delivery)
  }

  /// Takes out everything: what was sent, in the order of sequence numbers, and then what waits.
  mutating func removeAll() -> [Delivery] {
    let sent = unacknowledged.sorted { $0.key < $1.key }.map(\.value.delivery)
    defer { self = DeliveryLane() }
    return sent + waiting
  }
}
