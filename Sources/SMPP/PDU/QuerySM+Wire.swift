// SPDX-License-Identifier: Apache-2.0

import NIOCore

// The operations on a message that was submitted before. SMPP 3.4 §4.8, §4.9, §4.10, §4.12.

extension QuerySM {
  init(_ reader: inout FieldReader) throws(FieldReader.Fault) {
    self.init(messageID: try reader.cString("message_id"), source: try reader.address("source_addr"))
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(messageID, lengthMax: 64, "message_id")
    try buffer.writeAddress(source, "source_addr")
  }
}

extension QuerySMResponse {
  init(_ reader: inout FieldReader) {
    self.init(messageID: reader.cStringAsFarAsItGoes(), finalDate: reader.timeAsFarAsItGoes())
    state = reader.octetAsFarAsItGoes().map(MessageState.init) ?? .unknown
    errorCode = reader.octetAsFarAsItGoes() ?? 0
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(messageID, lengthMax: 64, "message_id")
    try buffer.writeTime(finalDate, "final_date")
    buffer.writeMultipleIntegers(state.rawValue, errorCode)
  }
}

extension CancelSM {
  init(_ reader: inout FieldReader) throws(FieldReader.Fault) {
    self.init(
      serviceType: try reader.cString("service_type"), messageID: try reader.cString("message_id"),
      source: try reader.address("source_addr"), destination: try reader.address("destination_addr"))
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(serviceType, lengthMax: 5, "service_type")
    try buffer.writeCString(messageID, lengthMax: 64, "message_id")
    try buffer.writeAddress(source, "source_addr")
    try buffer.writeAddress(destination, "destination_addr")
  }
}

extension ReplaceSM {
  init(_ reader: inout FieldReader) throws(FieldReader.Fault) {
    self.init(
      messageID: try reader.cString("message_id"), source: try reader.address("source_addr"),
      scheduleDeliveryTime: try reader.time("schedule_delivery_time"), validityPeriod: try reader.time("validity_period"),
      registeredDelivery: RegisteredDelivery(rawValue: try reader.octet("registered_delivery")),
      defaultMessageID: try reader.octet("sm_default_msg_id"),
      shortMessage: try reader.octets(Int(try reader.octet("sm_length")), "short_message"))
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(messageID, lengthMax: 64, "message_id")
    try buffer.writeAddress(source, "source_addr")
    try buffer.writeTime(scheduleDeliveryTime, "schedule_delivery_time")
    try buffer.writeTime(validityPeriod, "validity_period")
    buffer.writeMultipleIntegers(registeredDelivery.rawValue, defaultMessageID)
    try buffer.writeShortMessage(shortMessage)
  }
}

extension AlertNotification {
  init(_ reader: inout FieldReader) throws(FieldReader.Fault) {
    self.init(
      source: try reader.address("source_addr"), esmeAddress: try reader.address("esme_addr"), parameters: try reader.parameters())
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeAddress(source, lengthMax: 64, "source_addr")
    try buffer.writeAddress(esmeAddress, lengthMax: 64, "esme_addr")
    try buffer.writeParameters(parameters)
  }
}
