// SPDX-License-Identifier: Apache-2.0

extension MessagePart {
  /// Reads the user data that SMPP carries in `short_message` or `message_payload`: septets one in each octet, or UTF-16.
  ///
  /// - Parameters:
  ///   - octets: the user data.
  ///   - encoding: what `data_coding` says of it.
  ///   - hasHeader: whether the UDHI bit of `esm_class` is set.
  /// - Throws: a fault when the header is longer than the octets, an octet is no septet, or UTF-16 has an odd count of octets.
  public init(decodingUnpacked octets: [UInt8], encoding: TextEncoding, hasHeader: Bool) throws(DecodeFault) {
    guard hasHeader else {
      try self.init(header: nil, encoding: encoding, payload: octets, headerOctets: 0)
      return
    }
    guard let length = octets.first, Int(length) < octets.count else {
      throw DecodeFault(field: .userDataHeader, offset: 0, reason: .truncated)
    }
    let header = UserDataHeader(decoding: octets.dropFirst().prefix(Int(length)))
    try self.init(header: header, encoding: encoding, payload: Array(octets.dropFirst(Int(length) + 1)), headerOctets: Int(length) + 1)
  }

  /// The text of a message that a phone sent; nil when it has none: octets, or a compressed text.
  /// - Throws: a fault when UTF-16 has an odd count of octets.
  public init?(_ deliver: DeliverTPDU) throws(DecodeFault) {
    guard !deliver.dataCoding.isCompressed, deliver.dataCoding.alphabet != .octets else { return nil }
    let encoding: TextEncoding = deliver.dataCoding.alphabet == .ucs2 ? .ucs2 : .gsm7
    try self.init(header: deliver.userData.header, encoding: encoding, payload: deliver.userData.payload, headerOctets: 0)
  }

  private init(header: UserDataHeader?, encoding: TextEncoding, payload: [UInt8], headerOctets: Int) throws(DecodeFault) {
    switch encoding {
    case .gsm7:
      if let offset = payload.firstIndex(where: { $0 >= 0x80 }) {
        throw DecodeFault(
          field: .userData, offset: headerOctets + offset, reason: .invalidValue("an octet above 0x7F is no septet"))
      }
    case .ucs2:
      guard payload.count.isMultiple(of: 2) else {
        throw DecodeFault(field: .userData, offset: headerOctets + payload.count, reason: .truncated)
      }
    }
    self.init(
      encoding: encoding, nationalTables: encoding == .gsm7 ? header?.nationalTables ?? .none : .none,
      concatenation: header?.concatenation, payload: payload)
  }
}
