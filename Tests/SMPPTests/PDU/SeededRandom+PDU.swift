// SPDX-License-Identifier: Apache-2.0

import SMPP
import TestSupport

/// PDUs of every kind, with fields that the standard allows, up to their longest.
extension SeededRandom {
  static let pduKinds = 27

  mutating func pdu(kind: Int) -> PDU {
    let body = body(kind: kind % Self.pduKinds)
    let errors: [CommandStatus] = [.throttled, .systemError, CommandStatus(rawValue: 0x4A1), CommandStatus(rawValue: .max)]
    let status = body.commandID.isResponse && flag() ? errors[Int.random(in: 0..<errors.count, using: &self)] : .ok
    return PDU(body, status: status, sequence: UInt32.random(in: 0...UInt32.max, using: &self))
  }

  private mutating func body(kind: Int) -> PDU.Body {
    switch kind {
    case 0: .submitSM(message())
    case 1: .submitSMResponse(response())
    case 2: .deliverSM(message())
    case 3: .deliverSMResponse(response())
    case 4: .dataSM(dataSM())
    case 5: .dataSMResponse(response())
    case 6: .bind(bind(.transmitter))
    case 7: .bind(bind(.receiver))
    case 8: .bind(bind(.transceiver))
    case 9: .bindResponse(BindResponse(mode: .transmitter, systemID: text(0...15), parameters: parameters()))
    case 10: .bindResponse(BindResponse(mode: .receiver, systemID: text(0...15), parameters: parameters()))
    case 11: .bindResponse(BindResponse(mode: .transceiver, systemID: text(0...15), parameters: parameters()))
    case 12: .outbind(Outbind(systemID: text(0...15), password: text(0...8)))
    case 13: .unbind
    case 14: .unbindResponse
    case 15: .enquireLink
    case 16: .enquireLinkResponse
    case 17: .genericNack
    case 18: .submitMulti(submitMulti())
    case 19: .submitMultiResponse(submitMultiResponse())
    case 20: .querySM(QuerySM(messageID: text(0...64), source: address()))
    case 21: .querySMResponse(querySMResponse())
    case 22:
      .cancelSM(CancelSM(serviceType: text(0...5), messageID: text(0...64), source: address(), destination: address()))
    case 23: .cancelSMResponse
    case 24: .replaceSM(replaceSM())
    case 25: flag() ? .replaceSMResponse : .other(.broadcastSM, octets(0...100))
    default: .alertNotification(AlertNotification(source: address(64), esmeAddress: address(64), parameters: parameters()))
    }
  }

  mutating func message() -> MessagePDU {
    MessagePDU(
      serviceType: text(0...5), source: address(), destination: address(), esmClass: EsmClass(rawValue: octet()), protocolID: octet(),
      priority: octet(), scheduleDeliveryTime: time(), validityPeriod: time(),
      registeredDelivery: RegisteredDelivery(rawValue: octet()), replaceIfPresent: flag(), dataCoding: DataCoding(rawValue: octet()),
      defaultMessageID: octet(), shortMessage: octets(0...254), parameters: parameters())
  }

  private mutating func dataSM() -> DataSM {
    DataSM(
      serviceType: text(0...5), source: address(64), destination: address(64), esmClass: EsmClass(rawValue: octet()),
      registeredDelivery: RegisteredDelivery(rawValue: octet()), dataCoding: DataCoding(rawValue: octet()), parameters: parameters())
  }

  private mutating func bind(_ mode: Bind.Mode) -> Bind {
    Bind(
      mode: mode, systemID: text(0...15), password: text(0...8), systemType: text(0...12), interfaceVersion: octet(),
      addressRange: address(40))
  }

  private mutating func response() -> MessageResponse { MessageResponse(messageID: text(0...64), parameters: parameters()) }

  private mutating func submitMulti() -> SubmitMulti {
    var message = message()
    message.destination = Address(typeOfNumber: .unknown, numberingPlan: .unknown, "")
    let destinations = (0..<Int.random(in: 1...(flag() ? 254 : 3), using: &self)).map { _ in
      flag() ? SubmitMulti.Destination.address(address()) : .distributionList(text(0...20))
    }
    return SubmitMulti(destinations: destinations, message: message)
  }

  private mutating func submitMultiResponse() -> SubmitMultiResponse {
    let failures = (0..<Int.random(in: 0...(flag() ? 255 : 3), using: &self)).map { _ in
      SubmitMultiResponse.Failure(
        destination: address(), status: CommandStatus(rawValue: UInt32.random(in: 0...UInt32.max, using: &self)))
    }
    return SubmitMultiResponse(messageID: text(0...64), failures: failures, parameters: parameters())
  }

  private mutating func querySMResponse() -> QuerySMResponse {
    QuerySMResponse(
      messageID: text(0...64), finalDate: time(), state: MessageState(rawValue: octet()), errorCode: octet())
  }

  private mutating func replaceSM() -> ReplaceSM {
    ReplaceSM(
      messageID: text(0...64), source: address(), scheduleDeliveryTime: time(), validityPeriod: time(),
      registeredDelivery: RegisteredDelivery(rawValue: octet()), defaultMessageID: octet(), shortMessage: octets(0...254))
  }

  mutating func address(_ lengthMax: Int = 20) -> Address {
    let value = flag() ? String((0..<Int.random(in: 0...lengthMax, using: &self)).map { _ in digit() }) : text(0...lengthMax)
    return Address(typeOfNumber: .init(rawValue: octet()), numberingPlan: .init(rawValue: octet()), value)
  }

  mutating func time() -> SMPPTime? {
    switch UInt8.random(in: 0..<3, using: &self) {
    case 0: nil
    case 1: .relative(seconds: Int.random(in: 0...SMPPTime.relativeSecondsMax, using: &self))
    default:
      SMPPTime(
        secondsSince1970: Int64.random(in: 86_400...3_155_000_000, using: &self), tenths: Int.random(in: 0...9, using: &self),
        quarterHoursFromUTC: Int.random(in: -48...48, using: &self))
    }
  }

  mutating func parameters() -> [TLV] {
    (0..<Int.random(in: 0...4, using: &self)).map { _ in
      TLV(.init(rawValue: UInt16.random(in: 0...UInt16.max, using: &self)), octets(0...(flag() ? 4 : 600)))
    }
  }

  /// ISO 8859-1 without NUL, half of the time ASCII.
  mutating func text(_ length: ClosedRange<Int>) -> String {
    let range: ClosedRange<UInt8> = flag() ? 0x21...0x7E : 1...255
    let octets = (0..<Int.random(in: length, using: &self)).map { _ in UInt8.random(in: range, using: &self) }
    return String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
  }

  mutating func octets(_ length: ClosedRange<Int>) -> [UInt8] {
    (0..<Int.random(in: length, using: &self)).map { _ in octet() }
  }

  mutating func octet() -> UInt8 { UInt8.random(in: 0...255, using: &self) }
  mutating func flag() -> Bool { Bool.random(using: &self) }
  private mutating func digit() -> Character { Character(String(Int.random(in: 0...9, using: &self))) }
}
