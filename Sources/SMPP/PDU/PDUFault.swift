// SPDX-License-Identifier: Apache-2.0

/// A PDU that cannot be read, in a stream that goes on: the PDU after it starts where it should.
public struct PDUFault: Error, Sendable, Hashable {
  /// What the PDU was.
  public let commandID: CommandID
  /// Its sequence number, to be echoed.
  public let sequence: UInt32
  /// What to answer: ESME_RINVMSGLEN, ESME_RINVCMDLEN, ESME_RINVOPTPARSTREAM and the like.
  public let status: CommandStatus
  /// Which field is wrong, and how. It shows nothing of what the field said.
  public let reason: String

  /// Makes a fault.
  public init(commandID: CommandID, sequence: UInt32, status: CommandStatus, reason: String) {
    self.commandID = commandID
    self.sequence = sequence
    self.status = status
    self.reason = reason
  }
}

extension PDUFault: CustomStringConvertible {
  /// The fault in words.
  public var description: String { "\(commandID) \(sequence): \(reason)" }
}
