// SPDX-License-Identifier: Apache-2.0

/// What fits one TPDU or one SMPP PDU: at most 140 octets of user data, header included.
public struct MessagePart: Sendable, Hashable {
  /// Octets of user data in one TPDU, TS 23.040 §9.2.3.24.
  public static let userDataOctetsMax = 140

  /// How the text is carried.
  public let encoding: TextEncoding
  /// The tables that the septets are of.
  public let nationalTables: NationalTables
  /// The place in the message; nil when it is the only part.
  public let concatenation: Concatenation?
  /// The text without header: one septet in each octet, or UTF-16 code units, most significant octet first.
  public let payload: [UInt8]

  /// Septets or UTF-16 code units of the text.
  public var units: Int { encoding == .gsm7 ? payload.count : payload.count / 2 }

  /// Septets or UTF-16 code units that the part has room for.
  public var unitsMax: Int {
    Self.unitsMax(of: encoding, headerOctets: headerOctets)
  }

  /// Whether the user data starts with a header: TP-UDHI, and the UDHI bit of SMPP's `esm_class`.
  public var hasHeader: Bool { headerOctets > 0 }

  /// Octets of the header, its length octet included; 0 without one.
  public var headerOctets: Int {
    Self.headerOctets(tables: nationalTables, concatenation: concatenation?.referenceWidth)
  }

  /// The user data as SMPP's `short_message` carries it: the header, then the text with one septet in each octet or as UTF-16.
  public var unpackedUserData: [UInt8] {
    if !hasHeader { return payload }
    var octets: [UInt8] = []
    octets.reserveCapacity(headerOctets + payload.count)
    appendHeader(to: &octets)
    octets.append(contentsOf: payload)
    return octets
  }

  /// The header; nil without one.
  public var header: UserDataHeader? {
    guard hasHeader else { return nil }
    var elements: [InformationElement] = []
    if let place = concatenation {
      let high = UInt8(truncatingIfNeeded: place.reference >> 8)
      let low = UInt8(truncatingIfNeeded: place.reference)
      elements.append(
        place.referenceWidth == .octet
          ? InformationElement(.concatenation8, [low, place.total, place.sequence])
          : InformationElement(.concatenation16, [high, low, place.total, place.sequence]))
    }
    if let language = nationalTables.single { elements.append(InformationElement(.singleShift, [language.rawValue])) }
    if let language = nationalTables.locking { elements.append(InformationElement(.lockingShift, [language.rawValue])) }
    return UserDataHeader(elements)
  }

  /// The user data as a TPDU carries it, TP-UD: the header, fill bits, then the text with its septets packed, or as UTF-16.
  public var userData: [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(Self.userDataOctetsMax)
    appendUserData(to: &octets)
    return octets
  }

  /// What stands before the user data in a TPDU, TP-UDL: septets for GSM-7, those that the header takes included, octets for UCS-2.
  public var userDataLength: Int {
    encoding == .gsm7 ? (headerOctets * 8 + 6) / 7 + payload.count : headerOctets + payload.count
  }

  /// The text of this part as a phone would show it alone.
  public var text: String {
    let text = encoding == .gsm7 ? try? GSM7.text(of: payload, tables: nationalTables) : try? UCS2.text(of: payload)
    return text ?? ""
  }

  /// Septets or UTF-16 code units that a part has room for beside a header of so many octets.
  static func unitsMax(of encoding: TextEncoding, headerOctets: Int) -> Int {
    max(0, (userDataOctetsMax - headerOctets) * 8 / encoding.unitBits)
  }

  /// Octets of a header with these elements, its length octet included; 0 without any.
  static func headerOctets(tables: NationalTables, concatenation: Concatenation.ReferenceWidth?) -> Int {
    let elements = tables.headerOctets + (concatenation?.elementOctets ?? 0)
    return elements == 0 ? 0 : elements + 1
  }

  /// Bits between a header of so many octets and the next septet boundary, 0...6.
  static func fillBits(afterHeaderOctets octets: Int) -> Int {
    (7 - octets * 8 % 7) % 7
  }

  /// Writes the header: its length, the concatenation element, then the tables, single shift first.
  func appendHeader(to octets: inout [UInt8]) {
    guard hasHeader else { return }
    octets.append(UInt8(truncatingIfNeeded: headerOctets - 1))
    if let place = concatenation {
      switch place.referenceWidth {
      case .octet: octets.append(contentsOf: [0x00, 0x03])
      case .twoOctets: octets.append(contentsOf: [0x08, 0x04, UInt8(truncatingIfNeeded: place.reference >> 8)])
      }
      octets.append(contentsOf: [UInt8(truncatingIfNeeded: place.reference), place.total, place.sequence])
    }
    if let language = nationalTables.single { octets.append(contentsOf: [0x24, 0x01, language.rawValue]) }
    if let language = nationalTables.locking { octets.append(contentsOf: [0x25, 0x01, language.rawValue]) }
  }

  /// Writes the user data of a TPDU.
  func appendUserData(to octets: inout [UInt8]) {
    appendHeader(to: &octets)
    switch encoding {
    case .gsm7: GSM7.appendPacked(payload, fillBits: Self.fillBits(afterHeaderOctets: headerOctets), to: &octets)
    case .ucs2: octets.append(contentsOf: payload)
    }
  }
}
