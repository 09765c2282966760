// SPDX-License-Identifier: Apache-2.0

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
