// SPDX-License-Identifier: Apache-2.0

/// Writes the fields of a body. SMPP 3.4 §3.1.
///
/// Every field is checked against its longest before it is written, and the span has room for the longest of all fields: see
/// `PDU.Body.lengthBound`.
extension OutputRawSpan {
  /// A C-octet string, octet by octet as ISO 8859-1, with its NUL.
  ///
  /// - Parameter lengthMax: octets without the NUL.
  mutating func writeCString(_ text: String, lengthMax: Int, _ field: StaticString) throws(EncodingFault) {
    // No character has more octets here than in UTF-8, which is counted without a walk through the text.
    let isShort = text.utf8.count <= lengthMax
    guard isShort || text.unicodeScalars.count <= lengthMax else { throw Self.tooLong(field, text.unicodeScalars.count, lengthMax) }
    var isASCII = isShort
    if isShort {
      let start = byteCount
      for octet in text.utf8 {
        guard (0x01...0x7F).contains(octet) else {
          isASCII = false
          break
        }
        append(octet)
      }
      if !isASCII { removeLast(byteCount - start) }
    }
    if !isASCII { try writeLatin1(text, field) }
    append(0 as UInt8)
  }

  private mutating func writeLatin1(_ text: String, _ field: StaticString) throws(EncodingFault) {
    for scalar in text.unicodeScalars {
      guard scalar.value != 0, let octet = UInt8(exactly: scalar.value) else {
        throw EncodingFault(
          field: "\(field)",
          reason: "holds U+\(scalar.value.hexadecimal(digits: 4)), which does not go on the wire: ISO 8859-1 without NUL does")
      }
      append(octet)
    }
  }

  /// A time, or a NUL alone.
  mutating func writeTime(_ time: SMPPTime?, _ field: StaticString) throws(EncodingFault) {
    if let time {
      guard let (date, clock) = time.words else {
        throw EncodingFault(field: "\(field)", reason: "is a time that 16 characters cannot say")
      }
      append(date.bigEndian, as: UInt64.self)
      append(clock.bigEndian, as: UInt64.self)
    }
    append(0 as UInt8)
  }

  /// Type of number, numbering plan, address.
  mutating func writeAddress(_ address: Address, lengthMax: Int = 20, _ field: StaticString) throws(EncodingFault) {
    append(address.typeOfNumber.rawValue)
    append(address.numberingPlan.rawValue)
    try writeCString(address.value, lengthMax: lengthMax, field)
  }

  /// short_message with sm_length before it. SMPP 5.0 allows 255 octets; 254 are what every peer takes.
  mutating func writeShortMessage(_ octets: [UInt8]) throws(EncodingFault) {
    guard octets.count <= 254 else { throw Self.tooLong("short_message", octets.count, 254) }
    append(UInt8(octets.count))
    writeOctets(octets)
  }

  /// SMPP 3.4 §5.3.
  mutating func writeParameters(_ parameters: [TLV]) throws(EncodingFault) {
    for parameter in parameters {
      guard let length = UInt16(exactly: parameter.value.count) else {
        throw EncodingFault(field: "\(parameter.tag)", reason: "has \(parameter.value.count) octets, at most 65535 go on the wire")
      }
      append(parameter.tag.rawValue.bigEndian, as: UInt16.self)
      append(length.bigEndian, as: UInt16.self)
      writeOctets(parameter.value)
    }
  }

  mutating func writeOctets(_ octets: [UInt8]) {
    if octets.isEmpty { return }
    withUnsafeMutableBytes { memory, count in
      UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyBytes(from: octets)
      count += octets.count
    }
  }

  private static func tooLong(_ field: StaticString, _ length: Int, _ lengthMax: Int) -> EncodingFault {
    EncodingFault(field: "\(field)", reason: "has \(length) octets, at most \(lengthMax) go on the wire")
  }
}
