// SPDX-License-Identifier: Apache-2.0

import NIOCore

// Lengths on the wire: SMPP 3.4 §4.1, without the NUL.

extension Bind {
  init(_ mode: Mode, _ reader: inout FieldReader) throws(FieldReader.Fault) {
    self.init(
      mode: mode, systemID: try reader.cString("system_id"), password: try reader.cString("password"),
      systemType: try reader.cString("system_type"), interfaceVersion: try reader.octet("interface_version"),
      addressRange: try reader.address("address_range"))
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(systemID, lengthMax: 15, "system_id")
    try buffer.writeCString(password, lengthMax: 8, "password")
    try buffer.writeCString(systemType, lengthMax: 12, "system_type")
    buffer.writeInteger(interfaceVersion)
    try buffer.writeAddress(addressRange, lengthMax: 40, "address_range")
  }
}

extension Bind.Mode {
  /// The command_id of the request.
  public var commandID: CommandID {
    switch self {
    case .transmitter: .bindTransmitter
    case .receiver: .bindReceiver
    case .transceiver: .bindTransceiver
    }
  }
}

extension BindResponse {
  init(_ mode: Bind.Mode, _ reader: inout FieldReader) {
    self.init(mode: mode, systemID: reader.cStringAsFarAsItGoes(), parameters: reader.parametersAsFarAsTheyGo())
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(systemID, lengthMax: 15, "system_id")
    try buffer.writeParameters(parameters)
  }
}

extension Outbind {
  init(_ reader: inout FieldReader) throws(FieldReader.Fault) {
    self.init(systemID: try reader.cString("system_id"), password: try reader.cString("password"))
  }

  func write(to buffer: inout ByteBuffer) throws(EncodingFault) {
    try buffer.writeCString(systemID, lengthMax: 15, "system_id")
    try buffer.writeCString(password, lengthMax: 8, "password")
  }
}
