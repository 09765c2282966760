// SPDX-License-Identifier: Apache-2.0

/// Joins the parts of concatenated messages, in whatever order and however often they come. TS 23.040 §9.2.3.24.1.
///
/// A value without clock: time is given with every part, and ``nextDeadline`` says when it wants to be told again.
///
/// Bounds: messages and octets that wait are limited, and the oldest give way to new ones; none waits longer than the lifetime.
/// What gives way is handed back with the text that did come, since a part that never came must not swallow a STOP.
///
/// A part that came before is a duplicate, as long as its message is remembered. One with the same place and other content means
/// that the sender counts its references anew: the message that waited is given up, and the part begins the next.
public struct Reassembler<Sender: Hashable & Sendable, Instant: InstantProtocol & Sendable>: Sendable
where Instant.Duration == Duration {
  /// What a part led to.
  public enum Outcome: Sendable, Hashable {
    /// The message is complete; this is its text.
    case complete(String)
    /// So many parts are missing.
    case waiting(missing: Int)
    /// The part has come before.
    case duplicate
  }

  /// A message that will not be complete.
  public struct Abandoned: Sendable, Hashable {
    /// Who sent it.
    public let sender: Sender
    /// The text of the parts that came, in order.
    public let text: String
    /// How many parts did not come.
    public let missing: Int
  }

  /// How many messages may wait or be remembered.
  public let messagesMax: Int
  /// How many octets of text may wait, the part that came last apart.
  public let octetsMax: Int
  /// How long a message may wait for its parts, and is remembered after, counted from its first part.
  public let lifetime: Duration

  private var waiting: [Key: Assembly] = [:]
  /// Keys in order of arrival, with the serial of the assembly that each was for; those before `oldest` are gone.
  private var arrivals: [(key: Key, serial: UInt64)] = []
  private var oldest = 0
  private var nextSerial: UInt64 = 0
  /// Octets of text that wait.
  public private(set) var octets = 0

  /// Makes a reassembler of the given bounds.
  public init(messagesMax: Int = 1024, octetsMax: Int = 1 << 20, lifetime: Duration = .seconds(24 * 3600)) {
    self.messagesMax = max(1, messagesMax)
    self.octetsMax = max(0, octetsMax)
    self.lifetime = lifetime
  }

  /// Messages that wait or are remembered.
  public var messages: Int { waiting.count }

  /// When `timeAdvanced(to:)` has something to do; nil when nothing waits.
  public var nextDeadline: Instant? {
    arrivals[oldest...].lazy.compactMap { waiting[$0.key]?.serial == $0.serial ? waiting[$0.key]?.deadline : nil }.first
  }

  /// Takes a part. One without a place in a message is complete by itself.
  ///
  /// Times must not run backwards; one that does counts as the latest.
  public mutating func add(
    _ part: MessagePart, from sender: Sender, now: Instant
  ) -> (outcome: Outcome, abandoned: [Abandoned]) {
    var abandoned = timeAdvanced(to: now)
    guard let place = part.concatenation, place.total > 1 else { return (.complete(part.text), abandoned) }
    let key = Key(sender: sender, referenceWidth: place.referenceWidth, reference: place.reference, total: place.total)
    if let known = waiting[key]?.fingerprints[place.sequence] {
      if known == part.fingerprint { return (.duplicate, abandoned) }
      abandoned += remove(key)
    }
    while oldest < arrivals.count, waiting.count >= messagesMax && waiting[key] == nil || octets + part.payload.count > octetsMax {
      abandoned += removeOldest()
    }
    if waiting[key] == nil {
      waiting[key] = Assembly(serial: nextSerial, deadline: now.advanced(by: lifetime))
      forgetGone()
      arrivals.append((key, nextSerial))
      nextSerial &+= 1
    }
    octets += part.payload.count
    waiting[key]?.parts[place.sequence] = part
    waiting[key]?.fingerprints[place.sequence] = part.fingerprint
    guard let assembly = waiting[key], assembly.parts.count == Int(place.total) else {
      return (.waiting(missing: Int(place.total) - (waiting[key]?.parts.count ?? 0)), abandoned)
    }
    octets -= assembly.octets
    waiting[key]?.parts = [:]
    return (.complete(assembly.text), abandoned)
  }

  /// Gives up what has waited too long.
  public mutating func timeAdvanced(to now: Instant) -> [Abandoned] {
    var abandoned: [Abandoned] = []
    while oldest < arrivals.count {
      let (key, serial) = arrivals[oldest]
      if let assembly = waiting[key], assembly.serial == serial, assembly.deadline > now { break }
      abandoned += removeOldest()
    }
    return abandoned
  }

  /// Drops the arrivals of messages that were given up out of turn, once they are the greater part.
  private mutating func forgetGone() {
    guard arrivals.count - oldest > 2 * messagesMax else { return }
    arrivals = arrivals[oldest...].filter { waiting[$0.key]?.serial == $0.serial }
    oldest = 0
  }

  private mutating func removeOldest() -> [Abandoned] {
    guard oldest < arrivals.count else { return [] }
    let (key, serial) = arrivals[oldest]
    oldest += 1
    if oldest > 64, oldest > arrivals.count / 2 {
      arrivals.removeFirst(oldest)
      oldest = 0
    }
    return waiting[key]?.serial == serial ? remove(key) : []
  }

  private mutating func remove(_ key: Key) -> [Abandoned] {
    guard let assembly = waiting.removeValue(forKey: key) else { return [] }
    octets -= assembly.octets
    if assembly.parts.isEmpty { return [] }
    return [Abandoned(sender: key.sender, text: assembly.text, missing: Int(key.total) - assembly.parts.count)]
  }
}

extension Reassembler {
  private struct Key: Hashable, Sendable {
    let sender: Sender
    let referenceWidth: Concatenation.ReferenceWidth
    let reference: UInt16
    let total: UInt8
  }

  private struct Assembly: Sendable {
    let serial: UInt64
    let deadline: Instant
    /// Parts by sequence; empty once the message is complete.
    var parts: [UInt8: MessagePart] = [:]
    /// What tells a duplicate from another part with the same place.
    var fingerprints: [UInt8: Int] = [:]

    var octets: Int { parts.values.reduce(0) { $0 + $1.payload.count } }

    /// The text of the parts in order.
    ///
    /// Neighbours of one encoding are joined before they are decoded: senders exist that cut through an escape or surrogate pair.
    var text: String {
      var text = ""
      var run: MessagePart?
      for (_, part) in parts.sorted(by: { $0.key < $1.key }) {
        if let previous = run, previous.encoding == part.encoding, previous.nationalTables == part.nationalTables {
          run = previous.joined(with: part)
        } else {
          text += run?.text ?? ""
          run = part
        }
      }
      return text + (run?.text ?? "")
    }
  }
}

extension MessagePart {
  fileprivate var fingerprint: Int {
    var hasher = Hasher()
    hasher.combine(encoding)
    hasher.combine(nationalTables)
    hasher.combine(payload)
    return hasher.finalize()
  }

  fileprivate func joined(with next: MessagePart) -> MessagePart {
    MessagePart(encoding: encoding, nationalTables: nationalTables, concatenation: nil, payload: payload + next.payload)
  }
}
