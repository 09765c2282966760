// SPDX-License-Identifier: Apache-2.0

extension TLV {
  /// A parameter of one octet.
  public init(_ tag: Tag, _ value: UInt8) { self.init(tag, [value]) }

  /// A parameter of two octets.
  public init(_ tag: Tag, _ value: UInt16) { self.init(tag, Self.octets(of: value)) }

  /// A parameter of four octets.
  public init(_ tag: Tag, _ value: UInt32) { self.init(tag, Self.octets(of: value)) }

  /// A C-octet string, with its NUL. SMPP 3.4 §3.1. Characters outside of ISO 8859-1 become `?`.
  public init(_ tag: Tag, cString text: String) {
    self.init(tag, text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") } + [0])
  }

  private static func octets(of value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
}

extension [TLV] {
  /// Octet by octet as ISO 8859-1, up to the first NUL, which may be missing.
  public func text(_ tag: TLV.Tag) -> String? {
    self[tag].map { String(latin1: $0.prefix { $0 != 0 }) }
  }

  /// A number, whatever its octets: peers are seen to send more or fewer than the standard says. Nil when it is larger than 255.
  public func uint8(_ tag: TLV.Tag) -> UInt8? { integer(tag) }

  /// A number, whatever its octets; nil when it is larger than 65,535.
  public func uint16(_ tag: TLV.Tag) -> UInt16? { integer(tag) }

  /// A number, whatever its octets; nil when they are more than four.
  public func uint32(_ tag: TLV.Tag) -> UInt32? { integer(tag) }

  /// message_state. SMPP 3.4 §5.3.2.35.
  public var messageState: MessageState? { uint8(.messageState).map(MessageState.init) }

  /// network_error_code. SMPP 3.4 §5.3.2.31.
  public var networkErrorCode: NetworkErrorCode? { self[.networkErrorCode].flatMap(NetworkErrorCode.init) }

  /// congestion_state. SMPP 5.0 §4.8.4.18.
  public var congestionState: CongestionState? { uint8(.congestionState).map(CongestionState.init) }

  private func integer<Integer: FixedWidthInteger>(_ tag: TLV.Tag) -> Integer? {
    guard let octets = self[tag], (1...4).contains(octets.count) else { return nil }
    return Integer(exactly: octets.reduce(into: 0 as UInt32) { $0 = $0 << 8 | UInt32($1) })
  }
}
