// SPDX-License-Identifier: Apache-2.0

/// Why a network did not deliver. SMPP 3.4 §5.3.2.31, SMPP 5.0 §4.8.4.42.
public struct NetworkErrorCode: Sendable, Hashable {
  /// Whose numbers they are.
  public struct Network: RawRepresentable, Sendable, Hashable {
    /// The first octet.
    public let rawValue: UInt8
    /// Every octet is a network.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// ANSI-136, access denied reason.
    public static let ansi136 = Self(rawValue: 1)
    /// IS-95, access denied reason.
    public static let is95 = Self(rawValue: 2)
    /// GSM.
    public static let gsm = Self(rawValue: 3)
  }

  /// Nil when the SMSC does not say: it sent three digits.
  public let network: Network?
  /// The error.
  public let code: UInt16

  /// Makes an error code.
  public init(network: Network?, code: UInt16) {
    self.network = network
    self.code = code
  }

  /// Reads the parameter's value: an octet for the network and two for the code, or three ASCII digits as some SMSCs send; nil when it is
  /// neither.
  public init?(_ value: [UInt8]) {
    guard value.count == 3 else { return nil }
    if value.allSatisfy({ (0x30...0x39).contains($0) }) {
      self.init(network: nil, code: value.reduce(0) { $0 * 10 + UInt16($1 - 0x30) })
    } else {
      self.init(network: Network(rawValue: value[0]), code: UInt16(value[1]) << 8 | UInt16(value[2]))
    }
  }

  /// The parameter's value.
  public var value: [UInt8] {
    guard let network else {
      return [code / 100 % 10, code / 10 % 10, code % 10].map { UInt8(0x30 + $0) }
    }
    return [network.rawValue, UInt8(code >> 8), UInt8(code & 0xFF)]
  }
}

extension NetworkErrorCode: CustomStringConvertible {
  /// Such as `GSM 33`.
  public var description: String {
    switch network {
    case .ansi136: "ANSI-136 \(code)"
    case .is95: "IS-95 \(code)"
    case .gsm: "GSM \(code)"
    case let network?: "network \(network.rawValue) \(code)"
    case nil: "\(code)"
    }
  }
}
