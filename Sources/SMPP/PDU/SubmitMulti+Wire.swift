// SPDX-License-Identifier: Apache-2.0

extension SubmitMulti {
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    let serviceType = try body.cString("service_type")
    let source = try body.address("source_addr")
    var destinations: [Destination] = []
    for _ in 0..<(try body.octet("number_of_dests")) { destinations.append(try Destination(&body)) }
    let nowhere = Address(typeOfNumber: .unknown, numberingPlan: .unknown, "")
    let message = try MessagePDU(serviceType: serviceType, source: source, destination: nowhere, afterDestination: &body)
    self.init(destinations: destinations, message: message)
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(message.serviceType, lengthMax: 5, "service_type")
    try output.writeAddress(message.source, "source_addr")
    guard (1...254).contains(destinations.count) else {
      throw EncodingFault(field: "number_of_dests", reason: "is \(destinations.count), 1...254 go on the wire")
    }
    output.append(UInt8(destinations.count))
    for destination in destinations { try destination.write(to: &output) }
    try message.writeAfterDestination(to: &output)
  }
}

extension SubmitMulti.Destination {
  init(_ body: inout Span<UInt8>) throws(FieldFault) {
    switch try body.octet("dest_flag") {
    case 1: self = .address(try body.address("destination_addr"))
    case 2: self = .distributionList(try body.cString("dl_name"))
    case let flag:
      throw FieldFault(status: .invalidDestinationFlag, reason: "dest_flag is \(flag), neither 1 for an address nor 2 for a list")
    }
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    switch self {
    case .address(let address):
      output.append(1 as UInt8)
      try output.writeAddress(address, "destination_addr")
    case .distributionList(let name):
      output.append(2 as UInt8)
      try output.writeCString(name, lengthMax: 20, "dl_name")
    }
  }
}

extension SubmitMultiResponse {
  init(_ body: inout Span<UInt8>) {
    self.init(messageID: body.cStringAsFarAsItGoes())
    for _ in 0..<(body.octetAsFarAsItGoes() ?? 0) {
      guard let typeOfNumber = body.octetAsFarAsItGoes(), let numberingPlan = body.octetAsFarAsItGoes() else { return }
      let value = body.cStringAsFarAsItGoes()
      guard let status = body.statusAsFarAsItGoes() else { return }
      failures.append(
        Failure(
          destination: Address(typeOfNumber: .init(rawValue: typeOfNumber), numberingPlan: .init(rawValue: numberingPlan), value),
          status: status))
    }
    parameters = body.parametersAsFarAsTheyGo()
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(messageID, lengthMax: 64, "message_id")
    guard let count = UInt8(exactly: failures.count) else {
      throw EncodingFault(field: "no_unsuccess", reason: "is \(failures.count), at most 255 go on the wire")
    }
    output.append(count)
    for failure in failures {
      try output.writeAddress(failure.destination, "destination_addr")
      output.append(failure.status.rawValue.bigEndian, as: UInt32.self)
    }
    try output.writeParameters(parameters)
  }
}
