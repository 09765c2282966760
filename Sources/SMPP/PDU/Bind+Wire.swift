// SPDX-License-Identifier: Apache-2.0

extension Bind {
  init(_ mode: Mode, _ body: inout Span<UInt8>) throws(FieldFault) {
    self.init(
      mode: mode, systemID: try body.cString("system_id"), password: try body.cString("password"),
      systemType: try body.cString("system_type"), interfaceVersion: try body.octet("interface_version"),
      addressRange: try body.address("address_range"))
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(systemID, lengthMax: 15, "system_id")
    // The standard says 8. Some SMSCs give out longer ones; who uses this codec decides.
    try output.writeCString(password, lengthMax: 64, "password")
    try output.writeCString(systemType, lengthMax: 12, "system_type")
    output.append(interfaceVersion)
    try output.writeAddress(addressRange, lengthMax: 40, "address_range")
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
  init(_ mode: Bind.Mode, _ body: inout Span<UInt8>) {
    self.init(mode: mode, systemID: body.cStringAsFarAsItGoes(), parameters: body.parametersAsFarAsTheyGo())
  }

  func write(to output: inout OutputRawSpan) throws(EncodingFault) {
    try output.writeCString(systemID, lengthMax: 15, "system_id")
    try output.writeParameters(parameters)
  }
}
