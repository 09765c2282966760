// SPDX-License-Identifier: Apache-2.0

import SMPP
import Testing

@Suite struct DeliveryReceiptTests {
  static let subscriber = Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567")
  static let sender = Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP")
  static let text = "id:A1B2 sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:Your code"

  private func deliver(
    _ text: String = "", esmClass: EsmClass = .deliveryReceipt, dataCoding: DataCoding = .smscDefault, _ parameters: [TLV] = []
  ) -> MessagePDU {
    MessagePDU(
      source: Self.subscriber, destination: Self.sender, esmClass: esmClass, dataCoding: dataCoding, shortMessage: Array(text.utf8),
      parameters: parameters)
  }

  @Test func `parameters count before the text`() throws {
    let receipt = try #require(
      DeliveryReceipt(
        deliver(
          Self.text, [TLV(.receiptedMessageID, cString: "41394"), TLV(.messageState, [5]), TLV(.networkErrorCode, [3, 0, 27])])))
    #expect(receipt.messageID == "41394")
    #expect(receipt.state == .undeliverable)
    #expect(receipt.error == "GSM 27")
    #expect(receipt.stateWord == "DELIVRD")
    #expect(receipt.doneDate?.description == "2026-01-01 00:01:00")
    #expect(!receipt.isIntermediate)
  }

  @Test func `the text counts where parameters are missing or say nothing`() throws {
    let receipt = try #require(
      DeliveryReceipt(
        deliver(
          "id:A1B2 stat:UNDELIV err:21b",
          [TLV(.receiptedMessageID, []), TLV(.messageState, [200]), TLV(.networkErrorCode, [3, 0, 0])])))
    #expect(receipt.messageID == "A1B2")
    #expect(receipt.state == .undeliverable)
    #expect(receipt.error == "21b")
  }

  @Test func `an error of zeros is none`() throws {
    #expect(try #require(DeliveryReceipt(deliver("id:1 stat:DELIVRD err:0000"))).error == nil)
    #expect(try #require(DeliveryReceipt(deliver("", [TLV(.networkErrorCode, Array("000".utf8))]))).error == nil)
    #expect(try #require(DeliveryReceipt(deliver("", [TLV(.networkErrorCode, Array("034".utf8))]))).error == "34")
  }

  @Test func `the text may be in message_payload, behind a header, or in UCS-2`() throws {
    let payload = deliver("", [TLV(.messagePayload, Array(Self.text.utf8))])
    #expect(try #require(DeliveryReceipt(payload)).messageID == "A1B2")
    let header = deliver("\u{5}\0\u{3}\u{1}\u{1}\u{1}" + Self.text, esmClass: [.deliveryReceipt, .userDataHeader])
    #expect(try #require(DeliveryReceipt(header)).messageID == "A1B2")
    var wide = deliver("", dataCoding: .ucs2)
    wide.shortMessage = "id:A1B2 stat:DELIVRD text:\u{43A}".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } + [0]
    #expect(try #require(DeliveryReceipt(wide)).state == .delivered)
    wide.dataCoding = .smscDefault
    #expect(try #require(DeliveryReceipt(wide)).messageID == "A1B2")
    #expect(try #require(DeliveryReceipt(deliver(Self.text, dataCoding: .ucs2))).messageID == "A1B2")
    let data = DataSM(
      source: Self.subscriber, destination: Self.sender, esmClass: .deliveryReceipt,
      parameters: [TLV(.messagePayload, Array(Self.text.utf8))])
    #expect(try #require(DeliveryReceipt(data)).messageID == "A1B2")
  }

  @Test func `a receipt that says nothing is one`() throws {
    for message in [
      deliver(), deliver("hello"), deliver("", esmClass: [.deliveryReceipt, .userDataHeader]),
      deliver("\u{FF}"), deliver("", esmClass: .deliveryReceipt, dataCoding: .ucs2),
    ] {
      let receipt = try #require(DeliveryReceipt(message))
      #expect(receipt.messageID == nil && receipt.state == nil && receipt.error == nil)
    }
  }

  /// SMPP 3.4 §5.2.12: bits 5 to 2.
  @Test(
    arguments: [
      (0x00, false), (0x04, true), (0x44, true), (0x84, true), (0x07, true), (0x20, true), (0x24, true), (0x08, false), (0x10, false),
      (0x18, false), (0x40, false), (0x03, false),
    ] as [(UInt8, Bool)])
  func `esm_class says what is a receipt`(esmClass: UInt8, isReceipt: Bool) {
    let receipt = DeliveryReceipt(deliver(Self.text, esmClass: EsmClass(rawValue: esmClass)))
    #expect((receipt != nil) == isReceipt)
    #expect(receipt?.isIntermediate ?? false == (isReceipt && esmClass & 0x20 != 0))
  }

  @Test func `an id in a parameter makes a receipt of what esm_class calls a message`() throws {
    let receipt = DeliveryReceipt(deliver("", esmClass: [], [TLV(.receiptedMessageID, cString: "A1"), TLV(.messageState, [2])]))
    #expect(receipt?.messageID == "A1")
    #expect(receipt?.state == .delivered)
    #expect(DeliveryReceipt(deliver("", esmClass: [], [TLV(.receiptedMessageID, [0])])) == nil)
  }

  @Test func `the text makes a receipt only where that is switched on`() {
    #expect(DeliveryReceipt(deliver(Self.text, esmClass: [])) == nil)
    #expect(DeliveryReceipt(deliver(Self.text, esmClass: []), sniffsText: true)?.messageID == "A1B2")
    #expect(DeliveryReceipt(deliver(" ID:A1B2 STAT:EXPIRED", esmClass: []), sniffsText: true)?.state == .expired)
    for text in ["", "id", "id:1", "stat:DELIVRD", "hello id:1 stat:DELIVRD", "id:1 stat:FOO", "idea: stat:DELIVRD"] {
      #expect(DeliveryReceipt(deliver(text, esmClass: []), sniffsText: true) == nil, "\(text)")
    }
    let data = DataSM(
      source: Self.subscriber, destination: Self.sender, parameters: [TLV(.messagePayload, Array(Self.text.utf8))])
    #expect(DeliveryReceipt(data) == nil)
    #expect(DeliveryReceipt(data, sniffsText: true)?.messageID == "A1B2")
  }
}
