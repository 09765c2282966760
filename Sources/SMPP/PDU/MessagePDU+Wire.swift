// SPDX-License-Identifier: Apache-2.0

// Lengths on the wire: SMPP 3.4 §4.4, §4.7, without the NUL.

extension MessagePDU {
  /// submit_sm and deliver_sm. SMPP 3.4 §4.4.1.
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    self.init(
      serviceType: try body.cString("service_type"), source: try body.address("source_addr"),
      destination: try body.address("destination_addr"), esmClass: EsmClass(rawValue: try body.octet("esm_class")),
      protocolID: try body.octet("protocol_id"), priority: try body.octet("priority_flag"),
      scheduleDeliveryTime: try body.time("schedule_delivery_time"), validityPeriod: try body.time("validity_period"),
      registeredDelivery: RegisteredDelivery(rawValue: try body.octet("registered_delivery")),
      replaceIfPresent: try body.octet("replace_if_present_flag") != 0,
      dataCoding: DataCoding(rawValue: try body.octet("data_coding")), defaultMessageID: try body.octet("sm_default_msg_id"),
      shortMessage: try body.shortMessage(), parameters: try body.parameters())
  }

  /// The rest of a submit_multi, after its destinations. SMPP 3.4 §4.5.1.
  init(serviceType: String, source: Address, afterDestinations body: inout Span<UInt8>) throws(FieldFault) {
    self.init(
      serviceType: serviceType, source: source, destination: Address(typeOfNumber: .unknown, numberingPlan: .unknown, ""),
      esmClass: EsmClass(rawValue: try body.octet("esm_class")), protocolID: try body.octet("protocol_id"),
      priority: try body.octet("priority_flag"), scheduleDeliveryTime: try body.time("schedule_delivery_time"),
      validityPeriod: try body.time("validity_period"),
      registeredDelivery: RegisteredDelivery(rawValue: try body.octet("registered_delivery")),
      replaceIfPresent: try body.octet("replace_if_present_flag") != 0,
      dataCoding: DataCoding(rawValue: try body.octet("data_coding")), defaultMessageID: try body.octet("sm_default_msg_id"),
      shortMessage: try body.shortMessage(), parameters: try body.parameters())
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(serviceType, lengthMax: 5, "service_type")
    try output.writeAddress(source, "source_addr")
    try output.writeAddress(destination, "destination_addr")
    try writeAfterDestinations(to: &output)
  }

  func writeAfterDestinations(to output: inout OutputRawSpan) throws(EncodingFault) {
    output.append(esmClass.rawValue)
    output.append(protocolID)
    output.append(priority)
    try output.writeTime(scheduleDeliveryTime, "schedule_delivery_time")
    try output.writeTime(validityPeriod, "validity_period")
    output.append(registeredDelivery.rawValue)
    output.append(replaceIfPresent ? 1 as UInt8 : 0)
    output.append(dataCoding.rawValue)
    output.append(defaultMessageID)
    try output.writeShortMessage(shortMessage)
    try output.writeParameters(parameters)
  }
}

extension MessageResponse {
  init(_ body: inout Span<UInt8>) {
    self.init(messageID: body.cStringAsFarAsItGoes(), parameters: body.parametersAsFarAsTheyGo())
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(messageID, lengthMax: 64, "message_id")
    try output.writeParameters(parameters)
  }
}

extension DataSM {
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    self.init(
      serviceType: try body.cString("service_type"), source: try body.address("source_addr"),
      destination: try body.address("destination_addr"), esmClass: EsmClass(rawValue: try body.octet("esm_class")),
      registeredDelivery: RegisteredDelivery(rawValue: try body.octet("registered_delivery")),
      dataCoding: DataCoding(rawValue: try body.octet("data_coding")), parameters: try body.parameters())
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(serviceType, lengthMax: 5, "service_type")
    try output.writeAddress(source, lengthMax: 64, "source_addr")
    try output.writeAddress(destination, lengthMax: 64, "destination_addr")
    output.append(esmClass.rawValue)
    output.append(registeredDelivery.rawValue)
    output.append(dataCoding.rawValue)
    try output.writeParameters(parameters)
  }
}
