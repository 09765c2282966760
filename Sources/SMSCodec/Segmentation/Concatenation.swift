// SPDX-License-Identifier: Apache-2.0

/// Where a part stands in its message, TS 23.040 §9.2.3.24.1 and §9.2.3.24.8.
public struct Concatenation: Sendable, Hashable {
  /// How wide the reference number is on the wire.
  public enum ReferenceWidth: UInt8, Sendable, Hashable, CaseIterable {
    /// 8 bits, information element 0x00: what every phone understands.
    case octet = 8
    /// 16 bits, information element 0x08: fewer collisions for one septet or UTF-16 code unit of each part.
    case twoOctets = 16

    /// Octets of the information element, its identifier and length included.
    var elementOctets: Int { self == .octet ? 5 : 6 }
  }

  /// How wide the reference number is.
  public let referenceWidth: ReferenceWidth
  /// The number that all parts of the message share.
  public let reference: UInt16
  /// How many parts the message has, 1...255.
  public let total: UInt8
  /// Which of them this is, from 1.
  public let sequence: UInt8

  /// Makes a place; of the reference only as many bits are kept as its width has.
  public init(referenceWidth: ReferenceWidth = .octet, reference: UInt16, total: UInt8, sequence: UInt8) {
    self.referenceWidth = referenceWidth
    self.reference = referenceWidth == .octet ? reference & 0xFF : reference
    self.total = total
    self.sequence = sequence
  }
}
