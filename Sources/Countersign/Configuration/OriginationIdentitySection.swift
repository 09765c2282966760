// SPDX-License-Identifier: Apache-2.0

/// `originationIdentities[]`: a number or sender ID that messages may come from, for which countries, and over which transports.
struct OriginationIdentitySection: Sendable, Equatable {
  /// `identity`: required, unique. Its form depends on `type`.
  var identity: String
  /// `type`: required.
  var type: IdentityType
  /// `countries`: list of ISO 3166-1 alpha-2 codes, or `"*"` alone for all countries; required.
  var countries: Countries
  /// `transports`: list of at least one transport id in order of preference, required.
  var transports: [String]
  /// `entityID`: 1...30 digits, default none. The principal entity of India's DLT, for requests that carry none (AWS SendOTPMessage.EntityId).
  var entityID: String?
  /// `templateIDs`: list of texts of 1...30 digits, default none. Templates registered with India's DLT (AWS SendOTPMessage.TemplateId).
  var templateIDs: [String]

  /// The kinds of origination identity.
  enum IdentityType: String, Sendable, CaseIterable {
    case longCode, tenDLC, tollFree, shortCode, senderID
  }

  /// Where an identity may be used.
  enum Countries: Sendable, Equatable {
    /// `"*"`
    case all
    /// ISO 3166-1 alpha-2 codes in upper case.
    case some(Set<String>)
  }

  enum Key: String, ConfigurationKey {
    case identity, type, countries, transports, entityID, templateIDs
    static let section = "originationIdentities[]"
  }

  init(
    identity: String, type: IdentityType, countries: Countries, transports: [String], entityID: String? = nil, templateIDs: [String] = []
  ) {
    self.identity = identity
    self.type = type
    self.countries = countries
    self.transports = transports
    self.entityID = entityID
    self.templateIDs = templateIDs
  }
}

extension OriginationIdentitySection {
  /// - Parameters:
  ///   - transportIDs: the transports of the file; nil when they cannot be told, then references are not checked.
  ///   - receivers: those among them that no message can leave by.
  static func value(transportIDs: [String]?, receivers: Set<String>) -> ConfigurationValue<Self> {
    .section("a mapping with identity, type, countries and transports") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let type = fields.required(.type, as: ConfigurationValue<IdentityType>.choice(of: "a type of origination identity"))
      let identity = fields.required(.identity, as: identity(of: type))
      let countries = fields.required(.countries, as: Countries.value)
      let transport = ConfigurationValue<String>.text("the id of a transport") { !$0.isEmpty }.checked { id, node, reader in
        if receivers.contains(id) {
          reader.fault(node, "the transport \(ConfigurationFault.quote(id)) only receives (bindMode: receiver)", "name one that can send")
        }
        guard let transportIDs, !transportIDs.contains(id) else { return }
        let advice = transportIDs.isEmpty ? "add it to transports" : NearestWord.advice(for: id, among: transportIDs)
        reader.fault(node, "there is no transport \(ConfigurationFault.quote(id))", advice)
      }
      let transports = fields.required(.transports, as: .set(of: transport, "a list of at least one transport id"))
      let digits = ConfigurationValue<String>.text("1 to 30 digits") { (1...30).contains($0.utf8.count) && isDigits($0) }
      let entityID = fields.optional(.entityID, as: digits)
      let templateIDs = fields.value(.templateIDs, as: .set(of: digits, "a list of texts of digits"), default: [])
      guard let identity, let type, let countries, let transports else { return nil }
      return Self(
        identity: identity, type: type, countries: countries, transports: transports, entityID: entityID, templateIDs: templateIDs)
    }
  }

  /// The form of an identity of a type; any text when the type is not known.
  private static func identity(of type: IdentityType?) -> ConfigurationValue<String> {
    let text: ConfigurationValue<String> =
      switch type {
      case nil: .text("a number or sender ID") { !$0.isEmpty }
      case .longCode?, .tenDLC?, .tollFree?: .text("the number in E.164, as in \"+18555550142\"", where: isE164)
      case .shortCode?: .text("a short code of 3 to 8 digits") { (3...8).contains($0.utf8.count) && isDigits($0) }
      case .senderID?: .text("a sender ID of 1 to 11 letters, digits, spaces and _ -, with at least one letter", where: isSenderID)
      }
    return text.checked { $2.claim($0, as: "identity", at: $1) }
  }

  private static func isDigits(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// ITU-T E.164 §6.2.1: at most 15 digits, country codes do not begin with 0.
  private static func isE164(_ text: String) -> Bool {
    text.hasPrefix("+") && !text.hasPrefix("+0") && (7...15).contains(text.utf8.count - 1) && isDigits(text.dropFirst())
  }

  /// TS 23.040 §9.1.2.5: an alphanumeric address holds at most 11 characters. Spaces at the ends would be lost on the way.
  private static func isSenderID(_ text: String) -> Bool {
    let octets = text.utf8
    return (1...11).contains(octets.count) && octets.allSatisfy { $0.isWordOctet || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: " ") }
      && octets.contains { (0x41...0x5A).contains($0 & 0xDF) } && !text.hasPrefix(" ") && !text.hasSuffix(" ")
  }
}

extension OriginationIdentitySection.Countries {
  static var value: ConfigurationValue<Self> {
    .section(expected) { node, reader in
      switch node.content {
      case .text("*", _): return .all
      case .list(let nodes) where nodes.count == 1:
        if case .text("*", _) = nodes[0].content { return .all }
      default: break
      }
      return ConfigurationValue.set(of: code, expected).read(node, reader).map { .some(Set($0)) }
    }
  }

  private static let expected = "a list of ISO 3166-1 alpha-2 codes, as in [US, CA], or \"*\""

  private static var code: ConfigurationValue<String> {
    .section("an ISO 3166-1 alpha-2 code") { node, reader in
      guard case .text(let text, _) = node.content else {
        node.refuse(expected: "an ISO 3166-1 alpha-2 code", reader)
        return nil
      }
      if KnownCountries.all.contains(text) { return text }
      guard text != "*" else {
        reader.fault(node, "\"*\" stands for all countries", "write it alone, or only codes")
        return nil
      }
      let meant = KnownCountries.meant(by: text).map { "did you mean \($0)?" } ?? "write two letters such as US"
      reader.fault(node, "\(ConfigurationFault.quote(text)) is not an ISO 3166-1 alpha-2 code", meant)
      return nil
    }
  }
}
