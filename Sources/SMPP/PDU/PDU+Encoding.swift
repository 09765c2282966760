// SPDX-License-Identifier: Apache-2.0

public import NIOCore

extension PDU {
  /// The command_id of the body.
  public var commandID: CommandID { body.commandID }

  /// Writes the PDU at the end of a buffer.
  ///
  /// - Throws: `EncodingFault` when a field is longer than SMPP 3.4 allows or holds what its form cannot; the buffer is then as it was.
  public func encode(into buffer: inout ByteBuffer) throws(EncodingFault) {
    let bound = PDU.headerLength + body.lengthBound
    // All that is longer than its field stands in the slack that the bound has.
    guard bound <= PDU.lengthMax + PDU.Body.fieldsLengthBound else { throw Self.tooLong(bound - PDU.Body.fieldsLengthBound) }
    let start = buffer.writerIndex
    try buffer.writeWithOutputRawSpan(minimumWritableBytes: bound) { output throws(EncodingFault) in
      output.append(0, as: UInt32.self)
      output.append(body.commandID.rawValue.bigEndian, as: UInt32.self)
      output.append(status.rawValue.bigEndian, as: UInt32.self)
      output.append(sequence.bigEndian, as: UInt32.self)
      if status == .ok || !body.isLeftOutOfErrors { try body.write(to: &output) }
      guard output.byteCount <= PDU.lengthMax else { throw Self.tooLong(output.byteCount) }
    }
    buffer.setInteger(UInt32(buffer.writerIndex - start), at: start)
  }

  private static func tooLong(_ length: Int) -> EncodingFault {
    EncodingFault(field: "command_length", reason: "would be \(length) or more, at most \(lengthMax) go on the wire")
  }
}

extension PDU.Body {
  /// What stands in the header for this body.
  public var commandID: CommandID {
    switch self {
    case .bind(let bind): bind.mode.commandID
    case .bindResponse(let response): response.mode.commandID.response
    case .outbind: .outbind
    case .unbind: .unbind
    case .unbindResponse: .unbind.response
    case .enquireLink: .enquireLink
    case .enquireLinkResponse: .enquireLink.response
    case .genericNack: .genericNack
    case .submitSM: .submitSM
    case .submitSMResponse: .submitSM.response
    case .deliverSM: .deliverSM
    case .deliverSMResponse: .deliverSM.response
    case .dataSM: .dataSM
    case .dataSMResponse: .dataSM.response
    case .submitMulti: .submitMulti
    case .submitMultiResponse: .submitMulti.response
    case .querySM: .querySM
    case .querySMResponse: .querySM.response
    case .cancelSM: .cancelSM
    case .cancelSMResponse: .cancelSM.response
    case .replaceSM: .replaceSM
    case .replaceSMResponse: .replaceSM.response
    case .alertNotification: .alertNotification
    case .other(let commandID, _): commandID
    }
  }

  /// More octets than the fields of any body take that are bounded by the standard: a submit_sm without its parameters has at most 351.
  static let fieldsLengthBound = 512

  /// Octets that the body takes at most, so that it is written into memory that is asked for once.
  var lengthBound: Int {
    let variable =
      switch self {
      case .submitSM(let message), .deliverSM(let message): message.parameters.length
      case .submitSMResponse(let response), .deliverSMResponse(let response), .dataSMResponse(let response): response.parameters.length
      case .bindResponse(let response): response.parameters.length
      case .dataSM(let message): message.parameters.length
      // An octet for its kind, type of number, numbering plan, 20 octets and a NUL.
      case .submitMulti(let multi): multi.destinations.count * 24 + multi.message.parameters.length
      case .submitMultiResponse(let response): response.failures.count * 27 + response.parameters.length
      case .alertNotification(let notification): notification.parameters.length
      case .other(_, let octets): octets.count
      default: 0
      }
    return variable + Self.fieldsLengthBound
  }

  /// True of a response that a peer does not expect to have a body beside an error. SMPP 3.4 §4.1.2, §4.4.2, §4.5.2.
  fileprivate var isLeftOutOfErrors: Bool {
    switch self {
    case .bindResponse(let response): response.systemID.isEmpty && response.parameters.isEmpty
    case .submitSMResponse(let response): response.messageID.isEmpty && response.parameters.isEmpty
    case .submitMultiResponse(let response): response == SubmitMultiResponse()
    default: false
    }
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    switch self {
    case .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack, .cancelSMResponse, .replaceSMResponse: break
    case .submitSM(let message), .deliverSM(let message): try message.write(to: &output)
    case .submitSMResponse(let response), .deliverSMResponse(let response), .dataSMResponse(let response): try response.write(to: &output)
    case .bind(let bind): try bind.write(to: &output)
    case .bindResponse(let response): try response.write(to: &output)
    case .outbind(let outbind): try outbind.write(to: &output)
    case .dataSM(let message): try message.write(to: &output)
    case .submitMulti(let message): try message.write(to: &output)
    case .submitMultiResponse(let response): try response.write(to: &output)
    case .querySM(let query): try query.write(to: &output)
    case .querySMResponse(let response): try response.write(to: &output)
    case .cancelSM(let cancel): try cancel.write(to: &output)
    case .replaceSM(let replace): try replace.write(to: &output)
    case .alertNotification(let notification): try notification.write(to: &output)
    case .other(_, let octets): output.writeOctets(octets)
    }
  }
}

extension [TLV] {
  /// Octets on the wire.
  fileprivate var length: Int { reduce(0) { $0 + 4 + $1.value.count } }
}
