// SPDX-License-Identifier: Apache-2.0

import NIOCore

// SMPP 3.4 §4.5.

extension SubmitMulti {
  init(_ reader: inout FieldReader) throws(FieldReader.Fault) {
    let serviceType = try reader.cString("service_type")
    let source = try reader.address("source_addr")
    var destinations: [Destination] = []
    for _ in 0..<(try reader.octet("number_of_dests")) { destinations.append(try Destination(&reader)) }
    self.init(
      destinations: destinations, message: try MessagePDU(serviceType: serviceType, source: source, afterDestinations: &reader))
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(message.serviceType, lengthMax: 5, "service_type")
    try buffer.writeAddress(message.source, "source_addr")
    guard (1...254).contains(destinations.count) else {
      throw EncodingFault(field: "number_of_dests", reason: "is \(destinations.count), 1...254 go on the wire")
    }
    buffer.writeInteger(UInt8(destinations.count))
    for destination in destinations { try destination.write(to: &buffer) }
    try message.writeAfterDestinations(to: &buffer)
  }
}

extension SubmitMulti.Destination {
  init(_ reader: inout FieldReader) throws(FieldReader.Fault) {
    switch try reader.octet("dest_flag") {
    case 1: self = .address(try reader.address("destination_addr"))
    case 2: self = .distributionList(try reader.cString("dl_name"))
    case let flag:
      throw FieldReader.Fault(status: .invalidDestinationFlag, reason: "dest_flag is \(flag), neither 1 for an address nor 2 for a list")
    }
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    switch self {
    case .address(let address):
      buffer.writeInteger(1 as UInt8)
      try buffer.writeAddress(address, "destination_addr")
    case .distributionList(let name):
      buffer.writeInteger(2 as UInt8)
      try buffer.writeCString(name, lengthMax: 20, "dl_name")
    }
  }
}

extension SubmitMultiResponse {
  init(_ reader: inout FieldReader) {
    self.init(messageID: reader.cStringAsFarAsItGoes())
    for _ in 0..<(reader.octetAsFarAsItGoes() ?? 0) {
      guard let typeOfNumber = reader.octetAsFarAsItGoes(), let numberingPlan = reader.octetAsFarAsItGoes() else { return }
      let value = reader.cStringAsFarAsItGoes()
      guard let status = reader.statusAsFarAsItGoes() else { return }
      failures.append(
        Failure(
          destination: Address(typeOfNumber: .init(rawValue: typeOfNumber), numberingPlan: .init(rawValue: numberingPlan), value),
          status: status))
    }
    parameters = reader.parametersAsFarAsTheyGo()
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(messageID, lengthMax: 64, "message_id")
    guard let count = UInt8(exactly: failures.count) else {
      throw EncodingFault(field: "no_unsuccess", reason: "is \(failures.count), at most 255 go on the wire")
    }
    buffer.writeInteger(count)
    for failure in failures {
      try buffer.writeAddress(failure.destination, "destination_addr")
      buffer.writeInteger(failure.status.rawValue)
    }
    try buffer.writeParameters(parameters)
  }
}
