// SPDX-License-Identifier: Apache-2.0

extension MessagePDU {
  /// submit_sm and deliver_sm. SMPP 3.4 §4.4.1.
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    try self.init(
      serviceType: body.cString("service_type"), source: body.address("source_addr"), destination: body.address("destination_addr"),
      afterDestination: &body)
  }

  /// What follows the destination, or the destinations of a submit_multi. SMPP 3.4 §4.5.1.
  init(serviceType: String, source: Address, destination: Address, afterDestination body: inout Span<UInt8>) throws(FieldFault) {
    try self.init(
      serviceType: serviceType, source: source, destination: destination, esmClass: EsmClass(rawValue: body.octet("esm_class")),
      protocolID: body.octet("protocol_id"), priority: body.octet("priority_flag"),
      scheduleDeliveryTime: body.time("schedule_delivery_time"), validityPeriod: body.time("validity_period"),
      registeredDelivery: RegisteredDelivery(rawValue: body.octet("registered_delivery")),
      replaceIfPresent: body.octet("replace_if_present_flag") != 0, dataCoding: DataCoding(rawValue: body.octet("data_coding")),
      defaultMessageID: body.octet("sm_default_msg_id"), shortMessage: body.shortMessage(), parameters: body.parameters())
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(serviceType, lengthMax: 5, "service_type")
    try output.writeAddress(source, "source_addr")
    try output.writeAddress(destination, "destination_addr")
    try writeAfterDestination(to: &output)
  }

  func writeAfterDestination(to output: inout OutputRawSpan) throws(EncodingFault) {
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
