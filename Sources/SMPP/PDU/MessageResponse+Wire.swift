// SPDX-License-Identifier: Apache-2.0

extension MessageResponse {
  init(_ body: inout Span<UInt8>) {
    self.init(messageID: body.cStringAsFarAsItGoes(), parameters: body.parametersAsFarAsTheyGo())
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(messageID, lengthMax: 64, "message_id")
    try output.writeParameters(parameters)
  }
}
