// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import SMPP

/// What the SMSC knows of one connection.
struct SMSCSession: Sendable {
  /// SMPP 3.4 §2.2.
  enum State: Sendable, Hashable {
    /// Not bound yet.
    case open
    case bound(Bind.Mode)
    /// Bound, and asked by the SMSC to unbind.
    case unbinding(Bind.Mode)
    /// Bound once; neither reads nor writes any more.
    case silent
  }

  var state = State.open
  var systemID = ""
  var isVersion5 = false
  /// Whether it counts as one of its system_id's binds.
  var holdsBind = false
  var lastHeard: NIODeadline
  var enquiriesUnanswered = 0
  /// Responses that wait for their time.
  var responsesWaiting = 0
  var deliveries = DeliveryLane()
  private var lastSequence: UInt32 = 0
  private var readSlot = RateSlot()

  init(now: NIODeadline) {
    lastHeard = now
  }

  var isOpen: Bool { state == .open }

  var isBound: Bool {
    if case .bound = state { return true }
    return false
  }

  /// Whether the peer may send messages.
  var submits: Bool { state == .bound(.transmitter) || state == .bound(.transceiver) }
  /// Whether the peer takes receipts and messages.
  var receives: Bool { state == .bound(.receiver) || state == .bound(.transceiver) }

  /// The number of the next request of the SMSC. SMPP 3.4 §5.1.4.
  mutating func nextSequence() -> UInt32 {
    lastSequence = lastSequence == 0x7FFF_FFFF ? 1 : lastSequence + 1
    return lastSequence
  }

  /// Counts a PDU; the time to read on when it was the last that this tenth of a second has room for.
  mutating func read(perSecondMax: Int, now: NIODeadline) -> NIODeadline? {
    readSlot.count(at: now, length: .milliseconds(100)) >= max(1, perSecondMax / 10) ? readSlot.end : nil
  }
}

/// Counts what falls into slots of time, which begin with the first that falls into them.
struct RateSlot: Sendable, Hashable {
  private(set) var end = NIODeadline.uptimeNanoseconds(0)
  private var count = 0

  /// Counts one more; how many the slot holds with it.
  mutating func count(at now: NIODeadline, length: TimeAmount) -> Int {
    if now >= end {
      end = now + length
      count = 0
    }
    count += 1
    return count
  }
}

/// What the SMSC knows of one system_id.
struct SMSCAccount: Sendable {
  var binds = 0
  /// Connections that take receipts, in the order of their binds.
  var receivers: [SimulatedSMSC.ConnectionID] = []
  /// What waits for one of them.
  var waiting = CircularBuffer<Delivery>()
  private var nextReceiver = 0
  private var submitSlot = RateSlot()

  /// Nothing would be lost with it.
  var isIdle: Bool { binds == 0 && receivers.isEmpty && waiting.isEmpty }

  /// The next receiver in turn, other than the one given unless it is the only one; nil without any.
  mutating func nextReceiver(otherThan excluded: SimulatedSMSC.ConnectionID?) -> SimulatedSMSC.ConnectionID? {
    guard !receivers.isEmpty else { return nil }
    for _ in receivers {
      nextReceiver = (nextReceiver + 1) % receivers.count
      if receivers[nextReceiver] != excluded { return receivers[nextReceiver] }
    }
    return excluded
  }

  /// Counts a message; whether it is one too many for this second.
  mutating func exceeds(perSecondMax: Int, now: NIODeadline) -> Bool {
    submitSlot.count(at: now, length: .seconds(1)) > perSecondMax
  }
}
