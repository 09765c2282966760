// SPDX-License-Identifier: Apache-2.0

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
