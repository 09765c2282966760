// SPDX-License-Identifier: Apache-2.0

/// Cuts an encoded text into parts: never through an escape pair or a surrogate pair, and through a grapheme cluster only where
/// keeping it whole would cost a further part. A phone joins the parts before it shows them
/// (TS 23.040 §9.2.3.24.1), so that cut does not show.
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

  /// Units that fit each part of a text of so many.
  func unitsMax(parts: Int) -> Int { parts > 1 ? partMax : singleMax }

  /// Where each part of a text ends, in units.
  func ends(of units: EncodedUnits, text: String) -> [Int] {
    if units.count <= singleMax { return [units.count] }
    switch units {
    case .septets(let septets):
      return ends(
        count: septets.count, isPair: { septets[$0 - 1] == GSM7.escape },
        isCluster: tables == .none ? { septets[$0 - 1] == 0x0D && septets[$0] == 0x0A } : clusters(of: text, width: Self.width(in: tables)))
    case .codeUnits(let units):
      return ends(
        count: units.count, isPair: { UTF16.isTrailSurrogate(units[$0]) && UTF16.isLeadSurrogate(units[$0 - 1]) },
        isCluster: clusters(of: text, width: { $0.utf16.count }))
    }
  }

  /// Cuts units that are encoded already.
  func parts(of units: EncodedUnits, ends: [Int]) -> [MessagePart] {
    if ends.count == 1 {
      return switch units {
      case .septets(let septets): [part(septets, nil)]
      case .codeUnits(let units): [part(UCS2.octets(of: units), nil)]
      }
    }
    var start = 0
    return ends.enumerated().map { index, end in
      defer { start = end }
      let place = Concatenation(
        referenceWidth: options.referenceWidth, reference: options.reference, total: UInt8(truncatingIfNeeded: ends.count),
        sequence: UInt8(truncatingIfNeeded: index + 1))
      return switch units {
      case .septets(let septets): part(Array(septets[start..<end]), place)
      case .codeUnits(let units): part(UCS2.octets(of: units[start..<end]), place)
      }
    }
  }

  /// Cuts between clusters where that needs no more parts than cutting between pairs. Either test is asked about a cut before a unit.
  private func ends(count: Int, isPair: (Int) -> Bool, isCluster: (Int) -> Bool) -> [Int] {
    let between = ends(count: count, isInseparable: isPair, otherwise: isPair)
    let whole = ends(count: count, isInseparable: { isPair($0) || isCluster($0) }, otherwise: isPair)
    return whole.count > between.count ? between : whole
  }

  /// Each part as long as it can be; where every cut in it is inseparable, only what `otherwise` forbids is kept together.
  private func ends(count: Int, isInseparable: (Int) -> Bool, otherwise: (Int) -> Bool) -> [Int] {
    var ends: [Int] = []
    ends.reserveCapacity(count / partMax + 1)
    var start = 0
    while start < count {
      var end = min(start + partMax, count)
      while end < count, end > start, isInseparable(end) { end -= 1 }
      if end == start {
        end = min(start + partMax, count)
        // A pair is two units long and a part holds more.
        if end < count, otherwise(end) { end -= 1 }
      }
      ends.append(end)
      start = end
    }
    return ends
  }

  /// Tells whether a cut before a unit falls inside a grapheme cluster.
  private func clusters(of text: String, width: (Character) -> Int) -> (Int) -> Bool {
    var isInside: [Bool] = []
    isInside.reserveCapacity(text.utf8.count)
    for character in text {
      isInside.append(false)
      isInside.append(contentsOf: repeatElement(true, count: max(0, width(character) - 1)))
    }
    return { $0 < isInside.count && isInside[$0] }
  }

  private static func width(in tables: NationalTables) -> (Character) -> Int {
    let alphabet = GSM7Alphabet(tables)
    return { character in character.utf16.reduce(0) { $0 + (alphabet.width(of: $1) ?? 0) } }
  }

  private func part(_ payload: [UInt8], _ concatenation: Concatenation?) -> MessagePart {
    MessagePart(encoding: encoding, nationalTables: tables, concatenation: concatenation, payload: payload)
  }
}
