// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// How fast messages may be handed to an SMSC: a token bucket that slows down when the SMSC says so and recovers by itself. Pure.
///
/// ESME_RTHROTTLED and ESME_RMSGQFUL: once a second the rate gives up the share of messages that they refused, half of it at most; up to one in
/// twenty is noise, and the rate grows by a tenth instead, so that it stays near what the SMSC takes. When twenty in a row are refused, or the first
/// after a pause, the rate is halved and nothing is sent for 1 s, then 2, 4 and 8 s while nothing is accepted in between.
/// congestion_state of SMPP 5.0 (§4.8.4.18) steers in steps of a tenth towards its range of 80 to 89, which the specification calls optimum.
///
/// Without a configured rate there is no limit until the SMSC objects, and none any more when it has not for a minute.
public struct SendPace: Sendable {
  private static let pauseLeast = TimeAmount.seconds(1)
  private static let pauseMost = TimeAmount.seconds(8)
  private static let forgiveness = TimeAmount.seconds(60)
  private static let rateLeast = 0.5
  /// Refusals in a row that stop sending.
  private static let refusalsInRowMax = 20
  /// A share of refusals that says nothing.
  private static let noise = 0.05

  private let configured: Double?
  /// Messages a second now; nil: no limit.
  public private(set) var rate: Double?
  private var tokens: Double
  private var refilledAt: NIODeadline?
  private var pausedUntil: NIODeadline?
  private var nextPause = pauseLeast
  private var lastObjection: NIODeadline?
  private var sent = Tally()
  /// The answers since the rate was last judged.
  private var judgedAt: NIODeadline?
  private var accepted = 0
  private var refused = 0
  private var refusalsInRow = 0
  private var hasAcceptedSincePause = false
  private var mayGrow = true
  private var steeredAt: NIODeadline?

  /// A pace of at most `rate` messages a second; nil: as fast as the window allows.
  public init(rate: Double?) {
    configured = rate
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

  /// The SMSC answered a message with something else than an objection to the pace.
  public mutating func accepted(at now: NIODeadline) {
    accepted += 1
    refusalsInRow = 0
    if pausedUntil == nil {
      hasAcceptedSincePause = true
      nextPause = Self.pauseLeast
    }
    judge(at: now)
  }

  /// The SMSC refused a message for coming too fast.
  public mutating func objected(at now: NIODeadline) {
    lastObjection = now
    if let pausedUntil, now < pausedUntil { return }
    refused += 1
    refusalsInRow += 1
    guard refusalsInRow >= Self.refusalsInRowMax || !hasAcceptedSincePause else { return judge(at: now) }
    set(rate: measuredRate(at: now) / 2)
    pausedUntil = now + nextPause
    nextPause = min(nextPause * 2, Self.pauseMost)
    // What was sent before the pause says nothing of the pace after it.
    (accepted, refused, refusalsInRow, judgedAt, hasAcceptedSincePause) = (0, 0, 0, nil, false)
  }

  /// The SMSC told how busy it is. SMPP 5.0 §4.8.4.18: 0 idle … 80 to 89 optimum, 90 to 99 nearly congested, 100 congested.
  public mutating func congestion(_ state: CongestionState, at now: NIODeadline) {
    guard state > CongestionState.optimum.upperBound else { return }
    lastObjection = now
    if let steeredAt, now < steeredAt + .seconds(1) { return }
    steeredAt = now
    set(rate: measuredRate(at: now) * (state.rawValue >= 100 ? 0.5 : 0.9))
  }

  /// Once a second, when there are enough answers to tell.
  private mutating func judge(at now: NIODeadline) {
    let since = judgedAt ?? now
    judgedAt = since
    let enough = accepted + refused >= Self.refusalsInRowMax || now >= since + .seconds(5)
    guard now >= since + .seconds(1), enough else { return }
    let share = Double(refused) / Double(accepted + refused)
    if share > Self.noise { set(rate: measuredRate(at: now) * (1 - min(share, 0.5))) }
    (accepted, refused, judgedAt) = (0, 0, now)
    mayGrow = share <= Self.noise
  }

  private func measuredRate(at now: NIODeadline) -> Double {
    var sent = sent
    return rate ?? Double(max(1, sent.rate(at: now)))
  }

  private mutating func set(rate: Double) {
    // One that is slower than the least already, because it is configured so, does not become faster.
    self.rate = min(self.rate ?? .infinity, max(Self.rateLeast, rate))
    tokens = min(tokens, Self.burst(of: rate))
  }

  private mutating func refill(at now: NIODeadline) {
    defer { refilledAt = now }
    guard let refilledAt, var rate else { return }
    let seconds = Double((now - refilledAt).nanoseconds) / 1e9
    guard seconds > 0 else { return }
    if configured == nil, let lastObjection, now >= lastObjection + Self.forgiveness {
      self.rate = nil
      return
    }
    if mayGrow {
      rate = min(configured ?? .infinity, rate + max(rate, configured ?? 0) / 10 * min(seconds, 1))
      self.rate = rate
    }
    tokens = min(Self.burst(of: rate), tokens + rate * seconds)
  }

  /// Events of this second and the one before.
  private struct Tally: Sendable {
    private var second: UInt64 = 0
    private var current = 0
    private var previous = 0

    mutating func count(at now: NIODeadline) {
      advance(to: now)
      current += 1
    }

    /// In a second.
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
