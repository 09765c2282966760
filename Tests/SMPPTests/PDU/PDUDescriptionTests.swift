// SPDX-License-Identifier: Apache-2.0

import SMPP
import TestSupport
import Testing

/// What goes to a log names a PDU and tells nobody's number, text or password.
@Suite struct PDUDescriptionTests {
  static let subscriber = Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567")
  static let sender = Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP")
  static let secret = "secret08"
  static let text = "Your code is 482913"
  static let payload = TLV(.messagePayload, Array(text.utf8))

  static let bodies: [PDU.Body] = [
    .bind(Bind(mode: .transceiver, systemID: "esme01", password: secret, addressRange: subscriber)),
    .outbind(Outbind(systemID: "smsc", password: secret)),
    .submitSM(MessagePDU(source: sender, destination: subscriber, shortMessage: Array(text.utf8), parameters: [payload])),
    .deliverSM(MessagePDU(source: subscriber, destination: sender, shortMessage: Array(text.utf8), parameters: [payload])),
    .dataSM(DataSM(source: sender, destination: subscriber, parameters: [payload])),
    .submitMulti(
      SubmitMulti(
        destinations: [.address(subscriber)],
        message: MessagePDU(source: subscriber, destination: subscriber, shortMessage: Array(text.utf8)))),
    .submitMultiResponse(SubmitMultiResponse(messageID: "A1", failures: [.init(destination: subscriber, status: .throttled)])),
    .querySM(QuerySM(messageID: "A1", source: subscriber)),
    .cancelSM(CancelSM(messageID: "A1", source: subscriber, destination: subscriber)),
    .replaceSM(ReplaceSM(messageID: "A1", source: subscriber, shortMessage: Array(text.utf8))),
    .alertNotification(AlertNotification(source: subscriber, esmeAddress: subscriber)),
    .submitSMResponse(MessageResponse(messageID: "A1", parameters: [payload])),
    .other(.broadcastSM, Array(text.utf8)),
  ]

  @Test(arguments: bodies)
  func `neither print nor dump shows a password, a text or a number`(body: PDU.Body) throws {
    var printed = ["\(PDU(body, sequence: 1))", "\(body)", String(reflecting: body)]
    var dumped = ""
    dump(PDU(body, sequence: 1), to: &dumped)
    dump(body, to: &dumped)
    for child in Self.payloads(of: body) {
      printed.append("\(child)")
      printed.append(String(reflecting: child))
      dump(child, to: &dumped)
    }
    let octets = Self.text.utf8.prefix(4).map(String.init)
    for shown in printed + [dumped] {
      #expect(!shown.contains(Self.secret))
      #expect(!shown.contains("482913"))
      #expect(!shown.contains("0123456"))
      #expect(!shown.contains(octets.joined(separator: ", ")))
      #expect(!shown.contains("- \(octets[0])\n"))
    }
    #expect(!printed[0].contains("\n"))
  }

  /// The value inside of a case, and what it holds.
  private static func payloads(of body: PDU.Body) -> [Any] {
    switch body {
    case .bind(let bind): [bind, bind.addressRange]
    case .outbind(let outbind): [outbind]
    case .submitSM(let message), .deliverSM(let message): [message, message.parameters, message.source]
    case .dataSM(let message): [message]
    case .submitMulti(let multi): [multi, multi.message, multi.destinations]
    case .submitMultiResponse(let response): [response]
    case .querySM(let query): [query]
    case .cancelSM(let cancel): [cancel]
    case .replaceSM(let replace): [replace]
    case .alertNotification(let notification): [notification]
    case .submitSMResponse(let response): [response]
    default: []
    }
  }

  @Test func `a PDU says on one line what an operator asks`() {
    let submit = MessagePDU(
      source: Self.sender, destination: Self.subscriber, esmClass: .userDataHeader, dataCoding: .ucs2, shortMessage: [1, 2, 3],
      parameters: [TLV(.init(rawValue: 0x1401), Array("1107161951486743588".utf8))])
    #expect(
      PDU(.submitSM(submit), sequence: 7).description
        == "submit_sm 7: from 5/0 OTP to 1/1 35********67, esm_class 0x40, data_coding 8, 3 octets, 0x1401 (19 octets)")
    #expect(
      PDU(.submitSMResponse(MessageResponse()), status: .throttled, sequence: 7).description
        == "submit_sm_resp 7 0x58 ESME_RTHROTTLED: too many messages a second")
    #expect(
      PDU(.submitSMResponse(MessageResponse(messageID: "A1B2")), sequence: 7).description == "submit_sm_resp 7 ok: message_id 'A1B2'")
    #expect(PDU(.enquireLink, sequence: 1).description == "enquire_link 1")
    #expect(
      PDU(.bind(Bind(mode: .transceiver, systemID: "esme01", password: "x")), sequence: 1).description
        == "bind_transceiver 1: system_id 'esme01', system_type '', interface_version 0x34")
  }

  @Test(
    arguments: [
      ("358401234567", "35********67"), ("+358401234567", "+3*********67"), ("12345", "1***5"), ("1234567", "1*****7"), ("1234", "1234"),
      ("", ""), ("ExampleCo", "ExampleCo"), ("Bank24", "Bank24"), ("A12345B", "A*****B"), ("OTP\r\nfaked", "OTP??faked"),
      ("a\u{85}b", "a?b"),
    ] as [(String, String)])
  func `an address shows at most two of its digits at each end`(value: String, masked: String) {
    #expect(Address(typeOfNumber: .unknown, numberingPlan: .unknown, value).masked == masked)
  }

  @Test func `what a peer sends writes no line of its own`() {
    let response = MessageResponse(messageID: "1\n2026-01-01 error: all is lost")
    #expect(
      PDU(.submitSMResponse(response), sequence: 1).description == "submit_sm_resp 1 ok: message_id '1?2026-01-01 error: all is lost'")
  }
}
