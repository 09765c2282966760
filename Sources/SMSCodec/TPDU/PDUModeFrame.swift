// SPDX-License-Identifier: Apache-2.0

/// A TPDU as a modem takes and shows it in PDU mode: the service centre's address, then the TPDU, in hexadecimal digits.
/// TS 27.005 §3.1 `<pdu>`, `<length>`.
public struct PDUModeFrame: Sendable, Hashable {
  /// The service centre's address; nil leaves it to the one that the modem has (`AT+CSCA`).
  public let serviceCentre: TPAddress?
  /// The TPDU's octets.
  public let tpdu: [UInt8]

  /// What `AT+CMGS=` takes: octets of the TPDU, the service centre's address not counted.
  public var lengthOctets: Int { tpdu.count }

  /// Makes a frame.
  public init(_ tpdu: [UInt8], serviceCentre: TPAddress? = nil) {
    self.tpdu = tpdu
    self.serviceCentre = serviceCentre
  }

  /// Reads a frame that a modem shows.
  ///
  /// - Parameters:
  ///   - hexadecimal: the digits, upper or lower case.
  ///   - lengthOctets: the length that the modem announced, when it did.
  /// - Throws: a fault when the digits are none, the address does not fit, or the TPDU has not the length announced.
  public init(decoding hexadecimal: some StringProtocol, lengthOctets: Int? = nil) throws(DecodeFault) {
    var reader = OctetReader(try Hexadecimal.octets(String(hexadecimal), field: .hexadecimal))
    let addressOctets = Int(try reader.octet(.serviceCentre))
    guard addressOctets <= 11 else { throw reader.fault(.serviceCentre, "\(addressOctets) octets, of which there are 11 at most") }
    if addressOctets == 0 {
      serviceCentre = nil
    } else {
      serviceCentre = try TPAddress(
        from: &reader, octets: addressOctets - 1, semiOctets: 2 * (addressOctets - 1), .serviceCentre)
    }
    let start = reader.offset
    tpdu = Array(try reader.octets(reader.remaining, .userData))
    if let lengthOctets, lengthOctets != tpdu.count {
      throw DecodeFault(field: .length, offset: start, reason: .invalidValue("announced \(lengthOctets) octets, \(tpdu.count) came"))
    }
  }

  /// The digits that follow the prompt of `AT+CMGS`, in upper case, without the Ctrl-Z that ends them.
  public var hexadecimal: String {
    var octets: [UInt8] = []
    octets.reserveCapacity(12 + tpdu.count)
    if let serviceCentre, serviceCentre.typeOfNumber != .alphanumeric {
      octets.append(UInt8(truncatingIfNeeded: 1 + (serviceCentre.value.utf8.count + 1) / 2))
      octets.append(serviceCentre.type)
      serviceCentre.appendNumber(to: &octets)
    } else {
      octets.append(0)
    }
    octets.append(contentsOf: tpdu)
    return Hexadecimal.string(octets)
  }
}
