// SPDX-License-Identifier: Apache-2.0

import OTPCore
import SMPP
import SMSCodec
import TestSupport
import Testing

@testable import Transports

@Suite struct SubmitMappingTests {
  private static let now = Timestamp(milliseconds: 1_790_000_000_000)

  private static func outbound(
    _ text: String, from origination: String = "ExampleCo", lives life: Duration = .seconds(300), entityID: String? = nil,
    templateID: String? = nil
  ) -> OutboundMessage {
    var random = SeededRandom(seed: 4)
    let message = Message(
      id: MessageID(at: now, random: &random), application: "app", destination: Samples.number("+358401234567"), origination: origination,
      country: CountryCode(rawValue: "FI"), transport: TransportID(rawValue: "carrier"), encoding: "GSM-7", parts: 1, createdAt: now,
      expiresAt: now.advanced(by: life), entityID: entityID, templateID: templateID)
    return OutboundMessage(message: message, text: text)
  }

  private static func submits(
    _ outbound: OutboundMessage, identities: [String: OriginationIdentity.Kind] = [:],
    _ change: (inout SMPPMessageSettings) -> Void = { _ in }
  ) throws -> [MessagePDU] {
    var settings = SMPPMessageSettings()
    change(&settings)
    return try SubmitMapping(settings: settings, identities: identities).submits(for: outbound, now: now, reference: 0xA7B8)
  }

  @Test func `a code goes in one submit_sm, with its remaining life and a receipt asked for`() throws {
    let submits = try Self.submits(Self.outbound("Code {123456} €"))
    let submit = try #require(submits.first)
    #expect(submits.count == 1)
    #expect(submit.source == Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "ExampleCo"))
    #expect(submit.destination == Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567"))
    #expect(submit.shortMessage == Array("Code ".utf8) + [0x1B, 0x28] + Array("123456".utf8) + [0x1B, 0x29, 0x20, 0x1B, 0x65])
    #expect(submit.dataCoding == .smscDefault)
    #expect(submit.esmClass == [])
    #expect(submit.registeredDelivery == .finalReceipt)
    #expect(submit.validityPeriod?.text == "000000000500000R")
    #expect(submit.parameters.isEmpty)
  }

  @Test func `what GSM lacks goes as UTF-16`() throws {
    let submit = try #require(try Self.submits(Self.outbound("код 123456")).first)
    #expect(submit.dataCoding == .ucs2)
    #expect(submit.shortMessage == UCS2.octets(of: "код 123456"))
  }

  @Test(
    arguments: [
      ("+18555550142", nil, 1, 1, "18555550142"), ("+18555550142", OriginationIdentity.Kind.tollFree, 1, 1, "18555550142"),
      ("55512", nil, 3, 0, "55512"), ("55512", .shortCode, 3, 0, "55512"), ("ExampleCo", .senderID, 5, 0, "ExampleCo"),
    ] as [(String, OriginationIdentity.Kind?, UInt8, UInt8, String)])
  func `the sender's type of number follows its kind`(
    origination: String, kind: OriginationIdentity.Kind?, typeOfNumber: UInt8, numberingPlan: UInt8, value: String
  ) throws {
    let identities = kind.map { [origination: $0] } ?? [:]
    let submit = try #require(try Self.submits(Self.outbound("1", from: origination), identities: identities).first)
    #expect(submit.source.typeOfNumber.rawValue == typeOfNumber)
    #expect(submit.source.numberingPlan.rawValue == numberingPlan)
    #expect(submit.source.value == value)
  }

