// SPDX-License-Identifier: Apache-2.0

/// TP-UD with its header and its text apart, TS 23.040 §9.2.3.24.
public struct UserData: Sendable, Hashable {
  /// What stands before the text; nil without TP-UDHI.
  public var header: UserDataHeader?
  /// Septets, one in each octet, when the coding is GSM-7 and not compressed; octets otherwise.
  public var payload: [UInt8]

  /// Makes user data.
  public init(header: UserDataHeader? = nil, payload: [UInt8]) {
    self.header = header
    self.payload = payload
  }

  /// The user data of one part of a message.
  public init(_ part: MessagePart) {
    header = part.header
    payload = part.payload
  }

  /// The text under a coding. Octets without an alphabet have none, nor has a compressed text: an empty one stands for it.
  /// - Throws: a fault when UCS-2 has an odd count of octets.
  public func text(_ coding: TPDataCoding) throws(DecodeFault) -> String {
    if coding.isCompressed { return "" }
    return switch coding.alphabet {
    case .gsm7: try GSM7.text(of: payload, tables: header?.nationalTables ?? .none)
    case .ucs2: try UCS2.text(of: payload)
    case .octets: ""
    }
  }

  /// Reads TP-UDL and TP-UD. Octets after them are left, as the standard has later parameters ignored.
  init(from reader: inout OctetReader, coding: TPDataCoding, hasHeader: Bool) throws(DecodeFault) {
    let length = Int(try reader.octet(.userDataLength))
    let count = coding.countsSeptets ? (length * 7 + 7) / 8 : length
    guard count <= MessagePart.userDataOctetsMax else {
      throw reader.fault(.userDataLength, "\(count) octets of user data, of which there are \(MessagePart.userDataOctetsMax) at most")
    }
    let start = reader.offset
    let octets = try reader.octets(count, .userData)
    var headerOctets = 0
    if hasHeader {
      guard let headerLength = octets.first, Int(headerLength) < count else {
        throw DecodeFault(field: .userDataHeader, offset: start, reason: .truncated)
      }
      headerOctets = Int(headerLength) + 1
      header = UserDataHeader(decoding: octets.dropFirst().prefix(Int(headerLength)))
    } else {
      header = nil
    }
    let text = octets.dropFirst(headerOctets)
    guard coding.countsSeptets else {
      payload = Array(text)
      return
    }
    // A header of which the last octet is the last of the user data leaves no room for fill bits, and no text.
    let septets = length - (headerOctets * 8 + 6) / 7
    let fillBits = MessagePart.fillBits(afterHeaderOctets: headerOctets)
    payload = septets > 0 ? try GSM7.unpack(text, count: septets, fillBits: fillBits) : []
  }

  /// Writes TP-UDL and TP-UD.
  /// - Throws: when they would exceed 140 octets.
  func append(to octets: inout [UInt8], coding: TPDataCoding) throws(EncodingError) {
    let lengthIndex = octets.count
    octets.append(0)
    if let header { try header.append(to: &octets) }
    let headerOctets = octets.count - lengthIndex - 1
    let length: Int
    if coding.countsSeptets {
      length = (headerOctets * 8 + 6) / 7 + payload.count
      guard payload.count <= MessagePart.unitsMax(of: .gsm7, headerOctets: headerOctets) else {
        throw .invalidField(.userData, "\(length) septets, of which there are 160 at most: use ShortMessage, which cuts a text into parts")
      }
      GSM7.appendPacked(payload, fillBits: MessagePart.fillBits(afterHeaderOctets: headerOctets), to: &octets)
    } else {
      length = headerOctets + payload.count
      guard length <= MessagePart.userDataOctetsMax else {
        throw .invalidField(.userData, "\(length) octets, of which there are 140 at most: use ShortMessage, which cuts a text into parts")
      }
      octets.append(contentsOf: payload)
    }
    octets[lengthIndex] = UInt8(truncatingIfNeeded: length)
  }
}
