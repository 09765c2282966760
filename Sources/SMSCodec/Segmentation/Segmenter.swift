// SPDX-License-Identifier: Apache-2.0

/// Cuts an encoded text into parts: never through an escape pair or a surrogate pair, and through a grapheme cluster only where
/// keeping it whole would cost a further part.
struct Segmenter {
  let encoding: TextEncoding
  let tables: NationalTables
  let options: EncodingOptions

  /// Units that fit when there is one part only.
  private var singleMax: Int {
    MessagePart.unitsMax(of: encoding, headerOctets: MessagePart.headerOctets(tables: tables, concatenation: nil))
  }

  /// Units that fit each of several parts.
  private var partMax: Int {
    MessagePart.unitsMax(of: encoding, headerOctets: MessagePart.headerOctets(tables: tables, concatenation: options.referenceWidth))
  }

  private var partsMax: Int { min(max(options.partsMax, 1), EncodingOptions.partsLimit) }

  func parts(ofSeptets septets: [UInt8]) throws(EncodingError) -> [MessagePart] {
    if septets.count <= singleMax { return [part(septets, nil)] }
    let ends = try ends(of: septets.count) { end in
      // The second septet of an escape pair, or the line feed of CR LF, does not start a part.
      septets[end - 1] == GSM7.escape || (septets[end] == 0x0A && septets[end - 1] == 0x0D)
    }
    return parts(ends: ends) { Array(septets[$0]) }
  }

  func parts(ofUnits units: [UInt16], text: String) throws(EncodingError) -> [MessagePart] {
    if units.count <= singleMax { return [part(UCS2.octets(of: units), nil)] }
    let ends = try ends(of: units.count) { end in UTF16.isTrailSurrogate(units[end]) && UTF16.isLeadSurrogate(units[end - 1]) }
    return parts(ends: ends) { UCS2.octets(of: units[$0]) }
  }

  /// Where each part ends, in units: as far on as it can where `isInseparable` does not forbid a cut before a unit.
  private func ends(of count: Int, isInseparable: (Int) -> Bool) throws(EncodingError) -> [Int] {
    var ends: [Int] = []
    var start = 0
    while start < count {
      var end = min(start + partMax, count)
      while end < count, end > start + 1, isInseparable(end) { end -= 1 }
      ends.append(end)
      start = end
    }
    guard ends.count <= partsMax else {
      throw EncodingError(code: .tooManyParts, partsNeeded: ends.count, partsMax: partsMax)
    }
    return ends
  }

  private func parts(ends: [Int], payload: (Range<Int>) -> [UInt8]) -> [MessagePart] {
    var start = 0
    var parts: [MessagePart] = []
    parts.reserveCapacity(ends.count)
    for end in ends {
      let place = Concatenation(
        referenceWidth: options.referenceWidth, reference: options.reference, total: UInt8(truncatingIfNeeded: ends.count),
        sequence: UInt8(truncatingIfNeeded: parts.count + 1))
      parts.append(part(payload(start..<end), place))
      start = end
    }
    return parts
  }

  private func part(_ payload: [UInt8], _ concatenation: Concatenation?) -> MessagePart {
    MessagePart(encoding: encoding, nationalTables: tables, concatenation: concatenation, payload: payload)
  }
}
