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
    var units: [UInt16] = []
    units.reserveCapacity(septets.count)
    var escaped = false
    for (offset, septet) in septets.enumerated() {
      guard septet < 0x80 else {
        throw DecodeFault(field: .userData, offset: offset, reason: .invalidValue("an octet above 0x7F is no septet"))
      }
      if septet == GSM7.escape {
        // Two in a row: a second extension table that does not exist yet.
        if escaped { units.append(0x20) }
        escaped.toggle()
        continue
      }
      units.append(unit(of: septet, escaped: escaped))
      escaped = false
    }
    if escaped { units.append(0x20) }
    return String(decoding: units, as: UTF16.self)
  }

  private func unit(of septet: UInt8, escaped: Bool) -> UInt16 {
    if escaped {
      let shifted = single.characters[Int(septet)]
      if shifted != 0 { return shifted }
    }
    let main = locking.characters[Int(septet)]
    return main == 0 ? Self.replacement : main
  }
}
