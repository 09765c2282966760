// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Countersign

struct SMPPSectionTests {
  static func read(_ keys: String, isComplete: Bool = true, file: String = "c.yaml") throws -> SMPPSection {
    let configuration = try ConfigurationSample.read(ConfigurationSample.smpp(keys, isComplete: isComplete), file: file).outcome.get()
    guard case .smpp(let section)? = configuration.transports.first?.kind else { throw NotSMPP() }
    return section
  }

  struct NotSMPP: Error {}

  /// What the three keys of the sample are read as.
  static func carrier(port: Int = 2775) -> SMPPSection {
    SMPPSection(hosts: [.init(name: "smsc.example.net", port: port)], systemID: "otp", password: Secret("carrier8"))
  }

  @Test func `three keys are enough, and the rest has the values that most carriers want`() throws {
    let section = try Self.read("")
    #expect(section == Self.carrier())
    #expect(section.tls == nil && section.bindMode == .transceiver && section.binds == 1 && section.interfaceVersion == .v34)
    #expect(
      section.window == 10 && section.rate == nil && section.systemType == "" && section.addressRange == "" && section.serviceType == "")
    #expect(section.timers.connect == .seconds(10) && section.timers.bind == .seconds(30) && section.timers.response == .seconds(30))
    #expect(section.timers.enquireLink == .seconds(30) && section.timers.enquireLinkResponse == .seconds(10))
    #expect(section.reconnect.least == .seconds(1) && section.reconnect.most == .seconds(60))
    #expect(section.alphabet == .gsm && section.dataCoding.gsm == 0 && section.dataCoding.ucs2 == 8 && section.characters.isEmpty)
    #expect(section.longMessages == .userDataHeader(.octet) && section.validity == .relative)
    #expect(section.protocolID == 0 && section.priority == 0)
    #expect(section.receipts.ids == .auto && !section.receipts.sniffs && section.receipts.areRequested && section.parameters.isEmpty)
    let dlt = try #require(section.dlt)
    #expect(dlt.entityTag == 0x1400 && dlt.templateTag == 0x1401 && dlt.chainTag == 0x1402 && !dlt.isTerminated && dlt.chain.isEmpty)
  }

  /// SMPP 3.4 §5.2.5 and §5.2.6: 1 international, 3 network specific, 5 alphanumeric; 1 ISDN (E.164).
  @Test func `addresses are marked as their kind of identity needs it`() throws {
    let usual = try Self.read("").addressing
    for type in [usual.longCode, usual.tenDLC, usual.tollFree, usual.destination] { #expect(type == .init(ton: 1, npi: 1)) }
    #expect(usual.shortCode == .init(ton: 3, npi: 0))
    #expect(usual.senderID == .init(ton: 5, npi: 0))
    let section = try Self.read("addressing: { shortCode: { ton: 6 }, tollFree: { npi: 0 }, destination: { ton: 2, npi: 8 }, longCode: }")
    var expected = Self.carrier()
    expected.addressing.shortCode = .init(ton: 6, npi: 0)
    expected.addressing.tollFree = .init(ton: 1, npi: 0)
    expected.addressing.destination = .init(ton: 2, npi: 8)
    #expect(section == expected)
  }

  /// Each key of a session with a value that is not its default.
  static let sessionKeys = """
    systemType: SMPP
    addressRange: ^4179
    bindMode: pair
    binds: 16
    interfaceVersion: 5.0
    window: 3
    rate: 100/s
    timers: { connect: 100ms, bind: 10m, response: 15s, enquireLink: 1h, enquireLinkResponse: 5s }
    reconnect: { least: 500ms, most: 5m }
    """

  /// Each key of a message, likewise.
  static let messageKeys = """
    serviceType: OTP
    alphabet: latin1
    characters: { "@": 0x40, "€": 128, "e\u{301}": 5, "*": "0x2a" }
    dataCoding: { gsm: 0xF0, ucs2: "24" }
    longMessages: payload
    validity: absolute
    protocolID: 0X41
    priority: 3
    receipts: { ids: decimal, sniff: true, request: false }
    dlt: { entityTag: 0x1500, templateTag: 5377, chainTag: 0x1502, terminated: true, chain: [1102000000000000001, "1102000000000000002"] }
    """

  @Test func `every key of a session is read`() throws {
    var expected = Self.carrier()
    expected.systemType = "SMPP"
    expected.addressRange = "^4179"
    expected.bindMode = .pair
    expected.binds = 16
    expected.interfaceVersion = .v50
    expected.window = 3
    expected.rate = Rate(count: 100, per: .second)
    expected.timers = .init(
      connect: .milliseconds(100), bind: .seconds(600), response: .seconds(15), enquireLink: .seconds(3600),
      enquireLinkResponse: .seconds(5))
    expected.reconnect = .init(least: .milliseconds(500), most: .seconds(300))
    let section = try Self.read(Self.sessionKeys)
    #expect(section == expected)
  }

  @Test func `every key of a message is read`() throws {
    var expected = Self.carrier()
    expected.serviceType = "OTP"
    expected.alphabet = .latin1
    expected.characters = ["@": 0x40, "€": 0x80, "é": 5, "*": 42]
    expected.dataCoding = .init(gsm: 0xF0, ucs2: 24)
    expected.longMessages = .payload
    expected.validity = .absolute
    expected.protocolID = 0x41
    expected.priority = 3
    expected.receipts = .init(ids: .decimal, sniffs: true, areRequested: false)
    expected.dlt = .init(
      entityTag: 0x1500, templateTag: 0x1501, chainTag: 0x1502, isTerminated: true, chain: ["1102000000000000001", "1102000000000000002"])
    let section = try Self.read(Self.messageKeys)
    #expect(section == expected)
  }

  @Test(
    arguments: [
      ("", .userDataHeader(.octet)), ("longMessages: udh", .userDataHeader(.octet)), ("referenceWidth: 16", .userDataHeader(.twoOctets)),
      ("longMessages: udh\nreferenceWidth: 8", .userDataHeader(.octet)), ("longMessages: sar", .segmentation),
      ("longMessages: payload", .payload),
    ] as [(String, SMPPSection.LongMessages)])
  func `long messages have three forms`(_ keys: String, _ form: SMPPSection.LongMessages) throws {
    #expect(try Self.read(keys).longMessages == form)
  }

  @Test(
    arguments: [
      ("host: 192.0.2.7", [.init(name: "192.0.2.7", port: 2775)]), ("host: '::1'\nport: 2776", [.init(name: "::1", port: 2776)]),
      ("host: smsc\ntls: true", [.init(name: "smsc", port: 3550)]), ("host: smsc\ntls: {}", [.init(name: "smsc", port: 3550)]),
      ("host: smsc\ntls:", [.init(name: "smsc", port: 3550)]), ("host: smsc\ntls: false", [.init(name: "smsc", port: 2775)]),
      ("host: smsc\ntls: true\nport: 4080", [.init(name: "smsc", port: 4080)]),
      (
        "hosts: [a, 'b:2776', '[::1]:2777', '[2001:db8::1]', 2001:db8::2, 'a:2776']\nport: 9000",
        [
          .init(name: "a", port: 9000), .init(name: "b", port: 2776), .init(name: "::1", port: 2777),
          .init(name: "2001:db8::1", port: 9000),
          .init(name: "2001:db8::2", port: 9000), .init(name: "a", port: 2776),
        ]
      ),
      ("hosts: [a, b]\ntls: true", [.init(name: "a", port: 3550), .init(name: "b", port: 3550)]),
    ] as [(String, [SMPPSection.Host])])
  func `hosts have the port of their link unless they name one`(_ keys: String, _ hosts: [SMPPSection.Host]) throws {
    #expect(try Self.read("systemID: otp\npassword: ''\n" + keys, isComplete: false).hosts == hosts)
  }

  @Test func `TLS is verified against the system's certificates, or those of a file`() throws {
    #expect(try Self.read("tls: true").tls == .init(ca: nil, client: nil, serverName: nil, verifies: true))
    #expect(
      try Self.read("tls: { verify: false, serverName: smsc.example.net }").tls == .init(serverName: "smsc.example.net", verifies: false))
    try ConfigurationSample.withFolder { folder in
      for name in ["ca.pem", "us.pem", "us.key"] { try ConfigurationSample.write("pem", to: "\(folder)/\(name)") }
      let section = try Self.read("tls: { ca: ca.pem, certificate: us.pem, privateKey: us.key }", file: folder + "/c.yaml")
      let client = SMPPSection.TLS.ClientCertificate(certificate: folder + "/us.pem", privateKey: folder + "/us.key")
      #expect(section.tls == .init(ca: folder + "/ca.pem", client: client))
    }
  }

  @Test(arguments: [
    ("password: ''", ""), ("password: \"\"", ""), ("password: 12345678", "12345678"), ("password: 'a b ~!#'", "a b ~!#"),
    ("password: { env: COUNTERSIGN_SECRET }\nallowLongPassword: true", "wJalrXUtnFEMI"),
  ])
  func `a password is a secret, or none when that is written down`(_ keys: String, _ password: String) throws {
    #expect(try Self.read("host: smsc\nsystemID: otp\n" + keys, isComplete: false).password.reveal() == password)
  }

  @Test(
    arguments: [
      ("rate: 100/s", 10), ("rate: 5/s", 10), ("rate: 4/s", 8), ("rate: 1/s", 2), ("rate: 60/m", 2), ("rate: 1/m", 1), ("rate: 600/h", 1),
      ("rate: 10/s\nbinds: 4", 5), ("rate: 10/s\nbinds: 32", 1), ("rate: 1/s\nwindow: 3", 3), ("binds: 32", 10),
    ] as [(String, Int)])
  func `the window is ten, or twice the rate of a second over all binds if that is less`(_ keys: String, _ window: Int) throws {
    #expect(try Self.read(keys).window == window)
    #expect(ConfigurationSample.read(ConfigurationSample.smpp(keys)).warnings == [])
  }

  @Test(
    arguments: [
      ("value: OTP", .constant([0x4F, 0x54, 0x50])), ("type: textNUL, value: OTP, required: true", .constant([0x4F, 0x54, 0x50, 0])),
      ("type: text, value: 12, max: 2", .constant([0x31, 0x32])), ("type: octets, value: 0aFF", .constant([0x0A, 0xFF])),
      ("type: octets, value: 0x00", .constant([0])), ("type: octets, value: 0102, max: 2", .constant([1, 2])),
      ("type: byte, value: 255", .constant([0xFF])),
      ("type: short, value: 0x0102", .constant([1, 2])), ("type: long, value: 0x01020304", .constant([1, 2, 3, 4])),
      ("type: long, value: 4294967295", .constant([255, 255, 255, 255])),
      ("source: entityID", .text(of: .entityID, isTerminated: false, isRequired: false, octetsMax: 65_534)),
      (
        "type: textNUL, source: identity, required: true, max: 20",
        .text(of: .identity, isTerminated: true, isRequired: true, octetsMax: 20)
      ),
      ("source: templateID", .text(of: .templateID, isTerminated: false, isRequired: false, octetsMax: 65_534)),
      ("source: destinationCountry", .text(of: .destinationCountry, isTerminated: false, isRequired: false, octetsMax: 65_534)),
      ("source: messageID", .text(of: .messageID, isTerminated: false, isRequired: false, octetsMax: 65_534)),
    ] as [(String, SMPPSection.Parameter.Content)])
  func `a parameter holds a constant as its type writes it, or something of the message`(
    _ keys: String, _ content: SMPPSection.Parameter.Content
  ) throws {
    #expect(try Self.read("parameters: [{ tag: 0x1414, \(keys) }]").parameters == [.init(tag: 0x1414, content: content)])
  }

  @Test func `dlt can be switched off, and then its tags are free`() throws {
    #expect(try Self.read("dlt: false").dlt == nil)
    #expect(try Self.read("dlt: true").dlt == SMPPSection.DLT())
    #expect(try Self.read("dlt: {}").dlt == SMPPSection.DLT())
    let section = try Self.read(
      "dlt: false\nparameters: [{ tag: 0x1400, source: entityID }, { tag: 5121, value: x }, { tag: 0x1402, value: y }]")
    #expect(section.parameters.map(\.tag) == [0x1400, 0x1401, 0x1402])
    // Without a chain there is no hash, and its tag is free, too.
    #expect(try Self.read("parameters: [{ tag: 0x1402, value: y }]").parameters.map(\.tag) == [0x1402])
  }

  @Test(arguments: SMPPSection.BindMode.allCases) func `a bind mode is one of four`(_ mode: SMPPSection.BindMode) throws {
    guard mode != .receiver else { return }
    #expect(try Self.read("bindMode: \(mode.rawValue)").bindMode == mode)
  }

  @Test func `a receiver may stand beside transports that send`() throws {
    let text = ConfigurationSample.smpp("bindMode: receiver").replacing("transports: [carrier]", with: "transports: [lab]")
      .replacing("transports:\n", with: "transports:\n  - { id: lab, kind: loopback }\n")
    let transports = try ConfigurationSample.read(text).outcome.get().transports
    #expect(transports.map(\.canSend) == [true, false])
  }

  @Test func `what is printed of a section holds no password`() throws {
    let section = try Self.read("")
    #expect(section.password.reveal() == "carrier8")
    var dumped = ""
    dump(section, to: &dumped)
    #expect(!dumped.contains("carrier8") && !"\(section)".contains("carrier8") && !String(reflecting: section).contains("carrier8"))
  }
}
