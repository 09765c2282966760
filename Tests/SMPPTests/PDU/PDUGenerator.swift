// SPDX-License-Identifier: Apache-2.0

import SMPP
import TestSupport

/// PDUs of every kind, with fields that the standard allows, up to their longest.
struct PDUGenerator {
  static let kinds = 27

  var random: SeededRandom
  /// True for what a program that reads meanings can read: texts in ASCII, headers and parameters that are what they should be.
  let isMeaningful: Bool

  init(seed: UInt64, isMeaningful: Bool = false) {
    random = SeededRandom(seed: seed)
    self.isMeaningful = isMeaningful
  }

  mutating func pdu(kind: Int) -> PDU {
    let body = body(kind: kind % Self.kinds)
    let errors: [CommandStatus] = [.throttled, .systemError, CommandStatus(rawValue: 0x4A1), CommandStatus(rawValue: .max)]
    let status = body.commandID.isResponse && flag() ? errors[Int.random(in: 0..<errors.count, using: &random)] : .ok
    return PDU(body, status: status, sequence: UInt32.random(in: 0...UInt32.max, using: &random))
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
    case 25: isMeaningful || flag() ? .replaceSMResponse : .other(.broadcastSM, octets(0...100))
    default: .alertNotification(AlertNotification(source: address(64), esmeAddress: address(64), parameters: parameters()))
    }
  }

  mutating func message() -> MessagePDU {
    var message = MessagePDU(
      serviceType: text(0...5), source: address(), destination: address(), esmClass: EsmClass(rawValue: octet()), protocolID: octet(),
      priority: octet(), scheduleDeliveryTime: time(), validityPeriod: time(),
      registeredDelivery: RegisteredDelivery(rawValue: octet()), replaceIfPresent: flag(), dataCoding: DataCoding(rawValue: octet()),
      defaultMessageID: octet(), shortMessage: octets(0...254), parameters: parameters())
    if isMeaningful, message.esmClass.contains(.userDataHeader) {
      message.shortMessage = [5, 0, 3, octet(), 2, flag() ? 1 : 2] + message.shortMessage.prefix(134)
    }
    return message
  }

  private mutating func dataSM() -> DataSM {
    DataSM(
      serviceType: text(0...5), source: address(64), destination: address(64),
      esmClass: EsmClass(rawValue: octet()).subtracting(isMeaningful ? .userDataHeader : []),
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
    let destinations = (0..<Int.random(in: 1...(flag() ? 254 : 3), using: &random)).map { _ in
      flag() ? SubmitMulti.Destination.address(address()) : .distributionList(text(0...20))
    }
    return SubmitMulti(destinations: destinations, message: message)
  }

  private mutating func submitMultiResponse() -> SubmitMultiResponse {
    let failures = (0..<Int.random(in: 0...(flag() ? 255 : 3), using: &random)).map { _ in
      SubmitMultiResponse.Failure(
        destination: address(), status: CommandStatus(rawValue: UInt32.random(in: 0...UInt32.max, using: &random)))
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
    let value = flag() ? String((0..<Int.random(in: 0...lengthMax, using: &random)).map { _ in digit() }) : text(0...lengthMax)
    return Address(typeOfNumber: .init(rawValue: octet()), numberingPlan: .init(rawValue: octet()), value)
  }

  mutating func time() -> SMPPTime? {
    switch UInt8.random(in: 0..<3, using: &random) {
    case 0: nil
    case 1: .relative(seconds: Int.random(in: 0...SMPPTime.relativeSecondsMax, using: &random))
    default:
      SMPPTime(
        // Other programs take a year from 38 on for one of the last century.
        secondsSince1970: Int64.random(in: 86_400...(isMeaningful ? 2_145_000_000 : 3_155_000_000), using: &random),
        tenths: Int.random(in: 0...9, using: &random),
        quarterHoursFromUTC: Int.random(in: -48...48, using: &random))
    }
  }

  mutating func parameters() -> [TLV] {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in
      isMeaningful
        ? meaningfulParameter() : TLV(.init(rawValue: UInt16.random(in: 0...UInt16.max, using: &random)), octets(0...(flag() ? 4 : 600)))
    }
  }

  /// A parameter of the standard's, with the octets that it has there, or one of a vendor's.
  private mutating func meaningfulParameter() -> TLV {
    let numbers: [(TLV.Tag, Int)] = [
      (.interfaceVersion, 1), (.messageState, 1), (.sarMessageReference, 2), (.sarTotalSegments, 1), (.sarSegmentSequence, 1),
      (.userMessageReference, 2), (.qosTimeToLive, 4), (.sourcePort, 2), (.destinationPort, 2), (.moreMessagesToSend, 1),
      (.networkErrorCode, 3), (.deliveryFailureReason, 1), (.congestionState, 1), (.availabilityStatus, 1),
    ]
    switch UInt8.random(in: 0..<5, using: &random) {
    case 0: return TLV(.receiptedMessageID, cString: text(1...64))
    case 1: return TLV(.additionalStatusInfoText, cString: text(1...255))
    case 2: return TLV(.init(rawValue: UInt16.random(in: 0x1400...0x3FFF, using: &random)), octets(0...(flag() ? 20 : 2_000)))
    default:
      let (tag, length) = numbers[Int.random(in: 0..<numbers.count, using: &random)]
      return TLV(tag, octets(length...length))
    }
  }

  /// ISO 8859-1 without NUL, half of the time or always ASCII.
  mutating func text(_ length: ClosedRange<Int>) -> String {
    let range: ClosedRange<UInt8> = isMeaningful || flag() ? 0x21...0x7E : 1...255
    let octets = (0..<Int.random(in: length, using: &random)).map { _ in UInt8.random(in: range, using: &random) }
    return String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
  }

  mutating func octets(_ length: ClosedRange<Int>) -> [UInt8] {
    (0..<Int.random(in: length, using: &random)).map { _ in octet() }
  }

  mutating func octet() -> UInt8 { UInt8.random(in: 0...255, using: &random) }
  mutating func flag() -> Bool { Bool.random(using: &random) }
  private mutating func digit() -> Character { Character(String(Int.random(in: 0...9, using: &random))) }
}
