// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@Suite struct EncodingFaultTests {
  static let address = Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567")

  /// A PDU whose one field has so many octets, the most that SMPP 3.4 allows, and the field's name.
  struct Case: Sendable, CustomTestStringConvertible {
    let command: String
    let field: String
    let lengthMax: Int
    let body: @Sendable (String) -> PDU.Body
    var testDescription: String { "\(command).\(field)" }
  }

  static func address(_ value: String) -> Address { Address(typeOfNumber: .unknown, numberingPlan: .unknown, value) }

  static let cases: [Case] = [
    Case(command: "bind", field: "system_id", lengthMax: 15) { .bind(Bind(mode: .transceiver, systemID: $0, password: "")) },
    Case(command: "bind", field: "password", lengthMax: 64) { .bind(Bind(mode: .transmitter, systemID: "", password: $0)) },
    Case(command: "bind", field: "system_type", lengthMax: 12) {
      .bind(Bind(mode: .receiver, systemID: "", password: "", systemType: $0))
    },
    Case(command: "bind", field: "address_range", lengthMax: 40) {
      .bind(Bind(mode: .receiver, systemID: "", password: "", addressRange: address($0)))
    },
    Case(command: "bind_resp", field: "system_id", lengthMax: 15) { .bindResponse(BindResponse(mode: .receiver, systemID: $0)) },
    Case(command: "outbind", field: "system_id", lengthMax: 15) { .outbind(Outbind(systemID: $0, password: "")) },
    Case(command: "outbind", field: "password", lengthMax: 8) { .outbind(Outbind(systemID: "", password: $0)) },
    Case(command: "submit_sm", field: "service_type", lengthMax: 5) {
      .submitSM(MessagePDU(serviceType: $0, source: address, destination: address, shortMessage: []))
    },
    Case(command: "submit_sm", field: "source_addr", lengthMax: 20) {
      .submitSM(MessagePDU(source: address($0), destination: address, shortMessage: []))
    },
    Case(command: "deliver_sm", field: "destination_addr", lengthMax: 20) {
      .deliverSM(MessagePDU(source: address, destination: address($0), shortMessage: []))
    },
    Case(command: "submit_sm", field: "short_message", lengthMax: 254) {
      .submitSM(MessagePDU(source: address, destination: address, shortMessage: Array($0.utf8)))
    },
    Case(command: "submit_sm_resp", field: "message_id", lengthMax: 64) { .submitSMResponse(MessageResponse(messageID: $0)) },
    Case(command: "data_sm", field: "source_addr", lengthMax: 64) { .dataSM(DataSM(source: address($0), destination: address)) },
    Case(command: "data_sm", field: "destination_addr", lengthMax: 64) { .dataSM(DataSM(source: address, destination: address($0))) },
    Case(command: "data_sm", field: "service_type", lengthMax: 5) {
      .dataSM(DataSM(serviceType: $0, source: address, destination: address))
    },
    Case(command: "submit_multi", field: "destination_addr", lengthMax: 20) {
      .submitMulti(
        SubmitMulti(
          destinations: [.address(address($0))], message: MessagePDU(source: address, destination: address(""), shortMessage: [])))
    },
    Case(command: "submit_multi", field: "dl_name", lengthMax: 20) {
      .submitMulti(
        SubmitMulti(
          destinations: [.distributionList($0)], message: MessagePDU(source: address, destination: address(""), shortMessage: [])))
    },
    Case(command: "submit_multi_resp", field: "destination_addr", lengthMax: 20) {
      .submitMultiResponse(SubmitMultiResponse(failures: [.init(destination: address($0), status: .ok)]))
    },
    Case(command: "query_sm", field: "message_id", lengthMax: 64) { .querySM(QuerySM(messageID: $0, source: address)) },
    Case(command: "query_sm_resp", field: "message_id", lengthMax: 64) { .querySMResponse(QuerySMResponse(messageID: $0)) },
    Case(command: "cancel_sm", field: "message_id", lengthMax: 64) {
      .cancelSM(CancelSM(messageID: $0, source: address, destination: address))
    },
    Case(command: "replace_sm", field: "short_message", lengthMax: 254) {
      .replaceSM(ReplaceSM(messageID: "", source: address, shortMessage: Array($0.utf8)))
    },
    Case(command: "alert_notification", field: "esme_addr", lengthMax: 64) {
      .alertNotification(AlertNotification(source: address, esmeAddress: address($0)))
    },
  ]

  @Test(arguments: cases)
  func `a field goes on the wire up to its longest and no further`(row: Case) throws {
    let fits = PDU(row.body(String(repeating: "A", count: row.lengthMax)), sequence: 1)
    var buffer = ByteBuffer(bytes: try fits.octets())
    #expect(try PDU.next(in: &buffer)?.get() == fits)
    for length in [row.lengthMax + 1, 70_000] {
      let tooLong = PDU(row.body(String(repeating: "A", count: length)), sequence: 1)
      let fault = EncodingFault(field: row.field, reason: "has \(length) octets, at most \(row.lengthMax) go on the wire")
      var unchanged = ByteBuffer(string: "before")
      #expect(throws: fault) { try tooLong.encode(into: &unchanged) }
      #expect(unchanged == ByteBuffer(string: "before"))
    }
  }

  @Test func `a character outside of ISO 8859-1 and a NUL do not go on the wire`() throws {
    var buffer = ByteBuffer()
    func submit(_ source: String) -> PDU {
      PDU(.submitSM(MessagePDU(source: Self.address(source), destination: Self.address, shortMessage: [])), sequence: 1)
    }
    #expect(
      throws: EncodingFault(
        field: "source_addr", reason: "holds U+20AC, which does not go on the wire: ISO 8859-1 without NUL does")
    ) { try submit("10\u{20AC}").encode(into: &buffer) }
    #expect(
      throws: EncodingFault(
        field: "source_addr", reason: "holds U+0000, which does not go on the wire: ISO 8859-1 without NUL does")
    ) { try submit("O\0TP").encode(into: &buffer) }
    #expect(buffer.readableBytes == 0)
    // Twenty characters are forty octets of UTF-8 and twenty on the wire.
    try submit(String(repeating: "\u{E9}", count: 20)).encode(into: &buffer)
    #expect(buffer.readableBytesView.count { $0 == 0xE9 } == 20)
  }

  @Test func `as many destinations as one octet says, none is not a number of them`() throws {
    var buffer = ByteBuffer()
    let message = MessagePDU(source: Self.address, destination: Self.address, shortMessage: [])
    for count in [0, 255] {
      let multi = SubmitMulti(destinations: Array(repeating: .distributionList("l"), count: count), message: message)
      #expect(throws: EncodingFault(field: "number_of_dests", reason: "is \(count), 1...254 go on the wire")) {
        try PDU(.submitMulti(multi), sequence: 1).encode(into: &buffer)
      }
    }
    let failures = Array(repeating: SubmitMultiResponse.Failure(destination: Self.address, status: .ok), count: 256)
    #expect(throws: EncodingFault(field: "no_unsuccess", reason: "is 256, at most 255 go on the wire")) {
      try PDU(.submitMultiResponse(SubmitMultiResponse(failures: failures)), sequence: 1).encode(into: &buffer)
    }
    #expect(buffer.readableBytes == 0)
  }

  @Test func `a parameter of 65,535 octets goes on the wire, a PDU of more than the longest does not`() throws {
    func submit(_ lengths: Int...) -> PDU {
      PDU(
        .submitSM(
          MessagePDU(
            source: Self.address, destination: Self.address, shortMessage: [],
            parameters: lengths.map { TLV(.messagePayload, [UInt8](repeating: 0x41, count: $0)) })), sequence: 1)
    }
    var buffer = ByteBuffer(bytes: try submit(65_535).octets())
    #expect(try PDU.next(in: &buffer)?.get() == submit(65_535))
    var unchanged = ByteBuffer()
    #expect(throws: EncodingFault(field: "message_payload", reason: "has 65536 octets, at most 65535 go on the wire")) {
      try submit(65_536).encode(into: &unchanged)
    }
    // 16 of the header, 41 of the fields, 4 + 4 of the parameters' heads.
    let header = 16 + 41 + 8
    #expect(try submit(65_535, PDU.lengthMax - header - 65_535).octets().count == PDU.lengthMax)
    for excess in [1, 10_000, 1_000_000] {
      #expect(throws: EncodingFault.self) {
        try submit(65_535, PDU.lengthMax - header - 65_535 + excess).encode(into: &unchanged)
      }
    }
    #expect(unchanged.readableBytes == 0)
    #expect(unchanged.capacity < 200_000)
  }

  @Test func `a time that 16 characters cannot say does not go on the wire`() throws {
    var buffer = ByteBuffer()
    for time in [SMPPTime.relative(seconds: -1), .relative(seconds: SMPPTime.relativeSecondsMax + 1)] {
      let message = MessagePDU(source: Self.address, destination: Self.address, validityPeriod: time, shortMessage: [])
      #expect(throws: EncodingFault(field: "validity_period", reason: "is a time that 16 characters cannot say")) {
        try PDU(.submitSM(message), sequence: 1).encode(into: &buffer)
      }
    }
    #expect(buffer.readableBytes == 0)
  }

  @Test func `a fault says which field`() {
    #expect("\(EncodingFault(field: "password", reason: "has 9 octets"))" == "password has 9 octets")
  }
}
