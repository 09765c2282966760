// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Countersign

struct SMPPFaultTests {
  @Test(arguments: sessions + messages + parameters) func `every fault of a carrier is printed with what to do`(_ example: FaultCase) {
    #expect(ConfigurationSample.faults(example.text) == example.faults)
  }

  @Test(arguments: warnings) func `what works and should not stay so is a warning`(_ example: FaultCase) throws {
    let reading = ConfigurationSample.read(example.text)
    #expect(reading.warnings.map(\.description) == example.faults)
    _ = try reading.outcome.get()
  }

  private static func incomplete(_ description: String, _ keys: String, _ faults: String...) -> FaultCase {
    FaultCase(description, text: ConfigurationSample.smpp(keys, isComplete: false), faults)
  }

  private static func carrier(_ description: String, _ keys: String, _ faults: String...) -> FaultCase {
    FaultCase(description, text: ConfigurationSample.smpp(keys), faults)
  }

  static let sessions = [
    incomplete(
      "nothing but the kind", "queue: 10",
      "c.yaml:2:5: transports[0].host: is missing; write an address such as 127.0.0.1 or ::1, or a host name, or hosts with a list of them",
      "c.yaml:2:5: transports[0].systemID: is missing; write 1 to 15 printable ASCII characters",
      "c.yaml:2:5: transports[0].password: is missing; "
        + "write the secret itself, { env: NAME } or { file: PATH }; \"\" for a bind without a password"),
    incomplete(
      "a system ID too long and a password too long, which is not repeated",
      "host: smsc\nsystemID: sixteencharacter\npassword: { env: COUNTERSIGN_SECRET }",
      "c.yaml:5:15: transports[0].systemID: \"sixteencharacter\" cannot be used; write 1 to 15 printable ASCII characters",
      "c.yaml:6:15: transports[0].password: the password has 13 characters, and a bind carries at most 8: SMSCs refuse longer ones as wrong "
        + "(0x0E); ask the carrier for a shorter one; if its SMSC takes this one, write allowLongPassword: true"),
    incomplete(
      "a password that no SMSC takes",
      "host: smsc\nsystemID: otp\npassword: \(String(repeating: "p", count: 65))\nallowLongPassword: true",
      "c.yaml:6:15: transports[0].password: the password has 65 characters; ask the carrier for one of at most 64"),
    incomplete(
      "a password with a line break", "host: smsc\nsystemID: otp\npassword: \"abc\\n\"",
      "c.yaml:6:15: transports[0].password: the password holds a character that is not printable ASCII; "
        + "look for a line break, a tab or a curly quote; a bind carries ASCII alone"),
    incomplete(
      "a password that is empty somewhere else", "host: smsc\nsystemID: otp\npassword: { env: EMPTY }",
      "c.yaml:6:15: transports[0].password: the secret is empty; write the secret itself, { env: NAME } or { file: PATH }"),
    incomplete(
      "host and hosts", "host: smsc\nhosts: [smsc]\nsystemID: otp\npassword: ''",
      "c.yaml:5:12: transports[0].hosts: stands beside host; keep one of the two"),
    incomplete(
      "a host with a port", "host: smsc:2776\nsystemID: otp\npassword: ''",
      "c.yaml:4:11: transports[0].host: holds a port; write port: 2776 beside it"),
    incomplete(
      "a host that is none", "host: smpp://smsc\nsystemID: otp\npassword: ''",
      "c.yaml:4:11: transports[0].host: \"smpp://smsc\" cannot be used; write an address such as 127.0.0.1 or ::1, or a host name"),
    incomplete(
      "hosts that are none", "hosts: ['smpp://a', 'b:0', 'c:x', '[d]:1', '[::1]2775', 'e:2775', e, 'e:']\nsystemID: otp\npassword: ''",
      "c.yaml:4:13: transports[0].hosts[0]: \"smpp://a\" cannot be used; \(host)",
      "c.yaml:4:25: transports[0].hosts[1]: \"b:0\" cannot be used; \(host)",
      "c.yaml:4:32: transports[0].hosts[2]: \"c:x\" cannot be used; \(host)",
      "c.yaml:4:39: transports[0].hosts[3]: \"[d]:1\" cannot be used; \(host)",
      "c.yaml:4:48: transports[0].hosts[4]: \"[::1]2775\" cannot be used; \(host)",
      "c.yaml:4:71: transports[0].hosts[6]: is in the list more than once; remove one",
      "c.yaml:4:74: transports[0].hosts[7]: \"e:\" cannot be used; \(host)"),
    incomplete(
      "no hosts", "hosts: []\nport: 0\nsystemID: ''\npassword: ''",
      "c.yaml:4:12: transports[0].hosts: is an empty list; write a list of at least one host",
      "c.yaml:5:11: transports[0].port: 0 is out of range; write a whole number from 1 to 65535",
      "c.yaml:6:15: transports[0].systemID: is empty; write 1 to 15 printable ASCII characters"),
    carrier(
      "TLS", "tls: { ca: none.pem, certificate: none.crt, serverName: 192.0.2.7, verify: no, servername: x }",
      "c.yaml:7:10: transports[0].tls.privateKey: is missing; write the path of a file",
      "c.yaml:7:16: transports[0].tls.ca: the file none.pem does not exist; create it or correct the path",
      "c.yaml:7:39: transports[0].tls.certificate: the file none.crt does not exist; create it or correct the path",
      "c.yaml:7:61: transports[0].tls.serverName: \"192.0.2.7\" cannot be used; write a host name, as it stands in the SMSC's certificate",
      "c.yaml:7:80: transports[0].tls.verify: \"no\" cannot be used; write true or false",
      "c.yaml:7:84: transports[0].tls.servername: is not a key of transports[0].tls; did you mean serverName?"),
    carrier(
      "TLS that is neither on nor off", "tls: yes",
      "c.yaml:7:10: transports[0].tls: \"yes\" cannot be used; "
        + "write true, false or a mapping with ca, certificate, privateKey, serverName and verify"),
    carrier(
      "words that nobody knows", "bindMode: transciever\ninterfaceVersion: 3\nbinds: 33\nwindow: 10001\nrate: 10\nsystemid: x",
      "c.yaml:7:15: transports[0].bindMode: \"transciever\" is not a bind mode; did you mean transceiver?",
      "c.yaml:8:23: transports[0].interfaceVersion: \"3\" is not a version of SMPP; use 3.3, 3.4 or 5.0",
      "c.yaml:9:12: transports[0].binds: 33 is out of range; write a whole number from 1 to 32",
      "c.yaml:10:13: transports[0].window: 10001 is out of range; write a whole number from 1 to 10000",
      "c.yaml:11:11: transports[0].rate: \"10\" cannot be used; write a rate, as in 10/s, 5/m, 600/h or 1000/d",
      "c.yaml:12:5: transports[0].systemid: is not a key of transports[0]; did you mean systemID?"),
    carrier(
      "more pairs than sessions", "bindMode: pair\nbinds: 17",
      "c.yaml:8:12: transports[0].binds: 17 pairs are 34 sessions, and a connector holds at most 32; write a whole number from 1 to 16"),
    carrier(
      "an identity that is to send by a receiver", "bindMode: receiver",
      "c.yaml:9:98: originationIdentities[0].transports[0]: the transport \"carrier\" only receives (bindMode: receiver); "
        + "name one that can send"),
    carrier(
      "timers", "timers: { connect: 0s, enquireLink: 2h, bind: 11m, inactivity: 5m }\nreconnect: { least: 2m, most: 1m }",
      "c.yaml:7:24: transports[0].timers.connect: \"0s\" cannot be used; "
        + "write a duration from 100ms to 10m, as in 250ms, 30s, 5m, 24h or 7d",
      "c.yaml:7:41: transports[0].timers.enquireLink: \"2h\" cannot be used; "
        + "write a duration from 100ms to 1h, as in 250ms, 30s, 5m, 24h or 7d",
      "c.yaml:7:51: transports[0].timers.bind: \"11m\" cannot be used; write a duration from 100ms to 10m, as in 250ms, 30s, 5m, 24h or 7d",
      "c.yaml:7:56: transports[0].timers.inactivity: is not a key of transports[0].timers; "
        + "use connect, bind, response, enquireLink or enquireLinkResponse",
      "c.yaml:8:25: transports[0].reconnect.least: least (2m) is longer than most (1m); make least the shorter of the two"),
  ]

