// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// A message on its way to an SMSC, cut into parts that go over one session, in their order.
public struct Submission: Sendable {
  /// The caller's name for it; comes back with a late answer.
  public var reference: String
  /// submit_sm bodies, at least one.
  public var parts: [MessagePDU]
  /// What has not been written by then is not sent any more. A relative validity_period is written as what is left until then.
  public var notAfter: NIODeadline

  /// Makes a submission.
  public init(reference: String, parts: [MessagePDU], notAfter: NIODeadline) {
    self.reference = reference
    self.parts = parts
    self.notAfter = notAfter
  }
}

/// What became of one part.
public enum SubmitAnswer: Sendable, Hashable {
  /// The SMSC answered: a status, and the name it gave when the status is 0.
  case answered(CommandStatus, messageID: String)
  /// It was written, and no answer came: the phone may get it.
  case unknown(String)
  /// It was not written.
  case notSent(String)
  /// It cannot be written: a field is too long for the wire.
  case unsendable(String)
}

/// A message that came from the SMSC.
public struct IncomingMessage: Sendable {
  /// deliver_sm or data_sm.
  public let pdu: PDU
  let session: Int
}

/// Who hears what an SMSC sends.
public protocol SMPPDelegate: Sendable {
  /// Messages and receipts from the SMSC, in the order they came. Each is acknowledged with the status returned for it, so what must not be lost has to be durable before
  /// this returns. Called one at a time.
  func received(_ messages: [IncomingMessage]) async -> [CommandStatus]
  /// The SMSC answered a submission that was given up as unknown. `answers` has what is known of every part by now. Called on the event loop: be quick.
  func answeredLate(_ reference: String, answers: [SubmitAnswer])
  /// A session was bound or ended. Called on the event loop: be quick.
  func changed(_ status: SMPPConnectorStatus)
}
