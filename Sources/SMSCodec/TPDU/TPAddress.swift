// SPDX-License-Identifier: Apache-2.0

/// An address in a TPDU: a number with its type and plan, or the name of an alphanumeric sender. TS 23.040 §9.1.2.5.
public struct TPAddress: Sendable, Hashable {
  /// Semi-octets in the longest address.
  public static let semiOctetsMax = 20

  /// What the digits are counted from. All eight values are spoken for.
  public enum TypeOfNumber: UInt8, Sendable, Hashable, CaseIterable {
    /// Not said; short codes go as this.
    case unknown = 0
    /// With country code, without `+`.
    case international = 1
    /// Without country code.
    case national = 2
    /// Of the network's own administration.
    case networkSpecific = 3
    /// Known inside the network only.
    case subscriber = 4
    /// Not a number: up to 11 characters of the GSM 7-bit default alphabet.
    case alphanumeric = 5
    /// Abbreviated.
    case abbreviated = 6
    /// Reserved by the standard.
    case reserved = 7
  }

  /// Which administration gave the number out.
  public struct NumberingPlan: RawRepresentable, Sendable, Hashable {
    /// The plan's four bits.
    public let rawValue: UInt8
    /// Names a plan; of the value the low four bits count.
    public init(rawValue: UInt8) { self.rawValue = rawValue & 0x0F }

    /// Not said; goes with alphanumeric addresses.
    public static let unknown = NumberingPlan(rawValue: 0)
    /// The telephone numbering plan, E.164.
    public static let telephone = NumberingPlan(rawValue: 1)
  }

  /// What the digits are counted from.
  public let typeOfNumber: TypeOfNumber
  /// Which administration gave the number out.
  public let numberingPlan: NumberingPlan
  /// Digits, with `*`, `#`, `a`, `b`, `c` as the network has them, and no `+`; or the name of an alphanumeric sender.
  public let value: String

  /// Makes an address.
  /// - Throws: when the value has a character that no address carries, or too many.
  public init(_ typeOfNumber: TypeOfNumber, _ numberingPlan: NumberingPlan, _ value: String) throws(EncodingError) {
    self.init(unchecked: typeOfNumber, numberingPlan, value)
    if typeOfNumber == .alphanumeric {
      guard let septets = GSM7.septets(of: value), septets.count <= 11 else {
        throw .invalidField(.address, "an alphanumeric address has at most 11 characters of the GSM 7-bit alphabet")
      }
    } else {
      guard value.utf8.count <= Self.semiOctetsMax, value.utf8.allSatisfy({ Self.digits.contains($0) }) else {
        throw .invalidField(.address, "a number has at most \(Self.semiOctetsMax) of the digits 0-9, *, #, a, b and c")
      }
    }
  }

  /// Makes the address that a number or name as people write it stands for: `+358401234567` is international, `12345` a short
  /// code of unknown type, `ExampleCo` alphanumeric.
  /// - Throws: when it is none of these or too long.
  public init(_ text: String) throws(EncodingError) {
    if text.utf8.first == UInt8(ascii: "+") {
      try self.init(.international, .telephone, String(text.dropFirst()))
    } else if !text.isEmpty, text.utf8.allSatisfy({ Self.digits.prefix(12).contains($0) }) {
      try self.init(.unknown, .telephone, text)
    } else {
      try self.init(.alphanumeric, .unknown, text)
    }
  }

  private init(unchecked typeOfNumber: TypeOfNumber, _ numberingPlan: NumberingPlan, _ value: String) {
    self.typeOfNumber = typeOfNumber
    self.numberingPlan = numberingPlan
    self.value = value
  }

  /// The digit of every semi-octet; 15 is filler.
  private static let digits: [UInt8] = Array("0123456789*#abc".utf8)
}

extension TPAddress {
  /// Reads a length octet in semi-octets, the type octet, and the value.
  init(from reader: inout OctetReader, _ field: DecodeFault.Field) throws(DecodeFault) {
    let semiOctets = Int(try reader.octet(field))
    guard semiOctets <= Self.semiOctetsMax else {
      throw reader.fault(field, "\(semiOctets) semi-octets, of which an address has \(Self.semiOctetsMax) at most")
    }
    try self.init(from: &reader, octets: (semiOctets + 1) / 2, semiOctets: semiOctets, field)
  }

  /// Reads the type octet, and the value in so many octets.
  init(
    from reader: inout OctetReader, octets count: Int, semiOctets: Int, _ field: DecodeFault.Field
  ) throws(DecodeFault) {
    let type = try reader.octet(field)
    let typeOfNumber = TypeOfNumber(rawValue: type >> 4 & 0x07) ?? .reserved
    let octets = try reader.octets(count, field)
    let value: String
    if typeOfNumber == .alphanumeric {
      value = try GSM7.text(of: GSM7.unpack(octets, count: semiOctets * 4 / 7, fillBits: 0))
    } else {
      value = Self.number(octets, semiOctets: semiOctets)
    }
    self.init(unchecked: typeOfNumber, NumberingPlan(rawValue: type), value)
  }

  /// Writes what `init(from:_:)` reads.
  func append(to octets: inout [UInt8]) {
    if typeOfNumber == .alphanumeric {
      let septets = GSM7.septets(of: value) ?? []
      octets.append(UInt8(truncatingIfNeeded: (septets.count * 7 + 3) / 4))
      octets.append(type)
      GSM7.appendPacked(septets, fillBits: 0, to: &octets)
    } else {
      octets.append(UInt8(truncatingIfNeeded: value.utf8.count))
      octets.append(type)
      appendNumber(to: &octets)
    }
  }

  /// The octet of type and plan.
  var type: UInt8 { 0x80 | typeOfNumber.rawValue << 4 | numberingPlan.rawValue }

  /// Writes the digits, with a filler after an odd one.
  func appendNumber(to octets: inout [UInt8]) {
    var low: UInt8?
    for digit in value.utf8 {
      let nibble = Self.nibble(of: digit)
      if let first = low {
        octets.append(nibble << 4 | first)
        low = nil
      } else {
        low = nibble
      }
    }
    if let last = low { octets.append(0xF0 | last) }
  }

  /// The digits of semi-octets; a filler ends them.
  private static func number(_ octets: ArraySlice<UInt8>, semiOctets: Int) -> String {
    String(unsafeUninitializedCapacity: max(1, semiOctets)) { text in
      var written = 0
      while written < semiOctets {
        let octet = octets[octets.startIndex + written / 2]
        let nibble = Int(written.isMultiple(of: 2) ? octet & 0x0F : octet >> 4)
        guard nibble < digits.count else { break }
        text[written] = digits[nibble]
        written += 1
      }
      return written
    }
  }

  private static func nibble(of digit: UInt8) -> UInt8 {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "*"): 10
    case UInt8(ascii: "#"): 11
    case UInt8(ascii: "a")...UInt8(ascii: "c"): digit - UInt8(ascii: "a") + 12
    default: 15
    }
  }
}

extension TPAddress: CustomStringConvertible, CustomDebugStringConvertible {
  /// The address with all but its ends hidden, fit for a log.
  public var description: String {
    if typeOfNumber == .alphanumeric { return value }
    let sign = typeOfNumber == .international ? "+" : ""
    guard value.count > 6 else { return sign + String(repeating: "*", count: value.count) }
    return sign + value.prefix(3) + String(repeating: "*", count: value.count - 5) + value.suffix(2)
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
}
