// SPDX-License-Identifier: Apache-2.0

/// UCS-2 as phones use it: UTF-16, most significant octet first, no byte order mark. TS 23.038 §6.2.3.
public enum UCS2 {
  /// The octets of a text, two for each UTF-16 code unit.
  public static func octets(of text: String) -> [UInt8] {
    octets(of: text.utf16)
  }

  /// The text of octets.
  ///
  /// A surrogate without its other half reads as U+FFFD.
  /// - Throws: a fault when the count of octets is odd.
  public static func text(of octets: [UInt8]) throws(DecodeFault) -> String {
    guard octets.count.isMultiple(of: 2) else {
      throw DecodeFault(field: .userData, offset: octets.count, reason: .truncated)
    }
    let units = stride(from: 0, to: octets.count, by: 2).lazy.map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }
    return String(decoding: Array(units), as: UTF16.self)
  }

  /// The octets of code units.
  static func octets(of units: some Collection<UInt16>) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(2 * units.count)
    for unit in units {
      octets.append(UInt8(truncatingIfNeeded: unit >> 8))
      octets.append(UInt8(truncatingIfNeeded: unit))
    }
    return octets
  }
}
