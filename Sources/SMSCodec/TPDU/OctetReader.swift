// SPDX-License-Identifier: Apache-2.0

/// Takes fields from the front of a TPDU, in the order of TS 23.040 §9.2.2; every way past the end is a fault of the field that
/// wanted more.
struct OctetReader {
  let octets: [UInt8]
  private(set) var offset = 0

  init(_ octets: [UInt8]) { self.octets = octets }

  var remaining: Int { octets.count - offset }

  mutating func octet(_ field: DecodeFault.Field) throws(DecodeFault) -> UInt8 {
    guard offset < octets.count else { throw DecodeFault(field: field, offset: offset, reason: .truncated) }
    defer { offset += 1 }
    return octets[offset]
  }

  mutating func octets(_ count: Int, _ field: DecodeFault.Field) throws(DecodeFault) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else { throw DecodeFault(field: field, offset: octets.count, reason: .truncated) }
    defer { offset += count }
    return octets[offset..<offset + count]
  }

  /// A fault at the octet that was read last.
  func fault(_ field: DecodeFault.Field, _ why: String) -> DecodeFault {
    DecodeFault(field: field, offset: max(0, offset - 1), reason: .invalidValue(why))
  }
}
