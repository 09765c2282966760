// SPDX-License-Identifier: Apache-2.0

public import NIOCore

extension PDU {
  /// The command_id of the body.
  public var commandID: CommandID { body.commandID }

  /// Writes the PDU at the end of a buffer.
  ///
  /// - Throws: `EncodingFault` when a field is longer than SMPP 3.4 allows or holds what its form cannot; the buffer is then as it was.
  public func encode(into buffer: inout ByteBuffer) throws(EncodingFault) {
    let start = buffer.writerIndex
    do throws(EncodingFault) {
      buffer.reserveCapacity(minimumWritableBytes: 256)
      buffer.writeMultipleIntegers(0 as UInt32, body.commandID.rawValue, status.rawValue, sequence)
      if status == .ok || !body.isLeftOutOfErrors { try body.write(to: &buffer) }
      let length = buffer.writerIndex - start
      guard length <= PDU.lengthMax else {
        throw EncodingFault(field: "command_length", reason: "would be \(length), more than \(PDU.lengthMax)")
      }
      buffer.setInteger(UInt32(length), at: start)
    } catch {
      buffer.moveWriterIndex(to: start)
      throw error
    }
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

  /// True of a response that a peer does not expect to have a body beside an error. SMPP 3.4 §4.1.2, §4.4.2, §4.5.2.
  fileprivate var isLeftOutOfErrors: Bool {
    switch self {
    case .bindResponse(let response): response.systemID.isEmpty && response.parameters.isEmpty
    case .submitSMResponse(let response): response.messageID.isEmpty && response.parameters.isEmpty
    case .submitMultiResponse(let response): response == SubmitMultiResponse()
    default: false
    }
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    switch self {
    case .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack, .cancelSMResponse, .replaceSMResponse: break
    case .submitSM(let message), .deliverSM(let message): try message.write(to: &buffer)
    case .submitSMResponse(let response), .deliverSMResponse(let response), .dataSMResponse(let response): try response.write(to: &buffer)
    case .bind(let bind): try bind.write(to: &buffer)
    case .bindResponse(let response): try response.write(to: &buffer)
    case .outbind(let outbind): try outbind.write(to: &buffer)
    case .dataSM(let message): try message.write(to: &buffer)
    case .submitMulti(let message): try message.write(to: &buffer)
    case .submitMultiResponse(let response): try response.write(to: &buffer)
    case .querySM(let query): try query.write(to: &buffer)
    case .querySMResponse(let response): try response.write(to: &buffer)
    case .cancelSM(let cancel): try cancel.write(to: &buffer)
    case .replaceSM(let replace): try replace.write(to: &buffer)
    case .alertNotification(let notification): try notification.write(to: &buffer)
    case .other(_, let octets): buffer.writeBytes(octets)
    }
  }
}
