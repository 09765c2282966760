// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Writes the fields of a body. SMPP 3.4 §3.1.
extension ByteBuffer {
  /// A C-octet string, octet by octet as ISO 8859-1, with its NUL.
  ///
  /// - Parameter lengthMax: octets without the NUL.
  mutating func writeCString(_ text: String, lengthMax: Int, _ field: StaticString) throws(EncodingFault) {
    if !text.isEmpty {
      let isASCII = text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy { (0x01...0x7F).contains($0) } } ?? false
      if isASCII {
        guard text.utf8.count <= lengthMax else { throw Self.tooLong(field, text.utf8.count, lengthMax) }
        writeString(text)
      } else {
        try writeLatin1(text, lengthMax: lengthMax, field)
      }
    }
    writeInteger(0 as UInt8)
  }

  private mutating func writeLatin1(_ text: String, lengthMax: Int, _ field: StaticString) throws(EncodingFault) {
    guard text.unicodeScalars.count <= lengthMax else { throw Self.tooLong(field, text.unicodeScalars.count, lengthMax) }
    for scalar in text.unicodeScalars {
      guard scalar.value != 0, let octet = UInt8(exactly: scalar.value) else {
        throw EncodingFault(
          field: "\(field)",
          reason: "holds U+\(scalar.value.hexadecimal(digits: 4)), which does not go on the wire: ISO 8859-1 without NUL does")
      }
      writeInteger(octet)
    }
  }

  /// A time, or a NUL alone.
  mutating func writeTime(_ time: SMPPTime?, _ field: StaticString) throws(EncodingFault) {
    if let time {
      guard let (date, clock) = time.words else {
        throw EncodingFault(field: "\(field)", reason: "is a time that 16 characters cannot say")
      }
      writeMultipleIntegers(date, clock)
    }
    writeInteger(0 as UInt8)
  }

  /// Type of number, numbering plan, address.
  mutating func writeAddress(_ address: Address, lengthMax: Int = 20, _ field: StaticString) throws(EncodingFault) {
    writeInteger(address.typeOfNumber.rawValue)
    writeInteger(address.numberingPlan.rawValue)
    try writeCString(address.value, lengthMax: lengthMax, field)
  }

  /// short_message with sm_length before it. SMPP 5.0 allows 255 octets; 254 are what every peer takes.
  mutating func writeShortMessage(_ octets: [UInt8]) throws(EncodingFault) {
    guard octets.count <= 254 else { throw Self.tooLong("short_message", octets.count, 254) }
    writeInteger(UInt8(octets.count))
    writeBytes(octets)
  }

  /// SMPP 3.4 §5.3.
  mutating func writeParameters(_ parameters: [TLV]) throws(EncodingFault) {
    for parameter in parameters {
      guard let length = UInt16(exactly: parameter.value.count) else {
        throw EncodingFault(field: "\(parameter.tag)", reason: "has \(parameter.value.count) octets, at most 65535 go on the wire")
      }
      writeMultipleIntegers(parameter.tag.rawValue, length)
      writeBytes(parameter.value)
    }
  }

  private static func tooLong(_ field: StaticString, _ length: Int, _ lengthMax: Int) -> EncodingFault {
    EncodingFault(field: "\(field)", reason: "has \(length) octets, at most \(lengthMax) go on the wire")
  }
}
