// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@Suite struct PDUVectorTests {
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let octets: String
    var testDescription: String { name }
  }

  struct LooseRow: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let octets: String
    let reads: String
    var testDescription: String { name }
  }

  static let subscriber = Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567")
  static let otp = Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP")

  /// What the rows of `pdus.json` say.
  static let expected: [String: PDU] = [
    "enquire_link": PDU(.enquireLink, sequence: 1),
    "generic_nack": PDU(.genericNack, status: .invalidCommandLength, sequence: 0),
    "bind_transceiver": PDU(.bind(Bind(mode: .transceiver, systemID: "esme01", password: "secret08")), sequence: 1),
    "bind_transceiver_resp": PDU(
      .bindResponse(BindResponse(mode: .transceiver, systemID: "SMSC", parameters: [TLV(.interfaceVersion, [0x34])])), sequence: 1),
    "submit_sm GSM-7, five minutes": PDU(
      .submitSM(
        MessagePDU(
          source: otp, destination: subscriber, validityPeriod: .relative(seconds: 300), registeredDelivery: .finalReceipt,
          shortMessage: Array("Code \u{1B}(123456\u{1B}) \u{1B}e".utf8))), sequence: 2),
    "submit_sm UCS-2": PDU(
      .submitSM(
        MessagePDU(
          source: otp, destination: subscriber, registeredDelivery: .finalReceipt, dataCoding: .ucs2,
          shortMessage: "код 123456".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })), sequence: 3),
    "submit_sm part 2 of 2": PDU(
      .submitSM(
        MessagePDU(
          source: otp, destination: subscriber, esmClass: .userDataHeader, registeredDelivery: .finalReceipt,
          shortMessage: [5, 0, 3, 0xA7, 2, 2] + Array("tail".utf8))), sequence: 4),
    "submit_sm India DLT": PDU(
      .submitSM(
        MessagePDU(
          source: Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "ABCDEF"),
          destination: Address(typeOfNumber: .international, numberingPlan: .isdn, "919000000001"), registeredDelivery: .finalReceipt,
          shortMessage: Array("123456 is your code".utf8),
          parameters: [
            TLV(.init(rawValue: 0x1400), Array("1701158019811410068".utf8)),
            TLV(.init(rawValue: 0x1401), Array("1107161951486743588".utf8)),
          ])), sequence: 5),
    "submit_sm_resp": PDU(.submitSMResponse(MessageResponse(messageID: "A1B2C3")), sequence: 2),
    "submit_sm_resp throttled, no body": PDU(.submitSMResponse(MessageResponse()), status: .throttled, sequence: 2),
    "deliver_sm receipt": PDU(
      .deliverSM(
        MessagePDU(
          source: subscriber, destination: otp, esmClass: .deliveryReceipt,
          shortMessage: Array(
            "id:A1B2C3 sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:".utf8),
          parameters: [
            TLV(.receiptedMessageID, Array("A1B2C3\0".utf8)), TLV(.messageState, [2]), TLV(.networkErrorCode, [3, 0, 0]),
          ])), sequence: 7),
  ]

  @Test(arguments: try Vectors<Row>.rows("pdus"))
  func `a PDU is read as the standard says, and written the same`(row: Row) throws {
    let expected = try #require(Self.expected[row.name])
    var buffer = ByteBuffer(bytes: try octets(row.octets))
    #expect(try PDU.next(in: &buffer)?.get() == expected)
    #expect(buffer.readableBytes == 0)
    #expect(hexadecimal(try expected.octets()) == row.octets)
  }

  @Test func `every expectation has its vector`() throws {
    #expect(Set(try Vectors<Row>.rows("pdus").map(\.name)) == Set(Self.expected.keys))
  }

  @Test(arguments: try Vectors<LooseRow>.rows("loose"))
  func `what breaks a form without harm is read`(row: LooseRow) throws {
    var buffer = ByteBuffer(bytes: try octets(row.octets))
    let pdu = try #require(try PDU.next(in: &buffer)).get()
    #expect(buffer.readableBytes == 0)
    func parameters(_ parameters: [TLV]) -> String { parameters.isEmpty ? "" : " and \(parameters.count) parameter" }
    let reads =
      switch pdu.body {
      case .submitSMResponse(let response), .deliverSMResponse(let response):
        "id '\(response.messageID)'" + parameters(response.parameters)
      case .bindResponse(let response): "system_id '\(response.systemID)'" + parameters(response.parameters)
      case .querySMResponse(let response): "id '\(response.messageID)', \(response.state)"
      case .submitMultiResponse(let response): "id '\(response.messageID)', \(response.failures.count) refused"
      case .enquireLink, .unbindResponse, .genericNack: "\(pdu.commandID)"
      default: "something else"
      }
    #expect(reads == row.reads)
  }
}

extension PDU {
  /// The PDU on the wire.
  func octets() throws -> [UInt8] {
    var buffer = ByteBuffer()
    try encode(into: &buffer)
    return Array(buffer.readableBytesView)
  }
}
