// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Countersign

struct SectionFaultTests {
  @Test(arguments: small + large) func `every fault is printed with file, line, column, key, what is wrong and what to do`(
    _ example: FaultCase
  ) {
    #expect(ConfigurationSample.faults(example.text) == example.faults)
  }

  static let small = [
    FaultCase(
      "missing sections", "server: {}",
      "c.yaml:1:1: applications: is missing; write a list of at least one application",
      "c.yaml:1:1: transports: is missing; write a list of at least one transport",
      "c.yaml:1:1: originationIdentities: is missing; write a list of at least one origination identity"),
    FaultCase(
      "sections of the wrong kind", "applications: []\ntransports: {}\noriginationIdentities: x\nserver: []\noperator: secret",
      "c.yaml:1:15: applications: is an empty list; write a list of at least one application",
      "c.yaml:2:13: transports: is a mapping; write a list of at least one transport",
      "c.yaml:3:24: originationIdentities: is text; write a list of at least one origination identity",
      "c.yaml:4:9: server: is a list; write a mapping with host, port, tls and maxConcurrentRequests",
      "c.yaml:5:11: operator: is text; write a mapping with token"),
    FaultCase(
      "an unknown section", "servr: {}", complete: true, "c.yaml:1:1: servr: is not a key of the configuration; did you mean server?"),
    FaultCase(
      "server out of range",
      "server: { port: 65536, host: 'a b', maxConcurrentRequests: 0, tls: { certificate: none.crt } }", complete: true,
      "c.yaml:1:17: server.port: 65536 is out of range; write a whole number from 0 to 65535",
      "c.yaml:1:30: server.host: \"a b\" cannot be used; write an address such as 127.0.0.1 or ::1, or a host name",
      "c.yaml:1:60: server.maxConcurrentRequests: 0 is out of range; write a whole number from 1 to 65536",
      "c.yaml:1:68: server.tls.privateKey: is missing; write the path of a file",
      "c.yaml:1:83: server.tls.certificate: the file none.crt does not exist; create it or correct the path"),
    FaultCase(
      "server of the wrong type", "server: { port: \"80\", host: [x], maxConcurrentRequests: many, tls: yes }", complete: true,
      "c.yaml:1:17: server.port: \"80\" is text in quotes; write a whole number from 0 to 65535",
      "c.yaml:1:29: server.host: is a list; write an address such as 127.0.0.1 or ::1, or a host name",
      "c.yaml:1:57: server.maxConcurrentRequests: \"many\" is not a whole number; write a whole number from 1 to 65536",
      "c.yaml:1:68: server.tls: is text; write a mapping with certificate and privateKey"),
    FaultCase(
      "server without values", "server: { port: , host: '', maxConcurrentRequests: 99999999999999999999, tls: }", complete: true,
      "c.yaml:1:17: server.port: has no value; write a whole number from 0 to 65535",
      "c.yaml:1:25: server.host: is empty; write an address such as 127.0.0.1 or ::1, or a host name",
      "c.yaml:1:52: server.maxConcurrentRequests: 99999999999999999999 is out of range; write a whole number from 1 to 65536",
      "c.yaml:1:79: server.tls.certificate: is missing; write the path of a file",
      "c.yaml:1:79: server.tls.privateKey: is missing; write the path of a file"),
    FaultCase(
      "a host with a port", "server: { host: 127.0.0.1:8700 }", complete: true,
      "c.yaml:1:17: server.host: \"127.0.0.1:8700\" cannot be used; write an address such as 127.0.0.1 or ::1, or a host name"),
    FaultCase(
      "PostgreSQL, whose URL holds a password", "storage: { url: postgresql://u:pw@h/db }", complete: true,
      "c.yaml:1:17: storage.url: this build has no PostgreSQL store yet; use sqlite:PATH"),
    FaultCase(
      "SQLite with a host", "storage: { url: sqlite://x }", complete: true,
      "c.yaml:1:17: storage.url: has // after sqlite:, which would begin a host; write sqlite:PATH"),
    FaultCase(
      "SQLite without a file", "storage: { url: 'sqlite:' }", complete: true,
      "c.yaml:1:17: storage.url: names no file; write sqlite:PATH or sqlite::memory:"),
    FaultCase(
      "SQLite with half a word", "storage: { url: 'sqlite::mem' }", complete: true,
      "c.yaml:1:17: storage.url: names no file; write sqlite:PATH or sqlite::memory:"),
    FaultCase(
      "another store", "storage: { url: mysql:x }", complete: true,
      "c.yaml:1:17: storage.url: \"mysql\" is not a kind of store; write sqlite:PATH or sqlite::memory:"),
    FaultCase(
      "a path in place of a URL", "storage: { url: x.sqlite }", complete: true,
      "c.yaml:1:17: storage.url: \"x.sqlite\" has no scheme; write sqlite:PATH or sqlite::memory:"),
    FaultCase(
      "no key file", "secrets: { keyFile: , keyfile: x }", complete: true,
      "c.yaml:1:21: secrets.keyFile: has no value; write the path of a file",
      "c.yaml:1:23: secrets.keyfile: is not a key of secrets; did you mean keyFile?"),
    FaultCase(
      "a token that no header can carry", "operator: { token: 'hunter2 hunter2 hunter2' }", complete: true,
      "c.yaml:1:20: operator.token: the token holds characters that a Bearer token cannot have; "
        + "use letters, digits and - . _ ~ + / ="),
  ]
}

