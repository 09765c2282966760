// SPDX-License-Identifier: Apache-2.0

/// A locking and a single shift table in use together, TS 23.038 §6.2.1.2.
struct GSM7Alphabet: Sendable {
  /// What a receiver shows for a code that its tables leave empty.
  private static let replacement: UInt16 = 0xFFFD
  /// The default alphabet and its extension.
  static let plain = GSM7Alphabet(locking: .defaultAlphabet, single: .defaultExtension)

  private let locking: GSM7Table
  private let single: GSM7Table

  private init(locking: GSM7Table, single: GSM7Table) {
    self.locking = locking
    self.single = single
  }

  /// The alphabet that a user data header's table choice stands for.
  init(_ tables: NationalTables) {
    self = tables == .none ? .plain : GSM7Alphabet(locking: .locking(tables.locking), single: .single(tables.single))
  }

  /// The septet of a code unit; bit 7 says that an escape goes before it, `GSM7Table.absent` that neither table has it.
  func code(for unit: UInt16) -> UInt8 {
    let main = locking.code(for: unit)
    if main != GSM7Table.absent { return main }
    let shifted = single.code(for: unit)
    return shifted == GSM7Table.absent ? shifted : shifted | 0x80
  }

  /// Septets that a code unit takes: 1, 2 or none.
  func width(of unit: UInt16) -> Int? {
    let code = code(for: unit)
    return code < 0x80 ? 1 : code == GSM7Table.absent ? nil : 2
  }

  /// The septets of code units, nil when one has none.
  func septets(of units: some Sequence<UInt16>) -> [UInt8]? {
    var septets: [UInt8] = []
    septets.reserveCapacity(units.underestimatedCount)
    for unit in units {
      let code = code(for: unit)
      if code == GSM7Table.absent { return nil }
      if code >= 0x80 { septets.append(GSM7.escape) }
      septets.append(code & 0x7F)
    }
    return septets
  }

  /// The text of septets, one in each octet; see ``GSM7/text(of:tables:)``.
  func text(of septets: [UInt8]) throws(DecodeFault) -> String {
    if let offset = septets.firstIndex(where: { $0 >= 0x80 }) {
      throw DecodeFault(field: .userData, offset: offset, reason: .invalidValue("an octet above 0x7F is no septet"))
    }
    return String(unsafeUninitializedCapacity: 3 * septets.count) { text in
      var written = 0
      var escaped = false
      for septet in septets {
        if septet == GSM7.escape {
          // Two in a row announce a second extension table, which does not exist yet: a space stands for both.
          if escaped { Self.append(0x20, to: text, at: &written) }
          escaped.toggle()
        } else {
          Self.append(unit(of: septet, escaped: escaped), to: text, at: &written)
          escaped = false
        }
      }
      if escaped { Self.append(0x20, to: text, at: &written) }
      return written
    }
  }

  private func unit(of septet: UInt8, escaped: Bool) -> UInt16 {
    if escaped {
      let shifted = single.characters[Int(septet)]
      if shifted != 0 { return shifted }
    }
    let main = locking.characters[Int(septet)]
    return main == 0 ? Self.replacement : main
  }

  /// Writes a code unit as UTF-8; no table has surrogates.
  private static func append(_ unit: UInt16, to text: UnsafeMutableBufferPointer<UInt8>, at index: inout Int) {
    if unit < 0x80 {
      text[index] = UInt8(truncatingIfNeeded: unit)
      index += 1
    } else if unit < 0x800 {
      text[index] = 0xC0 | UInt8(truncatingIfNeeded: unit >> 6)
      text[index + 1] = 0x80 | UInt8(truncatingIfNeeded: unit & 0x3F)
      index += 2
    } else {
      text[index] = 0xE0 | UInt8(truncatingIfNeeded: unit >> 12)
      text[index + 1] = 0x80 | UInt8(truncatingIfNeeded: unit >> 6 & 0x3F)
      text[index + 2] = 0x80 | UInt8(truncatingIfNeeded: unit & 0x3F)
      index += 3
    }
  }
}
