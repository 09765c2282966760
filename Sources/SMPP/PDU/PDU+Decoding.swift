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
    guard buffer.readableBytes >= Int(length),
      let (_, id, status, sequence) = buffer.getMultipleIntegers(at: start, as: (UInt32, UInt32, UInt32, UInt32).self)
    else { return nil }
    let commandID = CommandID(rawValue: id)
    let result: Result<PDU, PDUFault>
    do throws(FieldFault) {
      var body = buffer.readableBytesUInt8Span.extracting(headerLength..<Int(length))
      result = .success(PDU(try Body(commandID, &body), status: CommandStatus(rawValue: status), sequence: sequence))
    } catch {
      result = .failure(PDUFault(commandID: commandID, sequence: sequence, status: error.status, reason: error.reason))
    }
    buffer.moveReaderIndex(forwardBy: Int(length))
    return result
  }
}

extension PDU.Body {
  init(_ commandID: CommandID, _ body: inout Span<UInt8>) throws(FieldFault) {
    self = commandID.isResponse ? Self(response: commandID, &body) : try Self(request: commandID, &body)
  }

  private init(request commandID: CommandID, _ body: inout Span<UInt8>) throws(FieldFault) {
    self =
      switch commandID {
      case .submitSM: .submitSM(try MessagePDU(&body))
      case .deliverSM: .deliverSM(try MessagePDU(&body))
      case .enquireLink: .enquireLink
      case .bindTransmitter: .bind(try Bind(.transmitter, &body))
      case .bindReceiver: .bind(try Bind(.receiver, &body))
      case .bindTransceiver: .bind(try Bind(.transceiver, &body))
      case .outbind: .outbind(try Outbind(&body))
      case .unbind: .unbind
      case .dataSM: .dataSM(try DataSM(&body))
      case .submitMulti: .submitMulti(try SubmitMulti(&body))
      case .querySM: .querySM(try QuerySM(&body))
      case .cancelSM: .cancelSM(try CancelSM(&body))
      case .replaceSM: .replaceSM(try ReplaceSM(&body))
      case .alertNotification: .alertNotification(try AlertNotification(&body))
      default: .other(commandID, body.rest())
      }
  }

  private init(response commandID: CommandID, _ body: inout Span<UInt8>) {
    self =
      switch commandID {
      case .submitSM.response: .submitSMResponse(MessageResponse(&body))
      case .deliverSM.response: .deliverSMResponse(MessageResponse(&body))
      case .enquireLink.response: .enquireLinkResponse
      case .genericNack: .genericNack
      case .bindTransmitter.response: .bindResponse(BindResponse(.transmitter, &body))
      case .bindReceiver.response: .bindResponse(BindResponse(.receiver, &body))
      case .bindTransceiver.response: .bindResponse(BindResponse(.transceiver, &body))
      case .unbind.response: .unbindResponse
      case .dataSM.response: .dataSMResponse(MessageResponse(&body))
      case .submitMulti.response: .submitMultiResponse(SubmitMultiResponse(&body))
      case .querySM.response: .querySMResponse(QuerySMResponse(&body))
      case .cancelSM.response: .cancelSMResponse
      case .replaceSM.response: .replaceSMResponse
      default: .other(commandID, body.rest())
      }
  }
}
