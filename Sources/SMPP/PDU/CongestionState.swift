// SPDX-License-Identifier: Apache-2.0

/// How busy the SMSC says it is, 0...100. SMPP 5.0 §4.8.4.18. A client aims at 80...89.
public struct CongestionState: RawRepresentable, Sendable, Hashable, Comparable {
  /// The octet; more than 100 is reserved.
  public let rawValue: UInt8
  /// Every octet is a state.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Where the SMSC does its best: send neither more nor less.
  public static let optimum = Self(rawValue: 80)...Self(rawValue: 89)

  /// Less busy is less.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension CongestionState: CustomStringConvertible {
  /// The number with the standard's word for it, such as `85 (optimum load)`.
  public var description: String {
    let word =
      switch rawValue {
      case 0: "idle"
      case 1...29: "low load"
      case 30...49: "medium load"
      case 50...79: "high load"
      case 80...89: "optimum load"
      case 90...99: "nearing congestion"
      case 100: "congested"
      default: "reserved"
      }
    return "\(rawValue) (\(word))"
  }
}
