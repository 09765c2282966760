// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// How long a session waits for what. SMPP 3.4 §2.9 names the timers and leaves their values to the parties.
public struct SessionTimers: Sendable, Hashable {
  /// Until the bind must be answered.
  public var bind: TimeAmount
  /// Until a request must be answered; its outcome is unknown after that.
  public var response: TimeAmount
  /// Silence in either direction after which the link is tested with enquire_link.
  public var enquireLink: TimeAmount
  /// Until an enquire_link must be answered; a second one goes unanswered as long before the link counts as dead.
  public var enquireLinkResponse: TimeAmount
  /// Until unbind must be answered.
  public var unbind: TimeAmount
  /// How long a session that is to end waits for what is under way. With `unbind` it stays below the 30 s that services are given to end.
  public var drain: TimeAmount

  /// The values that carriers' documents agree on, unless told otherwise.
  public init(
    bind: TimeAmount = .seconds(30), response: TimeAmount = .seconds(30), enquireLink: TimeAmount = .seconds(30),
    enquireLinkResponse: TimeAmount = .seconds(10), unbind: TimeAmount = .seconds(5), drain: TimeAmount = .seconds(20)
  ) {
    self.bind = bind
    self.response = response
    self.enquireLink = enquireLink
    self.enquireLinkResponse = enquireLinkResponse
    self.unbind = unbind
    self.drain = drain
  }
}
