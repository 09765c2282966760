// SPDX-License-Identifier: Apache-2.0

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
