// SPDX-License-Identifier: Apache-2.0

/// Septets ⇄ octets as a TPDU carries them: eight septets in seven octets, the first in the low bits. TS 23.038 §6.1.2.1.
extension GSM7 {
  /// Packs septets, after as many zero bits as a user data header leaves to the next septet boundary, 0...6.
  ///
  /// Of each octet only the low seven bits count. The bits after the last septet are zero; a message needs its count of septets
  /// (TP-UDL) to tell seven septets from eight, the carriage return of TS 23.038 §6.1.2.3.1 is for USSD.
  public static func pack(_ septets: [UInt8], fillBits: Int = 0) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(packedOctets(of: septets.count, fillBits: fillBits))
    appendPacked(septets, fillBits: fillBits, to: &octets)
    return octets
  }

  /// Unpacks so many septets, one into each octet, after so many fill bits.
  /// - Throws: a fault when the octets hold fewer septets.
  public static func unpack(_ octets: [UInt8], count: Int, fillBits: Int = 0) throws(DecodeFault) -> [UInt8] {
    try unpack(octets[...], count: count, fillBits: fillBits)
  }

  /// Octets that packed septets take.
  static func packedOctets(of count: Int, fillBits: Int) -> Int {
    (count * 7 + fillBits + 7) / 8
  }

  /// Writes packed septets behind what an array already holds.
  static func appendPacked(_ septets: [UInt8], fillBits: Int, to octets: inout [UInt8]) {
    var bits = min(max(fillBits, 0), 6)
    var pending: UInt64 = 0
    var index = 0
    // Eight septets are 56 bits, and at most 6 are pending: seven whole octets leave as many pending as before.
    while index + 8 <= septets.count {
      var group: UInt64 = 0
      for place in 0..<8 { group |= UInt64(septets[index + place] & 0x7F) << UInt64(7 * place) }
      pending |= group << UInt64(bits)
      for _ in 0..<7 {
        octets.append(UInt8(truncatingIfNeeded: pending))
        pending >>= 8
      }
      index += 8
    }
    while index < septets.count {
      pending |= UInt64(septets[index] & 0x7F) << UInt64(bits)
      bits += 7
      index += 1
    }
    while bits > 0 {
      octets.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      bits -= 8
    }
  }

  static func unpack(_ octets: ArraySlice<UInt8>, count: Int, fillBits: Int) throws(DecodeFault) -> [UInt8] {
    // 1 << 32 keeps the product in range; no message comes near it.
    guard (0...6).contains(fillBits), (0..<1 << 32).contains(count),
      count == 0 || packedOctets(of: count, fillBits: fillBits) <= octets.count
    else {
      throw DecodeFault(field: .userData, offset: octets.count, reason: .truncated)
    }
    return octets.withUnsafeBufferPointer { octets in
      [UInt8](unsafeUninitializedCapacity: count) { septets, written in
        var pending: UInt32 = 0
        var bits = 0
        var index = 0
        if fillBits > 0, count > 0 {
          pending = UInt32(octets[0] >> UInt8(fillBits))
          bits = 8 - fillBits
          index = 1
        }
        while written < count {
          if bits < 7 {
            pending |= UInt32(octets[index]) << UInt32(bits)
            bits += 8
            index += 1
          }
          septets[written] = UInt8(truncatingIfNeeded: pending & 0x7F)
          written += 1
          pending >>= 7
          bits -= 7
        }
      }
    }
  }
}
