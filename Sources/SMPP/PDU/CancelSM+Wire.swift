// SPDX-License-Identifier: Apache-2.0

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
