// SPDX-License-Identifier: Apache-2.0

/// Reads the fields of one PDU's body, one after the other: what is left of the span is what is not read yet. SMPP 3.4 §3.1.
///
/// The methods that throw are for requests, which are refused when they are cut. Those named `…AsFarAsItGoes` are for responses: what a
/// response says of its request stands in its header, and refusing it for its body would turn a known outcome into an unknown one.
extension Span<UInt8> {
  /// The longest C-octet string that is read, without its NUL: the longest in the standard has 64 octets, and peers are seen to send more.
  static var cStringLengthMax: Int { 255 }

  mutating func octet(_ field: StaticString) throws(FieldFault) -> UInt8 {
    guard let octet = octetAsFarAsItGoes() else { throw Self.cut(field) }
    return octet
  }

  /// short_message, after sm_length.
  mutating func shortMessage() throws(FieldFault) -> [UInt8] {
    let length = Int(try octet("sm_length"))
    guard length <= count else {
      throw FieldFault(status: .invalidMessageLength, reason: "sm_length is \(length), the body has \(count) octets left")
    }
    return octets(length)
  }

  /// All that is left.
  mutating func rest() -> [UInt8] { octets(count) }

  /// A C-octet string, octet by octet as ISO 8859-1. It may be longer than its field's maximum, up to `cStringLengthMax`.
  mutating func cString(_ field: StaticString) throws(FieldFault) -> String {
    let extent = try terminatedExtent(field)
    guard extent.length <= Self.cStringLengthMax else {
      throw FieldFault(status: .invalidCommandLength, reason: "\(field) has \(extent.length) octets")
    }
    return text(extent)
  }

  /// A time; nil when the field is empty or says no time, which harms nothing else. SMPP 3.4 §7.1.
  mutating func time(_ field: StaticString) throws(FieldFault) -> SMPPTime? { time(try terminatedExtent(field)) }

  mutating func address(_ field: StaticString) throws(FieldFault) -> Address {
    let typeOfNumber = try octet(field)
    let numberingPlan = try octet(field)
    return Address(
      typeOfNumber: .init(rawValue: typeOfNumber), numberingPlan: .init(rawValue: numberingPlan), try cString(field))
  }

  /// Optional parameters up to the end of the body. SMPP 3.4 §5.3.
  mutating func parameters() throws(FieldFault) -> [TLV] {
    if isEmpty { return [] }
    let parameters = parametersAsFarAsTheyGo()
    guard isEmpty else {
      throw FieldFault(
        status: .invalidOptionalParameterStream, reason: "optional parameter \(parameters.count + 1) runs past the end of the body")
    }
    return parameters
  }

  // MARK: - Responses

  mutating func octetAsFarAsItGoes() -> UInt8? {
    guard !isEmpty else { return nil }
    let octet = self[0]
    skip(1)
    return octet
  }

  mutating func statusAsFarAsItGoes() -> CommandStatus? {
    guard count >= 4 else { return nil }
    defer { skip(4) }
    return CommandStatus(rawValue: UInt32(integer(at: 0, octets: 4)))
  }

  /// A C-octet string that may be missing or lack its NUL; empty when it is too long to be one.
  mutating func cStringAsFarAsItGoes() -> String {
    let extent = extent()
    if extent.length <= Self.cStringLengthMax { return text(extent) }
    skip(extent.octets)
    return ""
  }

  /// A time that may be missing.
  mutating func timeAsFarAsItGoes() -> SMPPTime? { time(extent()) }

  /// The optional parameters that are whole.
  mutating func parametersAsFarAsTheyGo() -> [TLV] {
    var parameters: [TLV] = []
    while count >= 4 {
      let length = Int(integer(at: 2, octets: 2))
      guard length <= count - 4 else { break }
      let tag = TLV.Tag(rawValue: UInt16(integer(at: 0, octets: 2)))
      skip(4)
      parameters.append(TLV(tag, octets(length)))
    }
    return parameters
  }

  // MARK: - Octets

  /// How far the C-octet string that starts here reaches.
  private struct Extent {
    var length = 0
    var isTerminated = false
    /// With the NUL.
    var octets: Int { isTerminated ? length + 1 : length }
  }

  private func extent() -> Extent {
    var extent = Extent()
    while extent.length < count {
      if self[extent.length] == 0 {
        extent.isTerminated = true
        break
      }
      extent.length += 1
    }
    return extent
  }

  private func terminatedExtent(_ field: StaticString) throws(FieldFault) -> Extent {
    let extent = extent()
    guard extent.isTerminated else { throw Self.cut(field, ": it has no NUL") }
    return extent
  }

  private mutating func text(_ extent: Extent) -> String {
    defer { skip(extent.octets) }
    if extent.length == 0 { return "" }
    return extracting(0..<extent.length).withUnsafeBufferPointer { String(latin1: $0) }
  }

  private mutating func time(_ extent: Extent) -> SMPPTime? {
    defer { skip(extent.octets) }
    return extent.length == 16 ? SMPPTime(words: (integer(at: 0, octets: 8), integer(at: 8, octets: 8))) : nil
  }

  /// The caller has seen that there are so many.
  private mutating func octets(_ count: Int) -> [UInt8] {
    defer { skip(count) }
    return count == 0 ? [] : extracting(0..<count).withUnsafeBufferPointer { Array($0) }
  }

  /// The most significant octet first. The caller has seen that there are so many.
  private func integer(at start: Int, octets: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in start..<start + octets { value = value << 8 | UInt64(self[index]) }
    return value
  }

  private mutating func skip(_ octets: Int) { self = extracting(octets..<count) }

  private static func cut(_ field: StaticString, _ detail: String = "") -> FieldFault {
    FieldFault(status: .invalidCommandLength, reason: "the body ends in \(field)\(detail)")
  }
}

extension String {
  /// Octet by octet as ISO 8859-1.
  init(latin1 octets: some Collection<UInt8>) {
    if octets.allSatisfy({ $0 < 0x80 }) {
      self.init(decoding: octets, as: UTF8.self)
    } else {
      self.init(String.UnicodeScalarView(octets.lazy.map { Unicode.Scalar($0) }))
    }
  }
}
