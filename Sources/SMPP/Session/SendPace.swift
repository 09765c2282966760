// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// How fast messages may be handed to an SMSC: a token bucket that slows down when the SMSC says so and recovers by itself. Pure.
///
/// ESME_RTHROTTLED and ESME_RMSGQFUL halve the rate, once for all the answers that belong to one burst, and stop sending for 1 s, 2 s, 4 s … 8 s while they go on
/// coming. Without them the rate grows by a tenth of the nominal rate a second. congestion_state of SMPP 5.0 (§4.8.4.18) steers in smaller steps towards its range of
/// 80 to 89, which the specification calls optimum.
///
/// Without a nominal rate there is no limit until the SMSC objects; from then on the rate it objected to is the nominal one, until five minutes have passed without an
/// objection.
public struct SendPace: Sendable {
  private static let pauseLeast = TimeAmount.seconds(1)
  private static let pauseMost = TimeAmount.seconds(8)
  private static let forgiveness = TimeAmount.seconds(300)
  private static let rateLeast = 0.5

  private let configured: Double?
  /// Messages a second that the SMSC is known to take.
  private var nominal: Double?
  /// Messages a second now; nil: no limit.
  public private(set) var rate: Double?
  private var tokens: Double
  private var refilledAt: NIODeadline?
  private var pausedUntil: NIODeadline?
  private var pause = pauseLeast
  private var lastObjection: NIODeadline?
  private var steeredAt: NIODeadline?
  private var sent = SentInSecond()

  /// A pace of at most `rate` messages a second; nil: as fast as the window allows.
  public init(rate: Double?) {
    configured = rate
    nominal = rate
    self.rate = rate
    tokens = Self.burst(of: rate ?? 0)
  }

  /// A tenth of a second's worth, so that a quiet link starts at once and a busy one stays even.
  private static func burst(of rate: Double) -> Double { max(1, rate / 10) }

  /// Whether the SMSC has made us slower than configured.
  public var isSlowedDown: Bool { rate != configured || pausedUntil != nil }

  /// When the next message may go: nil means now.
  public mutating func wait(at now: NIODeadline) -> NIODeadline? {
    if let pausedUntil {
      guard now >= pausedUntil else { return pausedUntil }
      self.pausedUntil = nil
      refilledAt = now
    }
    refill(at: now)
    guard let rate, tokens < 1 else { return nil }
    return now + .nanoseconds(Int64((1 - tokens) / rate * 1e9) + 1)
  }

  /// A message went.
  public mutating func took(at now: NIODeadline) {
    sent.count(at: now)
    if rate != nil { tokens -= 1 }
  }

  /// The SMSC refused a message for coming too fast.
  public mutating func objected(at now: NIODeadline) {
    if let last = lastObjection, now < last + .seconds(1) { return }
    if let pausedUntil, now < pausedUntil { return }
    let isOngoing = lastObjection.map { now < $0 + pause * 2 + .seconds(1) } ?? false
    pause = isOngoing ? min(pause * 2, Self.pauseMost) : Self.pauseLeast
    lastObjection = now
    let current = rate ?? max(1, Double(sent.rate(at: now)))
    if nominal == nil { nominal = current }
    set(rate: max(Self.rateLeast, current / 2))
    pausedUntil = now + pause
  }

  /// The SMSC told how busy it is. SMPP 5.0 §4.8.4.18: 0 idle … 80 to 89 optimum, 90 to 99 nearly congested, 100 congested.
  public mutating func congestion(_ state: UInt8, at now: NIODeadline) {
    switch state {
    case 100...: objected(at: now)
    case 90...99:
      if let last = steeredAt, now < last + .milliseconds(200) { return }
      steeredAt = now
      lastObjection = lastObjection ?? now
      let current = rate ?? max(1, Double(sent.rate(at: now)))
      if nominal == nil { nominal = current }
      set(rate: max(Self.rateLeast, current * 0.9))
    default: break
    }
  }

  private mutating func set(rate: Double) {
    self.rate = rate
    tokens = min(tokens, Self.burst(of: rate))
  }

  private mutating func refill(at now: NIODeadline) {
    defer { refilledAt = now }
    guard let refilledAt, let current = rate else { return }
    let seconds = Double((now - refilledAt).nanoseconds) / 1e9
    guard seconds > 0 else { return }
    if let lastObjection, configured == nil, now >= lastObjection + Self.forgiveness {
      // What it objected to long ago need not hold today.
      rate = nil
      nominal = nil
      self.lastObjection = nil
      return
    }
    if let nominal, current < nominal { rate = min(nominal, current + nominal / 10 * seconds) }
    let rate = rate ?? current
    tokens = min(Self.burst(of: rate), tokens + rate * seconds)
  }

  /// Messages of this second and the one before.
  private struct SentInSecond: Sendable {
    private var second: UInt64 = 0
    private var current = 0
    private var previous = 0

    mutating func count(at now: NIODeadline) {
      advance(to: now)
      current += 1
    }

    mutating func rate(at now: NIODeadline) -> Int {
      advance(to: now)
      return max(current, previous)
    }

    private mutating func advance(to now: NIODeadline) {
      let this = now.uptimeNanoseconds / 1_000_000_000
      guard this > second else { return }
      previous = this == second + 1 ? current : 0
      current = 0
      second = this
    }
  }
}