  private static let host =
    "write an address such as 127.0.0.1 or ::1, or a host name, with :PORT behind it where it has a port of its own, "
    + "as in smsc.example.net:2776 or [::1]:2776"

  static let messages = [
    carrier(
      "fields that are too long", "systemType: thirteenchars\naddressRange: \(String(repeating: "1", count: 41))\nserviceType: sixsix",
      "c.yaml:7:17: transports[0].systemType: \"thirteenchars\" cannot be used; write at most 12 printable ASCII characters",
      "c.yaml:8:19: transports[0].addressRange: \"\(String(repeating: "1", count: 40))…\" cannot be used; "
        + "write at most 40 printable ASCII characters",
      "c.yaml:9:18: transports[0].serviceType: \"sixsix\" cannot be used; write at most 5 printable ASCII characters"),
    carrier(
      "addresses", "addressing: { longCode: { ton: 8 }, senderID: { npi: 0x13, tone: 5 }, alphanumeric: {}, shortCode: 3 }",
      "c.yaml:7:36: transports[0].addressing.longCode.ton: \"8\" cannot be used; "
        + "write a number from 0 to 7, or in hexadecimal from 0x00 to 0x07",
      "c.yaml:7:58: transports[0].addressing.senderID.npi: \"0x13\" cannot be used; "
        + "write a number from 0 to 18, or in hexadecimal from 0x00 to 0x12",
      "c.yaml:7:64: transports[0].addressing.senderID.tone: is not a key of transports[0].addressing.senderID; did you mean ton?",
      "c.yaml:7:75: transports[0].addressing.alphanumeric: is not a key of transports[0].addressing; "
        + "use longCode, tenDLC, tollFree, shortCode, senderID or destination",
      "c.yaml:7:104: transports[0].addressing.shortCode: is text; write a mapping with ton and npi"),
    carrier(
      "data codings", "alphabet: GSM\ndataCoding: { gsm: 256, ucs2: 0xg }\nprotocolID: -1\npriority: 4",
      "c.yaml:7:15: transports[0].alphabet: \"GSM\" is not an alphabet; did you mean gsm?",
      "c.yaml:8:24: transports[0].dataCoding.gsm: \"256\" cannot be used; \(octet)",
      "c.yaml:8:35: transports[0].dataCoding.ucs2: \"0xg\" cannot be used; \(octet)",
      "c.yaml:9:17: transports[0].protocolID: \"-1\" cannot be used; \(octet)",
      "c.yaml:10:15: transports[0].priority: \"4\" cannot be used; write a number from 0 to 3, or in hexadecimal from 0x00 to 0x03"),
    carrier(
      "one data coding for two encodings", "dataCoding: { gsm: 8 }",
      "c.yaml:7:17: transports[0].dataCoding: has 8 for both gsm and ucs2, and a phone could not tell them apart; give each its own number"),
    carrier(
      "characters", "characters: { ab: 1, \"\": 2, \"é\": 0x100, \"e\u{301}\": 5, x: }",
      "c.yaml:7:19: transports[0].characters.ab: is not a single character; write each character for itself",
      "c.yaml:7:26: transports[0].characters.: is not a single character; write each character for itself",
      "c.yaml:7:38: transports[0].characters.é: \"0x100\" cannot be used; \(octet)",
      "c.yaml:7:45: transports[0].characters.e\u{301}: is written more than once, first on line 7; keep one",
      "c.yaml:7:57: transports[0].characters.x: has no value; \(octet)"),
    carrier(
      "characters as a list", "characters: [\"@\"]",
      "c.yaml:7:17: transports[0].characters: is a list; write a mapping from characters to octets, as in { \"@\": 0x40, \"€\": 0x80 }"),
    carrier(
      "long messages", "longMessages: sar\nreferenceWidth: 16",
      "c.yaml:8:21: transports[0].referenceWidth: counts for longMessages: udh alone; remove it"),
    carrier(
      "other long messages", "longMessages: UDH\nreferenceWidth: 32\nvalidity: never",
      "c.yaml:7:19: transports[0].longMessages: \"UDH\" is not a form of long messages; did you mean udh?",
      "c.yaml:8:21: transports[0].referenceWidth: \"32\" cannot be used; write 8 or 16",
      "c.yaml:9:15: transports[0].validity: \"never\" is not a form of validity; use relative, absolute or none"),
    carrier(
      "receipts", "receipts: { ids: hexadecimal, sniff: 1, requested: true }",
      "c.yaml:7:22: transports[0].receipts.ids: \"hexadecimal\" is not a rule for ids; use auto, raw, hex, decimal or trimmed",
      "c.yaml:7:42: transports[0].receipts.sniff: \"1\" cannot be used; write true or false",
      "c.yaml:7:45: transports[0].receipts.requested: is not a key of transports[0].receipts; did you mean request?"),
  ]

