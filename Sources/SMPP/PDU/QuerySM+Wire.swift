// SPDX-License-Identifier: Apache-2.0

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
