// SPDX-License-Identifier: Apache-2.0

/// What the driver of a session has to do, in the order given. Plain values.
public enum SessionAction: Sendable, Hashable {
  /// Write this PDU.
  case send(PDU)
  /// The bind was accepted: work may be handed over from now on.
  case bound(BindResponse)
  /// A request of ours was answered in time.
  case answered(sequence: UInt32, PDU)
  /// A request whose outcome was already given up as unknown was answered after all.
  case answeredLate(sequence: UInt32, PDU)
  /// What became of this request is not known: its answer did not come in time, or could not be read.
  case unknown(sequence: UInt32, reason: String)
  /// An answer to this request will not be told any more, should it come after all: forget it.
  case forgotten(sequence: UInt32)
  /// A message from the SMSC; it has to be answered with ``SessionMachine/answer(_:with:at:)``.
  case received(PDU)
  /// Close the connection. `unanswered` requests were written and not answered: their outcome is unknown.
  case close(SessionEnd, unanswered: [UInt32])
}

/// Why a session ended.
public enum SessionEnd: Sendable, Hashable, Error {
  /// The SMSC refused the bind.
  case bindRefused(CommandStatus)
  case bindTimedOut
  /// The SMSC sent unbind.
  case unboundByPeer
  /// The link no longer answers enquire_link: it is half-open.
  case silent
  /// The link lives, and a whole window of messages went unanswered one after the other.
  case mute
  /// The peer does not speak SMPP, or lost its place in the stream.
  case protocolViolation(String)
  /// The SMSC says that the session is not bound as it should be, SMPP 3.4 §5.1.3: ESME_RINVBNDSTS.
  case notBound
  /// The connection could not be made, or broke.
  case linkLost(String)
  /// We asked for it.
  case drained
}

extension SessionEnd: CustomStringConvertible {
  /// Words for an operator.
  public var description: String {
    switch self {
    case .bindRefused(let status): "bind refused: \(status)"
    case .bindTimedOut: "the bind was not answered in time"
    case .unboundByPeer: "the SMSC ended the session with unbind"
    case .silent: "the link is dead: enquire_link was not answered"
    case .mute: "the SMSC answers the link test and no message; binding again"
    case .protocolViolation(let what): "the peer does not keep to SMPP: \(what)"
    case .notBound: "the SMSC says that the session is not bound; binding again"
    case .linkLost(let reason): reason
    case .drained: "ended by us"
    }
  }
}
