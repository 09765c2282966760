// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// `parameters[]`: an optional parameter (TLV) that this SMSC wants with each message, SMPP 3.4 §5.3.
  struct Parameter: Sendable, Equatable {
    /// `tag`: 0x0001...0xFFFF, required, unique. Vendors have 0x1400...0x3FFF.
    var tag: UInt16
    /// `value` or `source`, written as `type` says.
    var content: Content

    /// What it holds.
    enum Content: Sendable, Equatable {
      /// `value`, the same in every message.
      case constant([UInt8])
      /// `source`, out of each message.
      case text(of: Source, isTerminated: Bool, isRequired: Bool, octetsMax: Int)
    }

    /// `type`: how the value is written, default `text`.
    enum ValueType: String, Sendable, CaseIterable {
      /// Text, without an end mark.
      case text
      /// Text, with an octet 0 behind it.
      case textNUL
      /// Octets in hexadecimal.
      case octets
      /// Numbers of 1, 2 and 4 octets, most significant first.
      case byte, short, long
    }

    /// `source`: what of a message the value is.
    enum Source: String, Sendable, CaseIterable {
      /// India DLT, of the request or else of the origination identity.
      case entityID, templateID
      /// The origination identity as the configuration writes it.
      case identity
      /// ISO 3166-1 alpha-2; messages to numbers of no country have none.
      case destinationCountry
      case messageID
    }

    enum Key: String, ConfigurationKey {
      case tag, type, value, source, required, max
      static let section = "transports[].parameters[]"
    }

    /// The longest value, without an end mark.
    static let octetsMax = 65_534

    /// The gateway itself writes these: sar_msg_ref_num, sar_total_segments, sar_segment_seqnum, message_payload and more_messages_to_send.
    static let tagsOfTheGateway: Set<UInt16> = [0x020C, 0x020E, 0x020F, 0x0424, 0x0426]
  }
}

extension SMPPSection.Parameter {
  static var tag: ConfigurationValue<UInt16> {
    .number(in: 1 ... .max).checked { tag, node, reader in
      guard tagsOfTheGateway.contains(tag) else { return }
      reader.fault(node, "the gateway itself writes \(tag.asTag), where a message needs it", "choose another, or remove it")
    }
  }

  static var value: ConfigurationValue<Self> {
    .section("a mapping with tag and value or source") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let tag = fields.required(.tag, as: tag)
      let type: ValueType? = fields[.type] == nil ? .text : fields.optional(.type, as: .choice(of: "a type of value"))
      let octetsMax = fields.value(.max, as: .integer(in: 1...octetsMax), default: octetsMax)
      let isRequired = fields.value(.required, as: .boolean, default: false)
      switch (fields[.value], fields[.source]) {
      case (_?, nil):
        guard let type, let octets = fields.optional(.value, as: type.constant(octetsMax: octetsMax)) else { return nil }
        return tag.map { Self(tag: $0, content: .constant(octets)) }
      case (nil, let written?):
        let source = fields.optional(.source, as: ConfigurationValue<Source>.choice(of: "something that a message has"))
        guard let type, let source, type == .text || type == .textNUL else {
          if let type, source != nil {
            reader.fault(written, "is a text, and type is \(type.rawValue)", "write type: text or type: textNUL")
          }
          return nil
        }
        let content = Content.text(of: source, isTerminated: type == .textNUL, isRequired: isRequired, octetsMax: octetsMax)
        return tag.map { Self(tag: $0, content: content) }
      case (_?, let source?):
        reader.fault(source, "stands beside value", "keep one of the two")
      case (nil, nil):
        let path = ConfigurationNode.keyPath(Key.value.rawValue, below: node.keyPath)
        reader.fault(
          path, node.mark, "is missing", "write a constant, or source with one of \(NearestWord.list(Source.allCases.map(\.rawValue)))")
      }
      return nil
    }
  }
}

extension SMPPSection.Parameter.ValueType {
  /// A constant of this type, as the octets that are sent.
  fileprivate func constant(octetsMax: Int) -> ConfigurationValue<[UInt8]> {
    switch self {
    case .text: text(octetsMax: octetsMax)
    case .textNUL: text(octetsMax: octetsMax).map { $0 + [0] }
    case .octets:
      .scalar("1 to \(octetsMax) octets in hexadecimal, as in 0A1B") { text in
        Self.octets(text).flatMap { (1...octetsMax).contains($0.count) ? $0 : nil }
      }
    case .byte: ConfigurationValue<UInt8>.number().map { [$0] }
    case .short: ConfigurationValue<UInt16>.number().map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case .long: ConfigurationValue<UInt32>.number().map { number in [24, 16, 8, 0].map { UInt8(number >> $0 & 0xFF) } }
    }
  }

  private func text(octetsMax: Int) -> ConfigurationValue<[UInt8]> {
    ConfigurationValue<String>.printableASCII(1...octetsMax).map { Array($0.utf8) }
  }

  private static func octets(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8.dropFirst(text.hasPrefix("0x") ? 2 : 0))
    guard digits.count.isMultiple(of: 2) else { return nil }
    let octets = stride(from: 0, to: digits.count, by: 2).map { first -> UInt8? in
      let pair = digits[first...first + 1]
      // The library would take a sign, too.
      guard pair.allSatisfy({ $0.isWordOctet }) else { return nil }
      return UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
    }
    return octets.contains(nil) ? nil : octets.compactMap(\.self)
  }
}
