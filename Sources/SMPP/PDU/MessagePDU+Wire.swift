// SPDX-License-Identifier: Apache-2.0

import NIOCore

// Lengths on the wire: SMPP 3.4 §4.4, §4.7, without the NUL.

extension MessagePDU {
  /// submit_sm and deliver_sm. SMPP 3.4 §4.4.1.
  init(_ reader: inout FieldReader) throws(FieldReader.Fault) {
    self.init(
      serviceType: try reader.cString("service_type"), source: try reader.address("source_addr"),
      destination: try reader.address("destination_addr"), esmClass: EsmClass(rawValue: try reader.octet("esm_class")),
      protocolID: try reader.octet("protocol_id"), priority: try reader.octet("priority_flag"),
      scheduleDeliveryTime: try reader.time("schedule_delivery_time"), validityPeriod: try reader.time("validity_period"),
      registeredDelivery: RegisteredDelivery(rawValue: try reader.octet("registered_delivery")),
      replaceIfPresent: try reader.octet("replace_if_present_flag") != 0,
      dataCoding: DataCoding(rawValue: try reader.octet("data_coding")), defaultMessageID: try reader.octet("sm_default_msg_id"),
      shortMessage: try reader.octets(Int(try reader.octet("sm_length")), "short_message"), parameters: try reader.parameters())
  }

  /// The rest of a submit_multi, after its destinations. SMPP 3.4 §4.5.1.
  init(serviceType: String, source: Address, afterDestinations reader: inout FieldReader) throws(FieldReader.Fault) {
    self.init(
      serviceType: serviceType, source: source, destination: Address(typeOfNumber: .unknown, numberingPlan: .unknown, ""),
      esmClass: EsmClass(rawValue: try reader.octet("esm_class")), protocolID: try reader.octet("protocol_id"),
      priority: try reader.octet("priority_flag"), scheduleDeliveryTime: try reader.time("schedule_delivery_time"),
      validityPeriod: try reader.time("validity_period"),
      registeredDelivery: RegisteredDelivery(rawValue: try reader.octet("registered_delivery")),
      replaceIfPresent: try reader.octet("replace_if_present_flag") != 0,
      dataCoding: DataCoding(rawValue: try reader.octet("data_coding")), defaultMessageID: try reader.octet("sm_default_msg_id"),
      shortMessage: try reader.octets(Int(try reader.octet("sm_length")), "short_message"), parameters: try reader.parameters())
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(serviceType, lengthMax: 5, "service_type")
    try buffer.writeAddress(source, "source_addr")
    try buffer.writeAddress(destination, "destination_addr")
    try writeAfterDestinations(to: &buffer)
  }

  func writeAfterDestinations(to buffer: inout ByteBuffer) throws(EncodingFault) {
    buffer.writeMultipleIntegers(esmClass.rawValue, protocolID, priority)
    try buffer.writeTime(scheduleDeliveryTime, "schedule_delivery_time")
    try buffer.writeTime(validityPeriod, "validity_period")
    buffer.writeMultipleIntegers(
      registeredDelivery.rawValue, replaceIfPresent ? 1 as UInt8 : 0, dataCoding.rawValue, defaultMessageID)
    try buffer.writeShortMessage(shortMessage)
    try buffer.writeParameters(parameters)
  }
}

extension MessageResponse {
  init(_ reader: inout FieldReader) {
    self.init(messageID: reader.cStringAsFarAsItGoes(), parameters: reader.parametersAsFarAsTheyGo())
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(messageID, lengthMax: 64, "message_id")
    try buffer.writeParameters(parameters)
  }
}

extension DataSM {
  init(_ reader: inout FieldReader) throws(FieldReader.Fault) {
    self.init(
      serviceType: try reader.cString("service_type"), source: try reader.address("source_addr"),
      destination: try reader.address("destination_addr"), esmClass: EsmClass(rawValue: try reader.octet("esm_class")),
      registeredDelivery: RegisteredDelivery(rawValue: try reader.octet("registered_delivery")),
      dataCoding: DataCoding(rawValue: try reader.octet("data_coding")), parameters: try reader.parameters())
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(serviceType, lengthMax: 5, "service_type")
    try buffer.writeAddress(source, lengthMax: 64, "source_addr")
    try buffer.writeAddress(destination, lengthMax: 64, "destination_addr")
    buffer.writeMultipleIntegers(esmClass.rawValue, registeredDelivery.rawValue, dataCoding.rawValue)
    try buffer.writeParameters(parameters)
  }
}
