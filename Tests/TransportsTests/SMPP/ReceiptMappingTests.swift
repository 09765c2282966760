// SPDX-License-Identifier: Apache-2.0

import OTPCore
import SMPP
import Testing

@testable import Transports

@Suite struct ReceiptMappingTests {
  private static let now = Timestamp(milliseconds: 1_790_000_000_000)

  private static func delivery(_ text: String, esmClass: EsmClass = .deliveryReceipt, parameters: [TLV] = []) -> PDU {
    PDU(
      .deliverSM(
        MessagePDU(
          source: Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567"),
          destination: Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP"), esmClass: esmClass,
          shortMessage: Array(text.utf8), parameters: parameters)), sequence: 1)
  }

  private static func mapping(_ settings: SMPPReceiptSettings = SMPPReceiptSettings()) -> ReceiptMapping {
    ReceiptMapping(transport: TransportID(rawValue: "carrier"), settings: settings)
  }

  private static func receipt(_ reading: ReceiptMapping.Reading) -> OTPCore.DeliveryReceipt? {
    if case .final(let receipt) = reading { receipt } else { nil }
  }

  @Test func `a receipt names the message, the phone and the ending`() throws {
    var mapping = Self.mapping()
    let text = "id:A1B2C3 sub:001 dlvrd:000 submit date:2601010000 done date:2601010001 stat:UNDELIV err:021 text:"
    let receipt = try #require(Self.receipt(mapping.read(Self.delivery(text), at: Self.now)))
    #expect(receipt.remoteID.rawValue == "A1B2C3")
    #expect(receipt.destination == "358401234567")
    #expect(receipt.ending == DeliveryEnding(.failed, reason: "UNDELIV", error: "021"))
    #expect(receipt.at == Self.now)
  }

  @Test(
    arguments: [
      ("DELIVRD", .delivered), ("EXPIRED", .expired), ("DELETED", .failed), ("UNDELIV", .failed), ("REJECTD", .failed), ("ACCEPTD", nil),
      ("UNKNOWN", nil), ("ENROUTE", nil), ("WHATEVER", nil),
    ] as [(String, DeliveryEnding.Kind?)])
  func `only what is final ends a message`(word: String, kind: DeliveryEnding.Kind?) {
    var mapping = Self.mapping()
    let reading = mapping.read(Self.delivery("id:1 stat:\(word)"), at: Self.now)
    #expect(Self.receipt(reading)?.ending.kind == kind)
    if kind == nil { #expect(reading == .passing) }
  }

  @Test func `the parameters are believed before the text`() {
    var mapping = Self.mapping()
    let reading = mapping.read(
      Self.delivery("id:1 stat:ENROUTE", parameters: [TLV(.receiptedMessageID, cString: "7F"), TLV(.messageState, UInt8(2))]), at: Self.now)
    #expect(Self.receipt(reading)?.remoteID.rawValue == "7F")
    #expect(Self.receipt(reading)?.ending.kind == .delivered)
  }

  @Test func `an ordinary message is none, and one that only looks like a receipt is one when told so`() {
    var strict = Self.mapping()
    #expect(strict.read(Self.delivery("STOP", esmClass: []), at: Self.now) == .notAReceipt)
    #expect(strict.read(Self.delivery("id:1 stat:DELIVRD", esmClass: []), at: Self.now) == .notAReceipt)
    var sniffing = Self.mapping(SMPPReceiptSettings(sniffs: true))
    #expect(Self.receipt(sniffing.read(Self.delivery("id:1 stat:DELIVRD", esmClass: []), at: Self.now)) != nil)
  }

  @Test(
    arguments: [
      (.raw, "0A1", "0A1"), (.hex, "7B", "123"), (.decimal, "123", "7b"), (.trimmed, "000123", "123"),
    ] as [(SMPPReceiptSettings.IDRule, String, String)])
  func `a configured rule is the only one`(rule: SMPPReceiptSettings.IDRule, written: String, name: String) {
    var mapping = Self.mapping(SMPPReceiptSettings(rule: rule))
    let receipt = Self.receipt(mapping.read(Self.delivery("id:\(written) stat:DELIVRD"), at: Self.now))
    #expect(receipt?.remoteID.rawValue.lowercased() == name.lowercased())
  }

  @Test func `without a rule the spellings that may be meant come along, and the rule is learnt`() throws {
    var mapping = Self.mapping()
    for number in 1...40 {
      let decimal = 700_000 + number
      mapping.submitted(RemoteID(rawValue: String(decimal)))
      let receipt = try #require(
        Self.receipt(mapping.read(Self.delivery("id:\(String(decimal, radix: 16)) stat:DELIVRD"), at: Self.now)))
      #expect(([receipt.remoteID] + receipt.alternatives).map(\.rawValue).contains(String(decimal)))
    }
    let receipt = try #require(Self.receipt(mapping.read(Self.delivery("id:ab1ff stat:DELIVRD"), at: Self.now)))
    #expect(receipt.remoteID.rawValue == "700927")
    #expect(mapping.facts.contains("hexadecimal in receipts"))
  }
}
