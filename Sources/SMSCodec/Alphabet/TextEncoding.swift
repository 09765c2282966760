// SPDX-License-Identifier: Apache-2.0

/// How the text of one part is carried.
///
/// National language tables do not make an encoding of their own: such a part is ``gsm7`` with ``NationalTables`` that its user data
/// header names (TS 23.040 §9.2.3.24.15–16).
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  /// Septets of the GSM 7-bit alphabet, TS 23.038 §6.2.1.
  case gsm7
  /// UTF-16 code units, most significant octet first, TS 23.038 §6.2.3.
  case ucs2

  /// Bits that one unit (a septet, a UTF-16 code unit) takes in the user data.
  public var unitBits: Int {
    switch self {
    case .gsm7: 7
    case .ucs2: 16
    }
  }
}

extension TextEncoding: CustomStringConvertible {
  /// The name that operators know: `GSM-7` or `UCS-2`.
  public var description: String {
    switch self {
    case .gsm7: "GSM-7"
    case .ucs2: "UCS-2"
    }
  }
}
