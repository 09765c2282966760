// SPDX-License-Identifier: Apache-2.0

// The operations on a message that was submitted before. SMPP 3.4 §4.8, §4.9, §4.10, §4.12.

extension QuerySM {
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    self.init(messageID: try body.cString("message_id"), source: try body.address("source_addr"))
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(messageID, lengthMax: 64, "message_id")
    try output.writeAddress(source, "source_addr")
  }
}

extension QuerySMResponse {
  init(_ body: inout Span<UInt8>) {
    self.init(messageID: body.cStringAsFarAsItGoes(), finalDate: body.timeAsFarAsItGoes())
    state = body.octetAsFarAsItGoes().map(MessageState.init) ?? .unknown
    errorCode = body.octetAsFarAsItGoes() ?? 0
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(messageID, lengthMax: 64, "message_id")
    try output.writeTime(finalDate, "final_date")
    output.append(state.rawValue)
    output.append(errorCode)
  }
}

extension CancelSM {
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    self.init(
      serviceType: try body.cString("service_type"), messageID: try body.cString("message_id"),
      source: try body.address("source_addr"), destination: try body.address("destination_addr"))
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(serviceType, lengthMax: 5, "service_type")
    try output.writeCString(messageID, lengthMax: 64, "message_id")
    try output.writeAddress(source, "source_addr")
    try output.writeAddress(destination, "destination_addr")
  }
}

extension ReplaceSM {
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    self.init(
      messageID: try body.cString("message_id"), source: try body.address("source_addr"),
      scheduleDeliveryTime: try body.time("schedule_delivery_time"), validityPeriod: try body.time("validity_period"),
      registeredDelivery: RegisteredDelivery(rawValue: try body.octet("registered_delivery")),
      defaultMessageID: try body.octet("sm_default_msg_id"),
      shortMessage: try body.shortMessage())
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(messageID, lengthMax: 64, "message_id")
    try output.writeAddress(source, "source_addr")
    try output.writeTime(scheduleDeliveryTime, "schedule_delivery_time")
    try output.writeTime(validityPeriod, "validity_period")
    output.append(registeredDelivery.rawValue)
    output.append(defaultMessageID)
    try output.writeShortMessage(shortMessage)
  }
}

extension AlertNotification {
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    self.init(
      source: try body.address("source_addr"), esmeAddress: try body.address("esme_addr"), parameters: try body.parameters())
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeAddress(source, lengthMax: 64, "source_addr")
    try output.writeAddress(esmeAddress, lengthMax: 64, "esme_addr")
    try output.writeParameters(parameters)
  }
}
