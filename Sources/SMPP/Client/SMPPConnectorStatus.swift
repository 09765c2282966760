// SPDX-License-Identifier: Apache-2.0

/// How a connector is doing.
public struct SMPPConnectorStatus: Sendable, Hashable {
  /// One session.
  public struct Session: Sendable, Hashable {
    /// What it carries.
    public var mode: Bind.Mode
    /// Where to.
    public var endpoint: SMPPConnectorConfiguration.Endpoint
    /// Whether it is bound.
    public var isBound: Bool
    /// Why the last session of this place ended; nil while nothing has gone wrong.
    public var lastEnd: SessionEnd?
    /// What the SMSC calls itself, and the version it speaks, from its answer to the bind.
    public var peer: String?
  }

  /// All of them, bound or not.
  public var sessions: [Session] = []
  /// Requests without an answer.
  public var outstanding = 0
  /// Submissions that wait for a place in a window.
  public var waiting = 0
  /// Messages a second at present; nil: no limit.
  public var rate: Double?
  /// Whether the SMSC has made us slower than configured.
  public var isSlowedDown = false
  /// Answers with ESME_RTHROTTLED or ESME_RMSGQFUL so far.
  public var throttled = 0
  /// PDUs that made no sense and did no harm.
  public var oddities = 0

  /// Nothing yet.
  public init() {}

  /// Whether messages can be handed over.
  public var canSend: Bool { sessions.contains { $0.isBound && $0.mode != .receiver } }
}