  private static let octet = "write a number from 0 to 255, or in hexadecimal from 0x00 to 0xFF"

  static let parameters = [
    carrier(
      "parameters",
      """
      parameters:
        - { tag: 0x1414 }
        - { tag: 0x1415, value: x, source: entityID }
        - { tag: 0, value: x }
        - { value: x, type: string }
        - { tag: 0x1416, type: byte, value: 256 }
        - { tag: 0x1417, type: octets, value: 0a1 }
        - { tag: 0x1418, type: short, source: identity }
        - { tag: 0x1419, value: café }
        - { tag: 0x141A, value: long, max: 3 }
        - { tag: 0x141B, source: template, max: 0 }
        - { tag: 0x0424, value: x }
        - text
        - { tag: 0x141C, type: octets, value: "+1+2" }
      """,
      "c.yaml:8:9: transports[0].parameters[0].value: is missing; "
        + "write a constant, or source with one of entityID, templateID, identity, destinationCountry or messageID",
      "c.yaml:9:42: transports[0].parameters[1].source: stands beside value; keep one of the two",
      "c.yaml:10:16: transports[0].parameters[2].tag: \"0\" cannot be used; "
        + "write a number from 1 to 65535, or in hexadecimal from 0x0001 to 0xFFFF",
      "c.yaml:11:9: transports[0].parameters[3].tag: is missing; write a number from 1 to 65535, or in hexadecimal from 0x0001 to 0xFFFF",
      "c.yaml:11:27: transports[0].parameters[3].type: \"string\" is not a type of value; "
        + "use text, textNUL, octets, byte, short or long",
      "c.yaml:12:43: transports[0].parameters[4].value: \"256\" cannot be used; \(octet)",
      "c.yaml:13:45: transports[0].parameters[5].value: \"0a1\" cannot be used; write 1 to 65534 octets in hexadecimal, as in 0A1B",
      "c.yaml:14:45: transports[0].parameters[6].source: is a text, and type is short; write type: text or type: textNUL",
      "c.yaml:15:31: transports[0].parameters[7].value: \"café\" cannot be used; write 1 to 65534 printable ASCII characters",
      "c.yaml:16:31: transports[0].parameters[8].value: \"long\" cannot be used; write 1 to 3 printable ASCII characters",
      "c.yaml:17:32: transports[0].parameters[9].source: \"template\" is not something that a message has; did you mean templateID?",
      "c.yaml:17:47: transports[0].parameters[9].max: 0 is out of range; write a whole number from 1 to 65534",
      "c.yaml:18:16: transports[0].parameters[10].tag: the gateway itself writes 0x0424, where a message needs it; choose another, or remove it",
      "c.yaml:19:9: transports[0].parameters[11]: is text; write a mapping with tag, type, value, source, required and max",
      "c.yaml:20:45: transports[0].parameters[12].value: \"+1+2\" cannot be used; write 1 to 65534 octets in hexadecimal, as in 0A1B"),
    carrier(
      "tags twice", "parameters: [{ tag: 0x1401, value: x }, { tag: 0x1414, value: x }, { tag: 5140, value: y }]",
      "c.yaml:7:25: transports[0].parameters[0].tag: 0x1401 is the tag of dlt.templateTag; "
        + "write dlt: false if this is not India's DLT, else remove it",
      "c.yaml:7:79: transports[0].parameters[2].tag: 0x1414 is in the list more than once; keep one"),
    carrier(
      "dlt", "dlt: { entityTag: 0x1401, chainTag: 0x1402, terminated: yes }",
      "c.yaml:7:23: transports[0].dlt.entityTag: 0x1401 is the tag of templateTag, too; give each its own tag",
      "c.yaml:7:41: transports[0].dlt.chainTag: has no chain to send the hash of; write chain, or remove it",
      "c.yaml:7:61: transports[0].dlt.terminated: \"yes\" cannot be used; write true or false"),
    carrier(
      "a chain", "dlt: { chain: [\"1\", x, \"1\"], chainTag: 0x020C }",
      "c.yaml:7:25: transports[0].dlt.chain[1]: \"x\" cannot be used; write 1 to 30 digits",
      "c.yaml:7:28: transports[0].dlt.chain[2]: is in the list more than once; remove one",
      "c.yaml:7:44: transports[0].dlt.chainTag: the gateway itself writes 0x020C, where a message needs it; choose another, or remove it"),
  ]

