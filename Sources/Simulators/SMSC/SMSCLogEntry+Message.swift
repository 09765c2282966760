// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import SMPP
internal import SMSCodec

extension SMSCLogEntry {
  /// A submit_sm or data_sm.
  package struct Message: Sendable, Hashable, Encodable {
    package var event = "message"
    /// UTC.
    package let time: String
    package let connection: Int
    package let systemID: String
    /// `submit_sm` or `data_sm`.
    package let command: String
    package let sequenceNumber: UInt32
    /// What was answered, or would have been.
    package let status: UInt32
    /// As the response says it; nil when the message was refused.
    package let messageID: String?
    package let serviceType: String
    package let sourceAddress: String
    package let sourceTypeOfNumber: UInt8
    package let sourceNumberingPlan: UInt8
    package let destinationAddress: String
    package let destinationTypeOfNumber: UInt8
    package let destinationNumberingPlan: UInt8
    package let esmClass: UInt8
    package let protocolID: UInt8
    package let priority: UInt8
    package let registeredDelivery: UInt8
    package let dataCoding: UInt8
    /// The 16 characters; nil when the message has none.
    package let scheduleDeliveryTime: String?
    /// The 16 characters; nil when the message has none.
    package let validityPeriod: String?
    /// `gsm7`, `latin1`, `ucs2` or `octets`.
    package let encoding: String
    /// The text of this message; nil when it is none.
    package let text: String?
    /// The whole text, with the message that completes it: the only one, or the part that came last.
    package let wholeText: String?
    /// Parts of the concatenated message, 1 for an ordinary one.
    package let parts: Int
    /// Which of them this is.
    package let part: Int
    /// What the parts have in common; nil for an ordinary message.
    package let reference: Int?
    /// The octets of short_message or message_payload in hexadecimal digits.
    package let userData: String
    /// The optional parameters: values in hexadecimal digits by tags such as `0x1400`, the first of each tag.
    package let parameters: [String: String]
    /// Whether the text had come to this destination before.
    package let isDuplicate: Bool
    /// What goes wrong with this message on purpose.
    package let faults: [String]

    private enum CodingKeys: String, CodingKey {
      case event, time, connection, command, status, encoding, text, parts, part, reference, faults
      case systemID = "system_id"
      case sequenceNumber = "sequence_number"
      case messageID = "message_id"
      case serviceType = "service_type"
      case sourceAddress = "source_addr"
      case sourceTypeOfNumber = "source_addr_ton"
      case sourceNumberingPlan = "source_addr_npi"
      case destinationAddress = "destination_addr"
      case destinationTypeOfNumber = "dest_addr_ton"
      case destinationNumberingPlan = "dest_addr_npi"
      case esmClass = "esm_class"
      case protocolID = "protocol_id"
      case priority = "priority_flag"
      case registeredDelivery = "registered_delivery"
      case dataCoding = "data_coding"
      case scheduleDeliveryTime = "schedule_delivery_time"
      case validityPeriod = "validity_period"
      case wholeText = "whole_text"
      case userData = "user_data"
      case parameters = "tlvs"
      case isDuplicate = "duplicate"
    }
  }
}

extension SMSCLogEntry.Message {
  init(
    _ message: MessagePDU, _ reading: ReceivedTexts.Reading, command: CommandID, sequence: UInt32, status: CommandStatus,
    messageID: String?, faults: [String], systemID: String, connection: SimulatedSMSC.ConnectionID, time: String
  ) {
    self.time = time
    self.connection = connection.rawValue
    self.systemID = systemID
    self.command = command == .dataSM ? "data_sm" : "submit_sm"
    sequenceNumber = sequence
    self.status = status.rawValue
    self.messageID = messageID
    serviceType = message.serviceType
    sourceAddress = message.source.value
    sourceTypeOfNumber = message.source.typeOfNumber.rawValue
    sourceNumberingPlan = message.source.numberingPlan.rawValue
    destinationAddress = message.destination.value
    destinationTypeOfNumber = message.destination.typeOfNumber.rawValue
    destinationNumberingPlan = message.destination.numberingPlan.rawValue
    esmClass = message.esmClass.rawValue
    protocolID = message.protocolID
    priority = message.priority
    registeredDelivery = message.registeredDelivery.rawValue
    dataCoding = message.dataCoding.rawValue
    scheduleDeliveryTime = message.scheduleDeliveryTime.map { "\($0)" }
    validityPeriod = message.validityPeriod.map { "\($0)" }
    encoding = reading.encoding
    text = reading.text
    wholeText = reading.whole
    parts = Int(reading.part?.total ?? 1)
    part = Int(reading.part?.sequence ?? 1)
    reference = reading.part.map { Int($0.reference) }
    userData = Digits.hexadecimal(message.text)
    let values = message.parameters.map { (Digits.tag($0.tag), Digits.hexadecimal($0.value)) }
    parameters = Dictionary(values, uniquingKeysWith: { first, _ in first })
    isDuplicate = reading.isDuplicate
    self.faults = faults
  }
}

extension SimulatedSMSC {
  /// The date now, as the log writes it.
  var logTime: String {
    let milliseconds = milliseconds(at: now)
    let fraction = "." + Digits.padded(Int(milliseconds % 1000), to: 3) + "Z"
    guard
      case .absolute(let year, let month, let day, let hour, let minute, let second, _, _) = SMPPTime(secondsSince1970: milliseconds / 1000)
    else { return fraction }
    let numbers = [month, day, hour, minute, second].map { Digits.padded($0, to: 2) }
    return "\(year)-\(numbers[0])-\(numbers[1])T\(numbers[2]):\(numbers[3]):\(numbers[4])" + fraction
  }
}
