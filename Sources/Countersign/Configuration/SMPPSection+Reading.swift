// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// Reads every key, so that every fault is told; nil when one that is required cannot be had.
  init?(_ fields: ConfigurationFields<Key>, _ reader: ConfigurationReader) {
    let tls = fields.value(.tls, as: TLS.value, default: nil)
    let hosts = Self.hosts(fields, hasTLS: tls != nil, reader)
    let systemID = fields.required(.systemID, as: .printableASCII(1...15))
    let allowsLongPassword = fields.value(.allowLongPassword, as: .boolean, default: false)
    let password = fields.required(.password, as: Self.password(allowsLong: allowsLongPassword))
    self.init(hosts: hosts ?? [], tls: tls, systemID: systemID ?? "", password: password ?? Secret(""))
    readSessions(fields)
    readMessages(fields)
    check(fields, reader)
    guard hosts != nil, systemID != nil, password != nil else { return nil }
  }

  private mutating func readSessions(_ fields: ConfigurationFields<Key>) {
    systemType = fields.value(.systemType, as: .printableASCII(0...12), default: systemType)
    addressRange = fields.value(.addressRange, as: .printableASCII(0...40), default: addressRange)
    bindMode = fields.value(.bindMode, as: .choice(of: "a bind mode"), default: bindMode)
    binds = fields.value(.binds, as: .integer(in: 1...Self.sessionsMax), default: binds)
    interfaceVersion = fields.value(.interfaceVersion, as: .choice(of: "a version of SMPP"), default: interfaceVersion)
    rate = fields.optional(.rate, as: .rate)
    window = fields.value(.window, as: .integer(in: 1...10_000), default: usualWindow)
    timers = fields.value(.timers, as: Timers.value, default: timers)
    reconnect = fields.value(.reconnect, as: Reconnect.value, default: reconnect)
  }

  private mutating func readMessages(_ fields: ConfigurationFields<Key>) {
    serviceType = fields.value(.serviceType, as: .printableASCII(0...5), default: serviceType)
    addressing = fields.value(.addressing, as: Addressing.value, default: addressing)
    alphabet = fields.value(.alphabet, as: .choice(of: "an alphabet"), default: alphabet)
    characters = fields.value(.characters, as: Self.characters, default: characters)
    dataCoding = fields.value(.dataCoding, as: DataCodings.value, default: dataCoding)
    let width = fields.value(.referenceWidth, as: Self.referenceWidth, default: .octet)
    switch fields.value(.longMessages, as: ConfigurationValue<LongMessages.Word>.choice(of: "a form of long messages"), default: .udh) {
    case .udh: longMessages = .userDataHeader(width)
    case .sar: longMessages = .segmentation
    case .payload: longMessages = .payload
    }
    validity = fields.value(.validity, as: .choice(of: "a form of validity"), default: validity)
    protocolID = fields.value(.protocolID, as: .number(), default: protocolID)
    priority = fields.value(.priority, as: .number(in: 0...3), default: priority)
    receipts = fields.value(.receipts, as: Receipts.value, default: receipts)
    dlt = fields.value(.dlt, as: DLT.value, default: dlt)
    parameters = fields.value(.parameters, as: Self.parameters(beside: dlt), default: parameters)
  }

  private static var referenceWidth: ConfigurationValue<ReferenceWidth> {
    .scalar("8 or 16") { ["8": .octet, "16": .twoOctets][$0] }
  }
}

extension SMPPSection.DataCodings {
  static var value: ConfigurationValue<Self> {
    .section("a mapping with gsm and ucs2") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let usual = Self()
      let codings = Self(
        gsm: fields.value(.gsm, as: .number(), default: usual.gsm), ucs2: fields.value(.ucs2, as: .number(), default: usual.ucs2))
      if codings.gsm == codings.ucs2 {
        reader.fault(node, "has \(codings.gsm) for both gsm and ucs2, and a phone could not tell them apart", "give each its own number")
      }
      return codings
    }
  }
}
