// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Reads the fields of one PDU's body, one after the other, and never past its end. SMPP 3.4 §3.1.
///
/// The methods that throw are for requests, which are refused when they are cut. Those named `…AsFarAsItGoes` are for responses: what a
/// response says of its request stands in its header, and refusing it for its body would turn a known outcome into an unknown one.
struct FieldReader {
  /// What is wrong with a body, before the header is put beside it.
  struct Fault: Error {
    let status: CommandStatus
    let reason: String
  }

  /// The longest C-octet string that is read, without its NUL: the longest in the standard has 64 octets, and peers are seen to send more.
  static let cStringLengthMax = 255

  private var body: ByteBuffer

  init(_ body: ByteBuffer) { self.body = body }

  /// Octets that are not read yet.
  var remaining: Int { body.readableBytes }

  mutating func octet(_ field: StaticString) throws(Fault) -> UInt8 {
    guard let value = body.readInteger(as: UInt8.self) else { throw Self.cut(field) }
    return value
  }

  mutating func octets(_ count: Int, _ field: StaticString) throws(Fault) -> [UInt8] {
    guard let octets = body.readBytes(length: count) else {
      throw Fault(status: .invalidMessageLength, reason: "\(field) is to have \(count) octets, the body has \(remaining) left")
    }
    return octets
  }

  /// All that is left.
  mutating func rest() -> [UInt8] { body.readBytes(length: remaining) ?? [] }

  /// A C-octet string, octet by octet as ISO 8859-1. It may be longer than its field's maximum, up to `cStringLengthMax`.
  mutating func cString(_ field: StaticString) throws(Fault) -> String {
    let extent = extent()
    guard extent.isTerminated else { throw Self.cut(field, ": it has no NUL") }
    guard extent.length <= Self.cStringLengthMax else {
      throw Fault(status: .invalidCommandLength, reason: "\(field) has \(extent.length) octets")
    }
    return take(extent)
  }

  /// A time; nil when the field is empty or says no time, which harms nothing else. SMPP 3.4 §7.1.
  mutating func time(_ field: StaticString) throws(Fault) -> SMPPTime? {
    let extent = extent()
    guard extent.isTerminated else { throw Self.cut(field, ": it has no NUL") }
    defer { body.moveReaderIndex(forwardBy: extent.length + 1) }
    return time(extent)
  }

  mutating func address(_ field: StaticString) throws(Fault) -> Address {
    let typeOfNumber = try octet(field)
    let numberingPlan = try octet(field)
    return Address(
      typeOfNumber: .init(rawValue: typeOfNumber), numberingPlan: .init(rawValue: numberingPlan), try cString(field))
  }

  /// Optional parameters up to the end of the body. SMPP 3.4 §5.3.
  mutating func parameters() throws(Fault) -> [TLV] {
    let parameters = parametersAsFarAsTheyGo()
    guard remaining == 0 else {
      throw Fault(
        status: .invalidOptionalParameterStream, reason: "optional parameter \(parameters.count + 1) runs past the end of the body")
    }
    return parameters
  }

  // MARK: - Responses

  mutating func octetAsFarAsItGoes() -> UInt8? { body.readInteger() }

  mutating func statusAsFarAsItGoes() -> CommandStatus? { body.readInteger().map(CommandStatus.init) }

  /// A C-octet string that may be missing or lack its NUL; empty when it is too long to be one.
  mutating func cStringAsFarAsItGoes() -> String {
    let extent = extent()
    guard extent.length <= Self.cStringLengthMax else {
      body.moveReaderIndex(forwardBy: extent.length + (extent.isTerminated ? 1 : 0))
      return ""
    }
    return take(extent)
  }

  /// A time that may be missing.
  mutating func timeAsFarAsItGoes() -> SMPPTime? {
    let extent = extent()
    defer { body.moveReaderIndex(forwardBy: extent.length + (extent.isTerminated ? 1 : 0)) }
    return time(extent)
  }

  /// The optional parameters that are whole.
  mutating func parametersAsFarAsTheyGo() -> [TLV] {
    var parameters: [TLV] = []
    while remaining >= 4 {
      let start = body.readerIndex
      guard let tag = body.readInteger(as: UInt16.self), let length = body.readInteger(as: UInt16.self),
        let value = body.readBytes(length: Int(length))
      else {
        body.moveReaderIndex(to: start)
        break
      }
      parameters.append(TLV(.init(rawValue: tag), value))
    }
    return parameters
  }

  // MARK: - Text

  private struct Extent {
    var length = 0
    var isTerminated = false
    var isASCII = true
  }

  /// How far the C-octet string that starts here reaches.
  private func extent() -> Extent {
    body.withUnsafeReadableBytes { octets in
      var extent = Extent()
      var union: UInt8 = 0
      for octet in octets {
        if octet == 0 {
          extent.isTerminated = true
          break
        }
        union |= octet
        extent.length += 1
      }
      extent.isASCII = union < 0x80
      return extent
    }
  }

  private func time(_ extent: Extent) -> SMPPTime? {
    guard extent.length == 16, let date = body.getInteger(at: body.readerIndex, as: UInt64.self),
      let clock = body.getInteger(at: body.readerIndex + 8, as: UInt64.self)
    else { return nil }
    return SMPPTime(words: (date, clock))
  }

  private mutating func take(_ extent: Extent) -> String {
    defer { if extent.isTerminated { body.moveReaderIndex(forwardBy: 1) } }
    if extent.length == 0 { return "" }
    if extent.isASCII { return body.readString(length: extent.length) ?? "" }
    return String(latin1: body.readBytes(length: extent.length) ?? [])
  }

  private static func cut(_ field: StaticString, _ detail: String = "") -> Fault {
    Fault(status: .invalidCommandLength, reason: "the body ends in \(field)\(detail)")
  }
}

extension String {
  /// Octet by octet as ISO 8859-1.
  init(latin1 octets: some Sequence<UInt8>) {
    self.init()
    for octet in octets { unicodeScalars.append(Unicode.Scalar(octet)) }
  }
}
