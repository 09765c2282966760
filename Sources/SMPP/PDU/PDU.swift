// SPDX-License-Identifier: Apache-2.0

/// One protocol data unit. SMPP 3.4 §3.2.
///
/// `description` never shows a password or a message text.
public struct PDU: Sendable, Hashable {
  /// 0 in requests. SMPP 3.4 §3.2: command_status.
  public var status: CommandStatus
  /// Pairs a response with its request. SMPP 3.4 §5.1.4: 1...0x7FFFFFFF; peers are seen to use all of 32 bits.
  public var sequence: UInt32
  /// What the PDU says, by its command_id.
  public var body: Body

  /// Makes a PDU.
  public init(_ body: Body, status: CommandStatus = .ok, sequence: UInt32) {
    self.status = status
    self.sequence = sequence
    self.body = body
  }

  /// What a PDU says: a case for each command_id of SMPP 3.4 §5.1.2.1 and those of 5.0 that a client meets.
  ///
  /// A response with an error status may come without a body (SMPP 3.4 §3.2); its fields are then empty.
  public enum Body: Sendable, Hashable {
    /// bind_receiver, bind_transmitter or bind_transceiver, as `mode` says.
    case bind(Bind)
    case bindResponse(BindResponse)
    case outbind(Outbind)
    case unbind, unbindResponse
    case enquireLink, enquireLinkResponse
    case genericNack
    case submitSM(MessagePDU)
    case submitSMResponse(MessageResponse)
    case deliverSM(MessagePDU)
    case deliverSMResponse(MessageResponse)
    case dataSM(DataSM)
    case dataSMResponse(MessageResponse)
    case submitMulti(SubmitMulti)
    case submitMultiResponse(SubmitMultiResponse)
    case querySM(QuerySM)
    case querySMResponse(QuerySMResponse)
    case cancelSM(CancelSM)
    case cancelSMResponse
    case replaceSM(ReplaceSM)
    case replaceSMResponse
    case alertNotification(AlertNotification)
    /// A command that this codec does not read into fields, such as those of cell broadcast in SMPP 5.0: its body as it came. Who tests a
    /// peer may write any command and octets with it.
    case other(CommandID, [UInt8])
  }
}