  static let warnings = [
    carrier(
      "a window that the rate cannot fill", "window: 31\nrate: 10/s",
      "c.yaml:7:13: transports[0].window: warning: 31 messages could wait for their answers, more than the carrier takes in 3 seconds "
        + "at 10/s: it would throttle or answer late; write at most 30"),
    carrier("a window that the rate just fills", "window: 30\nrate: 10/s"),
    carrier(
      "windows of several binds", "window: 10\nbinds: 4\nrate: 600/m",
      "c.yaml:7:13: transports[0].window: warning: 40 messages (4 binds of 10) could wait for their answers, more than the carrier takes in "
        + "3 seconds at 600/m: it would throttle or answer late; write at most 7"),
    carrier("the smallest window at the smallest rate", "window: 1\nrate: 1/d\nbinds: 32"),
    carrier(
      "TLS on the port without", "port: 2775\ntls: true",
      "c.yaml:7:11: transports[0].port: warning: 2775 is the port of SMPP without TLS; ask the carrier for its port with TLS"),
    carrier(
      "no TLS on the port with", "port: 3550",
      "c.yaml:7:11: transports[0].port: warning: 3550 is the port of SMPP over TLS; "
        + "write tls: true, or tls: false if the carrier says so"),
    carrier("no TLS on the port with, as the carrier says", "port: 3550\ntls: false"),
    carrier(
      "a certificate that nobody verifies", "tls: { verify: false }",
      "c.yaml:7:20: transports[0].tls.verify: warning: whoever stands between can read the password and the codes, because the SMSC's "
        + "certificate is not verified; name the carrier's certificate in ca, and leave verify out"),
    carrier(
      "receipts that cannot arrive", "bindMode: transmitter",
      "c.yaml:7:15: transports[0].bindMode: warning: receipts are asked for, and none can arrive at a transmitter; "
        + "use pair or transceiver, or write receipts: { request: false }"),
    carrier("a transmitter without receipts", "bindMode: transmitter\nreceipts: { request: false }"),
    carrier(
      "an old version with what it has not", "interfaceVersion: 3.3\nlongMessages: sar\nparameters: [{ tag: 0x1414, value: OTP }]",
      "c.yaml:7:23: transports[0].interfaceVersion: warning: SMPP 3.3 has no transceivers (bindMode) and no optional parameters "
        + "(longMessages and parameters); write 3.4, unless the carrier's SMSC is known to bear it"),
    carrier("an old version with what it has", "interfaceVersion: \"3.3\"\nbindMode: pair"),
  ]
}