  @Test func `a carrier's own addressing counts`() throws {
    let submit = try #require(
      try Self.submits(Self.outbound("1", from: "55512")) {
        $0.originations[.shortCode] = .init(6, 1)
        $0.destination = .init(2, 8)
      }.first)
    #expect(submit.source == Address(typeOfNumber: .abbreviated, numberingPlan: .isdn, "55512"))
    #expect(submit.destination.typeOfNumber == .national)
  }

  @Test func `validity can be a moment, or left out`() throws {
    let absolute = try #require(try Self.submits(Self.outbound("1")) { $0.validity = .absolute }.first)
    #expect(absolute.validityPeriod?.secondsSince1970 == Self.now.milliseconds / 1000 + 300)
    let none = try #require(try Self.submits(Self.outbound("1")) { $0.validity = .none }.first)
    #expect(none.validityPeriod == nil)
  }

  @Test func `long text in user data headers: each part with its place, one reference, more to come on all but the last`() throws {
    let submits = try Self.submits(Self.outbound(String(repeating: "a", count: 307)))
    #expect(submits.map(\.shortMessage.count) == [159, 159, 7])
    #expect(submits.map { Array($0.shortMessage.prefix(6)) } == (1...3).map { [5, 0, 3, 0xB8, 3, UInt8($0)] })
    #expect(submits.allSatisfy { $0.esmClass == .userDataHeader })
    #expect(submits.map { $0.parameters[.moreMessagesToSend] } == [[1], [1], nil])
    let wide = try Self.submits(Self.outbound(String(repeating: "a", count: 307))) { $0.referenceWidth = .twoOctets }
    #expect(wide.map { Array($0.shortMessage.prefix(7)) } == (1...3).map { [6, 8, 4, 0xA7, 0xB8, 3, UInt8($0)] })
  }

  @Test func `long text in sar parameters has no header`() throws {
    let submits = try Self.submits(Self.outbound(String(repeating: "a", count: 307))) { $0.longMessages = .sar }
    #expect(submits.map(\.shortMessage.count) == [153, 153, 1])
    #expect(submits.allSatisfy { $0.esmClass == [] })
    #expect(submits.map { $0.parameters.uint16(.sarMessageReference) } == [0xA7B8, 0xA7B8, 0xA7B8])
    #expect(submits.map { $0.parameters.uint8(.sarTotalSegments) } == [3, 3, 3])
    #expect(submits.map { $0.parameters.uint8(.sarSegmentSequence) } == [1, 2, 3])
  }

  @Test(arguments: ["a", "ж"]) func `long text in message_payload is one submit_sm`(character: Character) throws {
    let text = String(repeating: character, count: 307)
    let submits = try Self.submits(Self.outbound(text)) { $0.longMessages = .payload }
    #expect(submits.count == 1)
    #expect(submits.first?.shortMessage == [])
    #expect(submits.first?.parameters[.messagePayload] == (character == "a" ? Array(text.utf8) : UCS2.octets(of: text)))
  }

  @Test func `an alphabet of the SMSC's own is written as it wants, and what it lacks as UTF-16`() throws {
    let latin = { (settings: inout SMPPMessageSettings) in
      settings.alphabet = SMPPAlphabet(base: .latin1)
      settings.dataCodingOfDefault = .latin1
    }
    let pound = try #require(try Self.submits(Self.outbound("£1 @"), latin).first)
    #expect(pound.shortMessage == [0xA3, 0x31, 0x20, 0x40])
    #expect(pound.dataCoding == .latin1)
    let euro = try #require(try Self.submits(Self.outbound("€1"), latin).first)
    #expect(euro.shortMessage == UCS2.octets(of: "€1"))
    #expect(euro.dataCoding == .ucs2)
    let odd = try #require(
      try Self.submits(Self.outbound("€1@")) { $0.alphabet = SMPPAlphabet(base: .gsm, characters: ["€": 0x80, "@": 0x40]) }.first)
    #expect(odd.shortMessage == [0x80, 0x31, 0x40])
  }

  @Test func `India DLT: entity and template as parameters, with the chain's hash where a chain is told`() throws {
    let outbound = Self.outbound("1", entityID: "1101172974420810001", templateID: "1107161234567890123")
    let submit = try #require(try Self.submits(outbound).first)
    #expect(
      submit.parameters == [
        TLV(TLV.Tag(rawValue: 0x1400), Array("1101172974420810001".utf8)),
        TLV(TLV.Tag(rawValue: 0x1401), Array("1107161234567890123".utf8)),
      ])
    let chained = try #require(
      try Self.submits(outbound) { $0.dlt = .init(isTerminated: true, chain: ["1101172974420830004"]) }.first)
    #expect(chained.parameters.map(\.tag.rawValue) == [0x1400, 0x1401, 0x1402])
    #expect(
      chained.parameters.last?.value
        == Array("c0c951afca257c5b87c3da535c09112080483f35b7e6faf35e2428b3b526b694".utf8) + [0])
    let off = try #require(try Self.submits(outbound) { $0.dlt = nil }.first)
    #expect(off.parameters.isEmpty)
  }

  /// sms-gateways.md §c5, computed with an independent SHA-256.
  @Test func `the chain hash is that of the ids joined by commas`() {
    #expect(
      SubmitMapping.chainHash(of: ["1101172974420810001", "1101172974420820002", "1101172974420830004"])
        == "ba38bbe4ab3780a70aad6071c006e720eed8efc1ff70b00691d3b6844e6497e2")
  }

  @Test func `a carrier's parameters come from constants and from the message`() throws {
    let submit = try #require(
      try Self.submits(Self.outbound("1", templateID: "T1")) {
        $0.dlt = nil
        $0.parameters = [
          SMPPVendorParameter(tag: TLV.Tag(rawValue: 0x1414), content: .constant(Array("OTP".utf8))),
          SMPPVendorParameter(
            tag: TLV.Tag(rawValue: 0x1501), content: .text(of: .templateID, isTerminated: true, isRequired: false, octetsMax: 10)),
          SMPPVendorParameter(
            tag: TLV.Tag(rawValue: 0x1502), content: .text(of: .entityID, isTerminated: false, isRequired: false, octetsMax: 10)),
          SMPPVendorParameter(
            tag: TLV.Tag(rawValue: 0x1503), content: .text(of: .destinationCountry, isTerminated: false, isRequired: true, octetsMax: 2)),
        ]
      }.first)
    #expect(
      submit.parameters == [
        TLV(TLV.Tag(rawValue: 0x1414), Array("OTP".utf8)), TLV(TLV.Tag(rawValue: 0x1501), [0x54, 0x31, 0]),
        TLV(TLV.Tag(rawValue: 0x1503), [0x46, 0x49]),
      ])
  }

  @Test(arguments: [(true, 30), (false, 3)]) func `a required parameter without a value, or one that is too long, refuses the message`(
    isMissing: Bool, octetsMax: Int
  ) {
    let outbound = Self.outbound("1", entityID: isMissing ? nil : "1101172974420810001")
    #expect(throws: SubmitMappingFault.self) {
      try Self.submits(outbound) {
        $0.parameters = [
          SMPPVendorParameter(
            tag: TLV.Tag(rawValue: 0x1500), content: .text(of: .entityID, isTerminated: false, isRequired: true, octetsMax: octetsMax))
        ]
      }
    }
  }
}