extension SectionFaultTests {
  static let large = [
    FaultCase(
      "applications",
      """
      applications:
        - id: a
          credentials:
            - { accessKeyID: AK, secretAccessKey: s, allow: [send, verfy, send] }
            - { accessKeyID: AK, secretAccessKey: "" }
            - { accessKeyID: "wJalr/XUtn" }
        - id: a
          credentials: []
        - credentials: [{ accessKeyID: B, secretAccessKey: s, allow: [] }]
        - text
        - { id: "", credentials: [{ accessKeyID: C, secretAccessKey: s, alow: send, allow: send }], name: x }
      transports: [{ id: lab, kind: loopback }]
      originationIdentities: [{ identity: "+18555550142", type: tollFree, countries: "*", transports: [lab] }]
      """,
      "c.yaml:4:62: applications[0].credentials[0].allow[1]: \"verfy\" is not a permission; did you mean verify?",
      "c.yaml:4:69: applications[0].credentials[0].allow[2]: is in the list more than once; remove one",
      "c.yaml:5:24: applications[0].credentials[1].accessKeyID: the access key ID \"AK\" is already used by "
        + "applications[0].credentials[0].accessKeyID on line 4; choose another",
      "c.yaml:5:45: applications[0].credentials[1].secretAccessKey: the secret is empty; "
        + "write the secret itself, { env: NAME } or { file: PATH }",
      "c.yaml:6:9: applications[0].credentials[2].secretAccessKey: is missing; "
        + "write the secret itself, { env: NAME } or { file: PATH }",
      "c.yaml:6:24: applications[0].credentials[2].accessKeyID: cannot be used; write 1 to 128 letters, digits and _ . -",
      "c.yaml:7:9: applications[1].id: the application id \"a\" is already used by applications[0].id on line 2; choose another",
      "c.yaml:8:18: applications[1].credentials: is an empty list; write a list of at least one key pair",
      "c.yaml:9:5: applications[2].id: is missing; write an id of 1 to 64 characters",
      "c.yaml:9:64: applications[2].credentials[0].allow: is an empty list; write a list of send and verify",
      "c.yaml:10:5: applications[3]: is text; write a mapping with id and credentials",
      "c.yaml:11:11: applications[4].id: is empty; write an id of 1 to 64 characters",
      "c.yaml:11:67: applications[4].credentials[0].alow: is not a key of applications[4].credentials[0]; did you mean allow?",
      "c.yaml:11:86: applications[4].credentials[0].allow: is text; write a list of send and verify",
      "c.yaml:11:95: applications[4].name: is not a key of applications[4]; use id or credentials"),
    FaultCase(
      "transports",
      """
      applications: [{ id: shop, credentials: [{ accessKeyID: AK, secretAccessKey: s }] }]
      transports:
        - { id: lab, kind: loopback, keep: 0, queue: 10000001 }
        - { id: lab, kind: smtp }
        - { id: lab, kind: loopback, kep: 1 }
        - { id: "a b", kind: loopback }
        - { kind: loopback, queue: 0 }
        - { id: x }
        - { id: c, kind: smpp, host: y }
        - { id: m, kind: modem }
        - { id: n, kind: [loopback] }
        - loopback
      originationIdentities: [{ identity: "+18555550142", type: tollFree, countries: "*", transports: [lab, x, c, m, n] }]
      """,
      "c.yaml:3:38: transports[0].keep: 0 is out of range; write a whole number from 1 to 1000000",
      "c.yaml:3:48: transports[0].queue: 10000001 is out of range; write a whole number from 1 to 10000000",
      "c.yaml:4:11: transports[1].id: the transport id \"lab\" is already used by transports[0].id on line 3; choose another",
      "c.yaml:4:22: transports[1].kind: \"smtp\" is not a transport kind; did you mean smpp?",
      "c.yaml:5:11: transports[2].id: the transport id \"lab\" is already used by transports[0].id on line 3; choose another",
      "c.yaml:5:32: transports[2].kep: is not a key of transports[2]; did you mean keep?",
      "c.yaml:6:11: transports[3].id: \"a b\" cannot be used; write 1 to 64 letters, digits and _ . -",
      "c.yaml:7:5: transports[4].id: is missing; write 1 to 64 letters, digits and _ . -",
      "c.yaml:7:30: transports[4].queue: 0 is out of range; write a whole number from 1 to 10000000",
      "c.yaml:8:5: transports[5].kind: is missing; write loopback or smpp",
      "c.yaml:9:5: transports[6].systemID: is missing; write 1 to 15 printable ASCII characters",
      "c.yaml:9:5: transports[6].password: is missing; "
        + "write the secret itself, { env: NAME } or { file: PATH }; \"\" for a bind without a password",
      "c.yaml:10:20: transports[7].kind: \"modem\" is a transport kind that this build does not have yet; use loopback or smpp",
      "c.yaml:11:20: transports[8].kind: is a list; write loopback or smpp",
      "c.yaml:12:5: transports[9]: is text; write a mapping with id and kind"),
    FaultCase(
      "origination identities",
      """
      applications: [{ id: shop, credentials: [{ accessKeyID: AK, secretAccessKey: s }] }]
      transports: [{ id: lab, kind: loopback }]
      originationIdentities:
        - { identity: "18555550142", type: tollFree, countries: [US, us, UK, ZZ, US], transports: [lab, labb, far, lab] }
        - { identity: "+18555550142", type: tolfree, countries: [], transports: [] }
        - { identity: "+18555550142", type: longCode, countries: ["*", US], transports: lab }
        - { identity: "12", type: shortCode, countries: NO, transports: [lab] }
        - { identity: "123456", type: senderID, countries: [NO], transports: [lab], entityID: x, templateIDs: ["1", 2, "1", q] }
        - { identity: " Abc", type: senderID, countries: [[US]], transports: [[lab]], entityID: "" }
        - {}
      """,
      "c.yaml:4:17: originationIdentities[0].identity: \"18555550142\" cannot be used; "
        + "write the number in E.164, as in \"+18555550142\"",
      "c.yaml:4:64: originationIdentities[0].countries[1]: \"us\" is not an ISO 3166-1 alpha-2 code; did you mean US?",
      "c.yaml:4:68: originationIdentities[0].countries[2]: \"UK\" is not an ISO 3166-1 alpha-2 code; did you mean GB?",
      "c.yaml:4:72: originationIdentities[0].countries[3]: \"ZZ\" is not an ISO 3166-1 alpha-2 code; write two letters such as US",
      "c.yaml:4:76: originationIdentities[0].countries[4]: is in the list more than once; remove one",
      "c.yaml:4:99: originationIdentities[0].transports[1]: there is no transport \"labb\"; did you mean lab?",
      "c.yaml:4:105: originationIdentities[0].transports[2]: there is no transport \"far\"; use lab",
      "c.yaml:4:110: originationIdentities[0].transports[3]: is in the list more than once; remove one",
      "c.yaml:5:39: originationIdentities[1].type: \"tolfree\" is not a type of origination identity; did you mean tollFree?",
      "c.yaml:5:59: originationIdentities[1].countries: is an empty list; "
        + "write a list of ISO 3166-1 alpha-2 codes, as in [US, CA], or \"*\"",
      "c.yaml:5:75: originationIdentities[1].transports: is an empty list; write a list of at least one transport id",
      "c.yaml:6:17: originationIdentities[2].identity: the identity \"+18555550142\" is already used by "
        + "originationIdentities[1].identity on line 5; choose another",
      "c.yaml:6:61: originationIdentities[2].countries[0]: \"*\" stands for all countries; write it alone, or only codes",
      "c.yaml:6:83: originationIdentities[2].transports: is text; write a list of at least one transport id",
      "c.yaml:7:17: originationIdentities[3].identity: \"12\" cannot be used; write a short code of 3 to 8 digits",
      "c.yaml:7:51: originationIdentities[3].countries: is text; "
        + "write a list of ISO 3166-1 alpha-2 codes, as in [US, CA], or \"*\"",
      "c.yaml:8:17: originationIdentities[4].identity: \"123456\" cannot be used; "
        + "write a sender ID of 1 to 11 letters, digits, spaces and _ -, with at least one letter",
      "c.yaml:8:89: originationIdentities[4].entityID: \"x\" cannot be used; write 1 to 30 digits",
      "c.yaml:8:114: originationIdentities[4].templateIDs[2]: is in the list more than once; remove one",
      "c.yaml:8:119: originationIdentities[4].templateIDs[3]: \"q\" cannot be used; write 1 to 30 digits",
      "c.yaml:9:17: originationIdentities[5].identity: \" Abc\" cannot be used; "
        + "write a sender ID of 1 to 11 letters, digits, spaces and _ -, with at least one letter",
      "c.yaml:9:53: originationIdentities[5].countries[0]: is a list; write an ISO 3166-1 alpha-2 code",
      "c.yaml:9:73: originationIdentities[5].transports[0]: is a list; write the id of a transport",
      "c.yaml:9:91: originationIdentities[5].entityID: is empty; write 1 to 30 digits",
      "c.yaml:10:5: originationIdentities[6].type: is missing; write longCode, tenDLC, tollFree, shortCode or senderID",
      "c.yaml:10:5: originationIdentities[6].identity: is missing; write a number or sender ID",
      "c.yaml:10:5: originationIdentities[6].countries: is missing; "
        + "write a list of ISO 3166-1 alpha-2 codes, as in [US, CA], or \"*\"",
      "c.yaml:10:5: originationIdentities[6].transports: is missing; write a list of at least one transport id"),
  ]
}
