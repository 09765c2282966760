// SPDX-License-Identifier: Apache-2.0

public import NIOCore

extension PDU {
  /// Octets of a header. SMPP 3.4 §3.2.
  public static let headerLength = 16

  /// The longest PDU that is taken or made: a message_payload of 64 KiB with 4 KiB for what stands beside it.
  public static let lengthMax = 65_536 + 4_096

  /// Takes the next PDU out of what a connection has brought.
  ///
  /// Any octets are a PDU, a fault, or not enough yet; the length is checked before anything is kept. What peers are seen to do wrong
  /// without harm is read: responses whose body is missing or cut, C-octet strings longer than their field, times that are none, octets
  /// after the last field of a PDU without optional parameters.
  ///
  /// - Parameters:
  ///   - buffer: what has come and is not read yet. A PDU or a `PDUFault` is taken out of it, nothing else is.
  ///   - lengthMax: the longest command_length that is taken, such as 1,024 before a peer has bound.
  /// - Returns: nil when more octets are needed. A failure is one PDU that cannot be read; those after it can.
  /// - Throws: `FramingFault` when the stream cannot be read any further. SMPP 3.4 §3.2, command_length.
  public static func next(in buffer: inout ByteBuffer, lengthMax: Int = PDU.lengthMax) throws(FramingFault) -> Result<PDU, PDUFault>? {
    let start = buffer.readerIndex
    guard let length = buffer.getInteger(at: start, as: UInt32.self) else { return nil }
    guard length >= UInt32(headerLength), Int64(length) <= Int64(lengthMax) else {
      throw FramingFault(commandLength: length, lengthMax: lengthMax)
    }
    guard buffer.readableBytes >= Int(length), let commandID = buffer.getInteger(at: start + 4, as: UInt32.self).map(CommandID.init),
      let status = buffer.getInteger(at: start + 8, as: UInt32.self).map(CommandStatus.init),
      let sequence = buffer.getInteger(at: start + 12, as: UInt32.self),
      let body = buffer.getSlice(at: start + headerLength, length: Int(length) - headerLength)
    else { return nil }
    buffer.moveReaderIndex(forwardBy: Int(length))
    var reader = FieldReader(body)
    do throws(FieldReader.Fault) {
      return .success(PDU(try Body(commandID, &reader), status: status, sequence: sequence))
    } catch {
      return .failure(PDUFault(commandID: commandID, sequence: sequence, status: error.status, reason: error.reason))
    }
  }
}

extension PDU.Body {
  init(_ commandID: CommandID, _ reader: inout FieldReader) throws(FieldReader.Fault) {
    self = commandID.isResponse ? Self(response: commandID, &reader) : try Self(request: commandID, &reader)
  }

  private init(request commandID: CommandID, _ reader: inout FieldReader) throws(FieldReader.Fault) {
    self =
      switch commandID {
      case .submitSM: .submitSM(try MessagePDU(&reader))
      case .deliverSM: .deliverSM(try MessagePDU(&reader))
      case .enquireLink: .enquireLink
      case .bindTransmitter: .bind(try Bind(.transmitter, &reader))
      case .bindReceiver: .bind(try Bind(.receiver, &reader))
      case .bindTransceiver: .bind(try Bind(.transceiver, &reader))
      case .outbind: .outbind(try Outbind(&reader))
      case .unbind: .unbind
      case .dataSM: .dataSM(try DataSM(&reader))
      case .submitMulti: .submitMulti(try SubmitMulti(&reader))
      case .querySM: .querySM(try QuerySM(&reader))
      case .cancelSM: .cancelSM(try CancelSM(&reader))
      case .replaceSM: .replaceSM(try ReplaceSM(&reader))
      case .alertNotification: .alertNotification(try AlertNotification(&reader))
      default: .other(commandID, reader.rest())
      }
  }

  private init(response commandID: CommandID, _ reader: inout FieldReader) {
    self =
      switch commandID {
      case .submitSM.response: .submitSMResponse(MessageResponse(&reader))
      case .deliverSM.response: .deliverSMResponse(MessageResponse(&reader))
      case .enquireLink.response: .enquireLinkResponse
      case .genericNack: .genericNack
      case .bindTransmitter.response: .bindResponse(BindResponse(.transmitter, &reader))
      case .bindReceiver.response: .bindResponse(BindResponse(.receiver, &reader))
      case .bindTransceiver.response: .bindResponse(BindResponse(.transceiver, &reader))
      case .unbind.response: .unbindResponse
      case .dataSM.response: .dataSMResponse(MessageResponse(&reader))
      case .submitMulti.response: .submitMultiResponse(SubmitMultiResponse(&reader))
      case .querySM.response: .querySMResponse(QuerySMResponse(&reader))
      case .cancelSM.response: .cancelSMResponse
      case .replaceSM.response: .replaceSMResponse
      default: .other(commandID, reader.rest())
      }
  }
}
