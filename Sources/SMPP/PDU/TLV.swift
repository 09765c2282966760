// SPDX-License-Identifier: Apache-2.0

/// An optional parameter. SMPP 3.4 §5.3. Unknown ones are kept as they came.
public struct TLV: Sendable, Hashable {
  /// SMPP 3.4 §5.3.2, SMPP 5.0 §4.8.1.
  public struct Tag: RawRepresentable, Sendable, Hashable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let qosTimeToLive = Self(rawValue: 0x0017)
    public static let additionalStatusInfoText = Self(rawValue: 0x001D)
    public static let receiptedMessageID = Self(rawValue: 0x001E)
    public static let userMessageReference = Self(rawValue: 0x0204)
    public static let sarMessageReference = Self(rawValue: 0x020C)
    public static let sarTotalSegments = Self(rawValue: 0x020E)
    public static let sarSegmentSequence = Self(rawValue: 0x020F)
    public static let interfaceVersion = Self(rawValue: 0x0210)
    public static let networkErrorCode = Self(rawValue: 0x0423)
    public static let messagePayload = Self(rawValue: 0x0424)
    public static let deliveryFailureReason = Self(rawValue: 0x0425)
    public static let moreMessagesToSend = Self(rawValue: 0x0426)
    public static let messageState = Self(rawValue: 0x0427)
    public static let congestionState = Self(rawValue: 0x0428)
  }

  public var tag: Tag
  /// At most 65,535 octets.
  public var value: [UInt8]

  public init(_ tag: Tag, _ value: [UInt8]) {
    self.tag = tag
    self.value = value
  }
}

extension [TLV] {
  /// The value of the first parameter with this tag.
  public subscript(_ tag: TLV.Tag) -> [UInt8]? { first { $0.tag == tag }?.value }
}
