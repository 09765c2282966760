// SPDX-License-Identifier: Apache-2.0

/// What a route allows when a text becomes a short message.
public struct EncodingOptions: Sendable, Hashable {
  /// The most parts that concatenation can count, TS 23.040 §9.2.3.24.1.
  public static let partsLimit = 255

  /// More parts than this are refused, 1...255. A one-time password wants 1.
  public var partsMax: Int
  /// Whether text may go in the GSM 7-bit alphabet. A route that garbles it takes everything as UCS-2.
  public var allowsGSM7: Bool
  /// Whether text outside the GSM 7-bit alphabet may go as UCS-2.
  public var allowsUCS2: Bool
  /// Languages whose shift tables may be used, in order of preference. Both the phone and the message centre must know them, and
  /// nothing in the network says whether they do, hence none unless the route is known.
  public var nationalLanguages: [NationalLanguage]
  /// Whether a national table may replace the default alphabet too, not its extension only.
  public var allowsLockingShift: Bool
  /// Whether characters that force a dearer encoding may be replaced by their plain counterparts, such as ’ by '.
  public var transliterates: Bool
  /// How wide the reference number of a concatenated message is on the wire.
  public var referenceWidth: Concatenation.ReferenceWidth
  /// The reference number that all parts of a concatenated message share. Draw it at random: a number that a phone has seen
  /// from the same sender within its reassembly time joins two messages into one.
  public var reference: UInt16

  /// The options of a route that nothing is known of, unless told otherwise.
  public init(
    partsMax: Int = partsLimit, allowsGSM7: Bool = true, allowsUCS2: Bool = true, nationalLanguages: [NationalLanguage] = [],
    allowsLockingShift: Bool = true, transliterates: Bool = false, referenceWidth: Concatenation.ReferenceWidth = .octet,
    reference: UInt16 = 0
  ) {
    self.partsMax = partsMax
    self.allowsGSM7 = allowsGSM7
    self.allowsUCS2 = allowsUCS2
    self.nationalLanguages = nationalLanguages
    self.allowsLockingShift = allowsLockingShift
    self.transliterates = transliterates
    self.referenceWidth = referenceWidth
    self.reference = reference
  }

  /// The limit that holds: what is out of its range counts as the nearest that is not.
  var allowedParts: Int { min(max(partsMax, 1), Self.partsLimit) }
}
