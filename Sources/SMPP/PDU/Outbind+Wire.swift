// SPDX-License-Identifier: Apache-2.0

extension Outbind {
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    self.init(systemID: try body.cString("system_id"), password: try body.cString("password"))
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(systemID, lengthMax: 15, "system_id")
    try output.writeCString(password, lengthMax: 8, "password")
  }
}
