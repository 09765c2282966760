// SPDX-License-Identifier: Apache-2.0

import OTPCore
import SMPP
import SMSCodec
import Testing

@testable import Transports

@Suite struct InboundMappingTests {
  private static let now = Timestamp(milliseconds: 1_790_000_000_000)

  private static func delivery(
    _ octets: [UInt8], coding: DataCoding = .smscDefault, esmClass: EsmClass = [], parameters: [TLV] = [], from: String = "358401234567"
  ) -> PDU {
    PDU(
      .deliverSM(
        MessagePDU(
          source: Address(typeOfNumber: .international, numberingPlan: .isdn, from),
          destination: Address(typeOfNumber: .networkSpecific, numberingPlan: .unknown, "55512"), esmClass: esmClass, dataCoding: coding,
          shortMessage: octets, parameters: parameters)), sequence: 1)
  }

  private static func mapping(_ alphabet: SMPPAlphabet = SMPPAlphabet(base: .gsm)) -> InboundMapping {
    InboundMapping(transport: TransportID(rawValue: "carrier"), alphabet: alphabet)
  }

  @Test func `a message names its sender as people write it`() throws {
    var mapping = Self.mapping()
    let message = try #require(mapping.read(Self.delivery(Array("STOP".utf8)), at: Self.now).first?.message)
    #expect(message.from == "+358401234567")
    #expect(message.to == "55512")
    #expect(message.text == "STOP")
    #expect(message.transport == TransportID(rawValue: "carrier"))
  }

  @Test(
    arguments: [
      (DataCoding.smscDefault, [0x00, 0x1B, 0x65], "@€"), (.ucs2, [0x04, 0x3A, 0x20, 0xAC], "к€"), (.latin1, [0xE9, 0xA3], "é£"),
      (.ia5, [0x40, 0x41], "@A"), (DataCoding(rawValue: 0xF0), [0x53, 0x54], "ST"), (DataCoding(rawValue: 0x18), [0x04, 0x3A], "к"),
    ] as [(DataCoding, [UInt8], String)])
  func `text is read in the alphabet that data_coding names`(coding: DataCoding, octets: [UInt8], text: String) {
    var mapping = Self.mapping()
    #expect(mapping.read(Self.delivery(octets, coding: coding), at: Self.now).map(\.message.text) == [text])
  }

  @Test func `the SMSC's own alphabet counts for data_coding 0`() {
    var mapping = Self.mapping(SMPPAlphabet(base: .latin1))
    #expect(mapping.read(Self.delivery([0xA3, 0x40]), at: Self.now).map(\.message.text) == ["£@"])
  }

  @Test(arguments: [false, true]) func `parts are joined in any order, with headers or sar parameters`(isSar: Bool) {
    var mapping = Self.mapping()
    let parts = (1...3).map { (number: Int) -> PDU in
      let text = Array("part\(number) ".utf8)
      return isSar
        ? Self.delivery(
          text,
          parameters: [TLV(.sarMessageReference, UInt16(7)), TLV(.sarTotalSegments, UInt8(3)), TLV(.sarSegmentSequence, UInt8(number))])
        : Self.delivery([5, 0, 3, 7, 3, UInt8(number)] + text, esmClass: .userDataHeader)
    }
    #expect(mapping.read(parts[2], at: Self.now).isEmpty)
    #expect(mapping.read(parts[0], at: Self.now).isEmpty)
    #expect(mapping.read(parts[0], at: Self.now).isEmpty)
    #expect(mapping.read(parts[1], at: Self.now).map(\.message.text) == ["part1 part2 part3 "])
  }

  @Test func `a joined message that could not be kept is read again when its last part comes again`() throws {
    var mapping = Self.mapping()
    let parts = (1...2).map { Self.delivery([5, 0, 3, 7, 2, UInt8($0)] + Array("part\($0) ".utf8), esmClass: .userDataHeader) }
    #expect(mapping.read(parts[0], at: Self.now).isEmpty)
    mapping.giveBack(try #require(mapping.read(parts[1], at: Self.now).first))
    #expect(mapping.read(parts[1], at: Self.now).map(\.message.text) == ["part1 part2 "])
    #expect(mapping.read(parts[1], at: Self.now).isEmpty)
  }

  @Test func `a message of one PDU that could not be kept is read once when it comes again`() throws {
    var mapping = Self.mapping()
    mapping.giveBack(try #require(mapping.read(Self.delivery(Array("STOP".utf8)), at: Self.now).first))
    #expect(mapping.read(Self.delivery(Array("STOP".utf8)), at: Self.now).count == 1)
  }

  @Test func `parts of two senders with one reference stay apart`() {
    var mapping = Self.mapping()
    let part = { (number: UInt8, from: String) in
      Self.delivery([5, 0, 3, 7, 2, number] + Array(from.utf8.suffix(1)), esmClass: .userDataHeader, from: from)
    }
    #expect(mapping.read(part(1, "358401234561"), at: Self.now).isEmpty)
    #expect(mapping.read(part(2, "358401234562"), at: Self.now).isEmpty)
    #expect(mapping.read(part(2, "358401234561"), at: Self.now).map(\.message.text) == ["11"])
  }

  @Test func `data_sm and message_payload are messages, too`() {
    var mapping = Self.mapping()
    let data = PDU(
      .dataSM(
        DataSM(
          source: Address(typeOfNumber: .international, numberingPlan: .isdn, "1"),
          destination: Address(typeOfNumber: .unknown, numberingPlan: .unknown, "2"),
          parameters: [TLV(.messagePayload, Array("hello".utf8))])), sequence: 1)
    #expect(mapping.read(data, at: Self.now).map(\.message.text) == ["hello"])
    let long = Self.delivery([], parameters: [TLV(.messagePayload, Array("long".utf8))])
    #expect(mapping.read(long, at: Self.now).map(\.message.text) == ["long"])
  }

  @Test func `user data that contradicts itself is a message all the same`() {
    var mapping = Self.mapping()
    for octets: [UInt8] in [[], [9], [0xFF, 1, 2], [0, 0x41]] {
      #expect(mapping.read(Self.delivery(octets, esmClass: .userDataHeader), at: Self.now).count == 1, "\(octets)")
    }
  }
}
