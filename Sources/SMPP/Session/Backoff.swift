// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// How long to wait before the next try to bind. Pure: the caller brings the random number.
///
/// Exponential with full jitter, from `least` to `most`, from the start again after a session that lasted a minute. A verdict on the account waits for minutes,
/// since nothing but a person can mend it, and never for ever. "Already bound" is most often our own half-open session, which the SMSC has yet to notice.
public struct Backoff: Sendable {
  /// A session that was bound so long was a good one.
  public static let goodSession = TimeAmount.seconds(60)
  private static let accountLeast = TimeAmount.seconds(60)
  private static let accountMost = TimeAmount.seconds(300)

  private let least: TimeAmount
  private let most: TimeAmount
  private var failures = 0

  /// Waits between `least` and `most`.
  public init(least: TimeAmount = .seconds(1), most: TimeAmount = .seconds(60)) {
    self.least = max(.milliseconds(1), least)
    self.most = max(self.least, most)
  }

  /// The wait after a session that ended like this and was bound for `lifetime`.
  /// - Parameter fraction: a random number from 0 to 1.
  public mutating func delay(after end: SessionEnd, bound lifetime: TimeAmount, fraction: Double) -> TimeAmount {
    if lifetime >= Self.goodSession { failures = 0 }
    failures = min(failures + 1, 32)
    let fraction = min(max(fraction, 0), 1)
    switch end.verdict {
    case .account: return Self.between(Self.accountLeast, min(Self.doubled(Self.accountLeast, failures - 1), Self.accountMost), fraction)
    case .alreadyBound: return Self.between(.seconds(30), .seconds(60), fraction)
    case .passing: return Self.between(.milliseconds(1), min(Self.doubled(least, failures - 1), most), fraction)
    }
  }

  private static func doubled(_ amount: TimeAmount, _ times: Int) -> TimeAmount {
    .nanoseconds(amount.nanoseconds.multipliedReportingOverflow(by: 1 << min(times, 16)).partialValue)
  }

  private static func between(_ low: TimeAmount, _ high: TimeAmount, _ fraction: Double) -> TimeAmount {
    let span = max(0, high.nanoseconds - low.nanoseconds)
    return .nanoseconds(low.nanoseconds + Int64(Double(span) * fraction))
  }
}

extension SessionEnd {
  /// What the end of a session says of the next try.
  public enum Verdict: Sendable, Hashable {
    /// Something between us and the SMSC, which passes.
    case passing
    /// The SMSC still holds an older session of ours.
    case alreadyBound
    /// System id, password or system type are wrong: a person has to act.
    case account
  }

  /// What this end says of the next try.
  public var verdict: Verdict {
    guard case .bindRefused(let status) = self else { return .passing }
    switch status {
    case .invalidPassword, .invalidSystemID, .invalidSystemType: return .account
    case .alreadyBound: return .alreadyBound
    default: return .passing
    }
  }
}
