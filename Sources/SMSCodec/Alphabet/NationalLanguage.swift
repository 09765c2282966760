// SPDX-License-Identifier: Apache-2.0

/// A language with shift tables of its own; the raw value is its National Language Identifier, TS 23.038 §6.2.1.2.4.
public enum NationalLanguage: UInt8, Sendable, Hashable, CaseIterable {
  /// Turkish, TS 23.038 §A.2.1 and §A.3.1.
  case turkish = 1
  /// Spanish, TS 23.038 §A.2.2. It has a single shift table only.
  case spanish = 2
  /// Portuguese, TS 23.038 §A.2.3 and §A.3.3.
  case portuguese = 3
  /// Bengali and Assamese, TS 23.038 §A.2.4 and §A.3.4.
  case bengali = 4
  /// Gujarati, TS 23.038 §A.2.5 and §A.3.5.
  case gujarati = 5
  /// Hindi, TS 23.038 §A.2.6 and §A.3.6.
  case hindi = 6
  /// Kannada, TS 23.038 §A.2.7 and §A.3.7.
  case kannada = 7
  /// Malayalam, TS 23.038 §A.2.8 and §A.3.8.
  case malayalam = 8
  /// Oriya, TS 23.038 §A.2.9 and §A.3.9.
  case oriya = 9
  /// Punjabi, TS 23.038 §A.2.10 and §A.3.10.
  case punjabi = 10
  /// Tamil, TS 23.038 §A.2.11 and §A.3.11.
  case tamil = 11
  /// Telugu, TS 23.038 §A.2.12 and §A.3.12.
  case telugu = 12
  /// Urdu, TS 23.038 §A.2.13 and §A.3.13.
  case urdu = 13

  /// Whether the standard gives the language a locking shift table beside its single shift table.
  public var hasLockingTable: Bool { self != .spanish }
}

extension NationalLanguage: CustomStringConvertible {
  /// The language's English name.
  public var description: String {
    switch self {
    case .turkish: "Turkish"
    case .spanish: "Spanish"
    case .portuguese: "Portuguese"
    case .bengali: "Bengali"
    case .gujarati: "Gujarati"
    case .hindi: "Hindi"
    case .kannada: "Kannada"
    case .malayalam: "Malayalam"
    case .oriya: "Oriya"
    case .punjabi: "Punjabi"
    case .tamil: "Tamil"
    case .telugu: "Telugu"
    case .urdu: "Urdu"
    }
  }
}

/// The tables that stand in for the default alphabet (locking) and for its extension (single) in one part.
public struct NationalTables: Sendable, Hashable {
  /// Replaces the default alphabet; named by information element 0x25.
  public let locking: NationalLanguage?
  /// Replaces the default extension table; named by information element 0x24.
  public let single: NationalLanguage?

  /// The default alphabet and its extension: nothing in the header.
  public static let none = NationalTables()

  /// Makes a choice of tables; a language without a locking table (Spanish) leaves the default alphabet in place.
  public init(locking: NationalLanguage? = nil, single: NationalLanguage? = nil) {
    self.locking = locking?.hasLockingTable == true ? locking : nil
    self.single = single
  }

  /// Octets of the information elements that name the tables: three for each.
  var headerOctets: Int { (locking == nil ? 0 : 3) + (single == nil ? 0 : 3) }
}
