// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Countersign

struct ConfigurationTests {
  @Test func `the contract's example has no faults but the kind of transport that is not in this build`() throws {
    try Self.withCarrierPassword { folder in
      guard case .failure(let faults) = ConfigurationSample.read(Self.contractExample, file: folder + "/c.yaml").outcome else {
        Issue.record("a modem is in this build")
        return
      }
      #expect(
        faults.description
          == "\(folder)/c.yaml:27:11: transports[2].kind: \"modem\" is a transport kind that this build does not have yet; use loopback or smpp"
      )
    }
  }

  @Test func `the contract's example without its modem reads as it is written`() throws {
    let text = Self.contractExample.replacing("kind: modem", with: "kind: loopback").split(separator: "\n")
      .filter { !$0.contains("device:") }.joined(separator: "\n")
    try Self.withCarrierPassword { folder in
      let reading = ConfigurationSample.read(text, file: folder + "/c.yaml")
      let configuration = try reading.outcome.get()
      #expect(configuration == Self.contractConfiguration(in: folder))
      #expect(reading.warnings == [])
    }
  }

  /// A folder with the file that the example's carrier has its password in.
  private static func withCarrierPassword(_ body: (String) throws -> Void) throws {
    try ConfigurationSample.withFolder { folder in
      try ConfigurationSample.write("carrier8\n", to: folder + "/carrier.password")
      try body(folder)
    }
  }

  private static func contractConfiguration(in folder: String) -> Configuration {
    Configuration(
      file: folder + "/c.yaml",
      server: ServerSection(host: "127.0.0.1", port: 8700),
      storage: StorageSection(store: .sqlite(path: folder + "/countersign.sqlite")),
      secrets: SecretsSection(keyFile: folder + "/countersign.key"),
      operator: OperatorSection(token: Secret("0123456789abcdef")),
      applications: [
        ApplicationSection(
          id: "7353f53e6885409fa32d07cedexample",
          credentials: [.init(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI"))])
      ],
      transports: [
        TransportSection(id: "lab", kind: .loopback(LoopbackSection())),
        TransportSection(
          id: "carrier",
          kind: .smpp(
            SMPPSection(hosts: [.init(name: "smsc.example.net", port: 2775)], systemID: "otp", password: Secret("carrier8")))),
        TransportSection(id: "sim-1", kind: .loopback(LoopbackSection())),
      ],
      originationIdentities: [
        OriginationIdentitySection(
          identity: "+18555550142", type: .tollFree, countries: .some(["US", "CA"]), transports: ["carrier", "sim-1"]),
        OriginationIdentitySection(
          identity: "ExampleCo", type: .senderID, countries: .some(["IN"]), transports: ["carrier"],
          entityID: "1101172974420810001", templateIDs: ["1107161234567890123"]),
      ])
  }

  @Test func `what is left out has its default`() throws {
    let configuration = try ConfigurationSample.read("server:\nstorage:\noperator:\n" + ConfigurationSample.required).outcome.get()
    #expect(configuration.server == ServerSection(host: "127.0.0.1", port: 8700, tls: nil, maxConcurrentRequests: 1024))
    #expect(configuration.storage.store == .sqlite(path: "countersign.sqlite"))
    #expect(configuration.secrets.keyFile == "countersign.key")
    #expect(configuration.operator.token == nil)
    #expect(configuration.applications[0].credentials[0].allow == [.send, .verify])
    #expect(configuration.transports == [TransportSection(id: "lab", queue: 100_000, kind: .loopback(LoopbackSection(keep: 10_000)))])
    #expect(configuration.originationIdentities[0].countries == .all)
  }

  @Test func `the bounds of every number are good values`() throws {
    for (port, requests, queue, keep) in [(0, 1, 1, 1), (65_535, 65_536, 10_000_000, 1_000_000)] {
      let text = "server: { port: \(port), maxConcurrentRequests: \(requests) }\n" + ConfigurationSample.required
      let loopback = "kind: loopback, queue: \(queue), keep: \(keep)"
      let configuration = try ConfigurationSample.read(text.replacing("kind: loopback", with: loopback)).outcome.get()
      #expect(configuration.server == ServerSection(port: port, maxConcurrentRequests: requests))
      #expect(configuration.transports == [TransportSection(id: "lab", queue: queue, kind: .loopback(LoopbackSection(keep: keep)))])
    }
  }

  @Test(arguments: [
    ("tollFree", "+1855555", true), ("tollFree", "+185555", false), ("longCode", "+491701234567890", true),
    ("longCode", "+4917012345678901", false), ("longCode", "+0491701234567", false), ("tenDLC", "+1415555o100", false),
    ("shortCode", "123", true), ("shortCode", "12345678", true), ("shortCode", "123456789", false), ("shortCode", "12a45", false),
    ("senderID", "A", true), ("senderID", "My Shop-1_a", true), ("senderID", "TwelveLetter", false), ("senderID", "Café", false),
    ("senderID", "12-34", false), ("senderID", "Shop ", false), ("senderID", "Sh@p", false),
  ])
  func `an identity has the form of its type`(_ type: String, _ identity: String, _ isValid: Bool) {
    let identities = "originationIdentities: [{ identity: '\(identity)', type: \(type), countries: [NO], transports: [lab] }]"
    let text = ConfigurationSample.required.split(separator: "\n").dropLast().joined(separator: "\n") + "\n" + identities
    #expect(ConfigurationSample.faults(text).isEmpty == isValid)
  }

  @Test(
    arguments: [
      ("'*'", .all), ("['*']", .all), ("[NO]", .some(["NO"])), ("[US, 'CA', XK]", .some(["US", "CA", "XK"])),
    ] as [(String, OriginationIdentitySection.Countries)])
  func `countries are codes or all`(_ text: String, _ countries: OriginationIdentitySection.Countries) throws {
    let text = ConfigurationSample.required.replacing("countries: \"*\"", with: "countries: \(text)")
    #expect(try ConfigurationSample.read(text).outcome.get().originationIdentities[0].countries == countries)
  }

  @Test func `numbers that are names need no quotes, and an asterisk within text stays`() throws {
    let text = ConfigurationSample.required.replacing("\"+18555550142\"", with: "+18555550142").replacing("id: shop", with: "id: 00*1")
    let configuration = try ConfigurationSample.read(text).outcome.get()
    #expect(configuration.originationIdentities[0].identity == "+18555550142")
    #expect(configuration.applications[0].id == "00*1")
  }

  @Test func `the country codes are the 249 of ISO 3166-1 and three more that numbers need`() {
    #expect(KnownCountries.all.count == 249 + 3)
    for code in KnownCountries.all { #expect(code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) }) }
    #expect(KnownCountries.all.isDisjoint(with: ["UK", "EU", "AN", "CS", "YU", "SU", "TP", "ZZ"]))
  }

  @Test(
    arguments: [
      ("sqlite::memory:", .sqliteInMemory), ("sqlite:data/otp.sqlite", .sqlite(path: "conf/data/otp.sqlite")),
      ("sqlite:/var/otp.sqlite", .sqlite(path: "/var/otp.sqlite")), ("sqlite:///var/otp.sqlite", .sqlite(path: "///var/otp.sqlite")),
    ] as [(String, StorageSection.Store)])
  func `a store is told by its URL`(_ url: String, _ store: StorageSection.Store) throws {
    let text = "storage: { url: '\(url)' }\n" + ConfigurationSample.required
    #expect(try ConfigurationSample.read(text, file: "conf/c.yaml").outcome.get().storage.store == store)
  }

  @Test func `TLS files are looked for beside the configuration file`() throws {
    try ConfigurationSample.withFolder { folder in
      let text = "server: { tls: { certificate: server.crt, privateKey: server.key } }\n" + ConfigurationSample.required
      try ConfigurationSample.write("pem", to: folder + "/server.crt", mode: 0o644)
      try ConfigurationSample.write("pem", to: folder + "/server.key", mode: 0o644)
      let reading = Configuration.read(text: text, file: folder + "/c.yaml", environment: [:])
      let tls = ServerSection.TLS(certificate: folder + "/server.crt", privateKey: folder + "/server.key")
      #expect(try reading.outcome.get().server.tls == tls)
      #expect(reading.warnings.map(\.place.keyPath) == ["server.tls.privateKey"])
    }
  }

  /// The example of contract §3, as it stands there.
  static let contractExample = """
    server:
      host: 127.0.0.1
      port: 8700
      # tls: { certificate: server.crt, privateKey: server.key }
    storage:
      url: sqlite:countersign.sqlite      # sqlite::memory: | sqlite:PATH | postgresql://…
    secrets:
      keyFile: countersign.key            # 32 random bytes; made with mode 0600 when missing
    operator:
      token: { env: COUNTERSIGN_OPERATOR_TOKEN }   # Bearer token of the /operator endpoints; they are off without one
    applications:
      - id: 7353f53e6885409fa32d07cedexample
        credentials:
          - accessKeyID: AKIDEXAMPLE
            secretAccessKey: { env: COUNTERSIGN_SECRET }
            allow: [send, verify]          # default both
    transports:
      - id: lab
        kind: loopback
      - id: carrier
        kind: smpp
        host: smsc.example.net
        port: 2775
        systemID: otp
        password: { file: carrier.password }
      - id: sim-1
        kind: modem
        device: /dev/serial/by-id/usb-HUAWEI_Mobile-if00-port0
    originationIdentities:
      - identity: "+18555550142"
        type: tollFree                     # longCode | tenDLC | tollFree | shortCode | senderID
        countries: [US, CA]                # ISO 3166-1 alpha-2, or "*"
        transports: [carrier, sim-1]       # in order of preference
      - identity: ExampleCo
        type: senderID
        countries: [IN]
        entityID: "1101172974420810001"    # India DLT, default for requests that carry none
        templateIDs: ["1107161234567890123"]
        transports: [carrier]
    """
}
