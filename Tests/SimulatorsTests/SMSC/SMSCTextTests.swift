// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import SMSCodec
import Testing

@testable import Simulators

@Suite struct SMSCTextTests {
  static func script(alphabet: SMSCConfiguration.Alphabet = .gsm) -> SMSCScript {
    var script = SMSCScript {
      $0.keepsLog = true
      $0.defaultAlphabet = alphabet
    }
    script.bind()
    return script
  }

  @Test(
    arguments: [
      (0, [0x1B, 0x65, 0x00], .gsm, "gsm7", "€@"), (0, [0xA3, 0x40], .latin1, "latin1", "£@"), (1, [0x40, 0x24], .gsm, "latin1", "@$"),
      (3, [0xA3], .gsm, "latin1", "£"), (8, [0x04, 0x3A], .gsm, "ucs2", "к"), (0x10, [0x02], .gsm, "gsm7", "$"),
      (0xF0, [0x02], .gsm, "gsm7", "$"), (0x18, [0x04, 0x3A], .gsm, "ucs2", "к"), (4, [1, 2], .gsm, "octets", nil),
      (0xF5, [1, 2], .gsm, "octets", nil), (0, [0xA3], .gsm, "gsm7", nil), (8, [0x04], .gsm, "ucs2", nil), (0, [], .gsm, "gsm7", ""),
    ] as [(UInt8, [UInt8], SMSCConfiguration.Alphabet, String, String?)])
  func `a text is read in its alphabet`(
    coding: UInt8, octets: [UInt8], alphabet: SMSCConfiguration.Alphabet, encoding: String, text: String?
  ) {
    var script = Self.script(alphabet: alphabet)
    let logged = script.submit { message in
      message.dataCoding = DataCoding(rawValue: coding)
      message.shortMessage = octets
    }.logged
    #expect(logged.map(\.encoding) == [encoding])
    #expect(logged.map(\.text) == [text])
    #expect(logged.map(\.wholeText) == [text])
    #expect(logged.map(\.parts) == [1])
  }

  /// A text in parts, each with a header of its own, in the order given.
  @Test(arguments: Concatenation.ReferenceWidth.allCases) func `parts with a user data header are joined in any order`(
    width: Concatenation.ReferenceWidth
  ) throws {
    for text in [String(repeating: "Grüße ", count: 60), String(repeating: "Привет ", count: 30)] {
      let message = try ShortMessage(text, options: EncodingOptions(referenceWidth: width, reference: 0xA7))
      #expect(message.parts.count > 2)
      var script = Self.script()
      var logged: [SMSCLogEntry.Message] = []
      for part in message.parts.reversed() {
        logged +=
          script.submit { pdu in
            pdu.esmClass = .userDataHeader
            pdu.dataCoding = part.encoding == .ucs2 ? .ucs2 : .smscDefault
            pdu.shortMessage = part.unpackedUserData
          }.logged
      }
      #expect(logged.map(\.wholeText) == Array(repeating: nil, count: message.parts.count - 1) + [text])
      #expect(logged.map(\.part) == Array((1...message.parts.count).reversed()))
      #expect(logged.allSatisfy { $0.parts == message.parts.count && $0.reference == 0xA7 })
      #expect(script.smsc.statistics.uniqueTexts == 1)
    }
  }

  @Test func `parts with sar parameters are joined, in Latin-1 as well`() {
    for (coding, pieces) in [(DataCoding.smscDefault, ["Hello ", "World"]), (.latin1, ["H\u{E9}llo ", "W\u{F6}rld"])] {
      var script = Self.script()
      var logged: [SMSCLogEntry.Message] = []
      for (index, piece) in pieces.enumerated() {
        logged +=
          script.submit { pdu in
            pdu.dataCoding = coding
            pdu.shortMessage = piece.unicodeScalars.map { UInt8($0.value) }
            pdu.parameters = [
              TLV(.sarMessageReference, [1, 2]), TLV(.sarTotalSegments, [2]), TLV(.sarSegmentSequence, [UInt8(index + 1)]),
            ]
          }.logged
      }
      #expect(logged.map(\.wholeText) == [nil, pieces.joined()])
      #expect(logged.map(\.reference) == [0x102, 0x102])
    }
  }

  @Test func `a text in message_payload is read, in submit_sm and data_sm`() {
    var script = Self.script()
    let text = String(repeating: "0123456789", count: 60)
    let payload = TLV(.messagePayload, Array(text.utf8))
    var logged = script.submit { pdu in
      pdu.shortMessage = []
      pdu.parameters = [payload]
    }.logged
    let source = Address(typeOfNumber: .unknown, numberingPlan: .unknown, "1")
    logged += script.send(.dataSM(DataSM(source: source, destination: source, parameters: [payload]))).logged
    #expect(logged.map(\.wholeText) == [text, text])
    #expect(logged.map(\.command) == ["submit_sm", "data_sm"])
  }

  @Test func `the same text for the same destination is a duplicate, with log and without`() throws {
    let long = try ShortMessage(String(repeating: "x", count: 200), options: EncodingOptions(reference: 7)).parts
    for keepsLog in [true, false] {
      var script = SMSCScript {
        $0.keepsLog = keepsLog
        $0.faults.refusals = [.init(.throttled, Frequency(.every(3)))]
      }
      script.bind()
      script.submit("Code 1")
      script.submit("Code 2")
      #expect(script.submit("Code 1").statuses == [0x58])
      #expect(script.smsc.statistics.duplicates == 0, "what is refused is no duplicate")
      script.submit("Code 1")
      script.submit("Code 1", to: "358400000000")
      #expect(script.smsc.statistics.duplicates == 1)
      script.smsc.faults = FaultPlan()
      for part in long + long {
        script.submit { pdu in
          pdu.esmClass = .userDataHeader
          pdu.shortMessage = part.unpackedUserData
        }
      }
      #expect(script.smsc.statistics.duplicates == 3)
      #expect(script.smsc.statistics.uniqueTexts == 4)
    }
  }

  @Test func `the memory of texts has a limit`() {
    var script = SMSCScript { $0.textsMax = 2 }
    script.bind()
    for text in ["1", "2", "3", "3", "1"] { script.submit(text) }
    #expect(script.smsc.statistics.uniqueTexts == 2)
  }

  @Test func `a line of the log tells all that a message says`() throws {
    var script = Self.script()
    let logged = script.submit(receipt: [.finalReceipt]) { pdu in
      pdu.serviceType = "OTP"
      pdu.validityPeriod = .relative(seconds: 300)
      pdu.parameters = [TLV(TLV.Tag(rawValue: 0x1400), Array("1101".utf8))]
    }.logged
    let entry = try #require(logged.first)
    #expect(entry.time == "2026-01-01T00:00:00.000Z")
    #expect(entry.messageID == "1")
    #expect(entry.sourceAddress == "OTP")
    #expect(entry.destinationAddress == "358401234567")
    #expect(entry.validityPeriod == "000000000500000R")
    #expect(entry.registeredDelivery == 1)
    #expect(entry.parameters == ["0x1400": "31313031"])
    #expect(entry.userData == "436f646520313233343536")
    #expect(entry.faults == [])
    let refused = try #require(script.submit(to: "358401299910").logged.first)
    #expect(refused.status == 0x58)
    #expect(refused.messageID == nil)
    #expect(refused.text == "Code 123456")
    #expect(refused.faults == ["refused"])
  }

  @Test func `the log tells of binds and ends`() throws {
    var script = SMSCScript { $0.keepsLog = true }
    let bound = script.bind(systemID: "otp").compactMap { action in
      if case .record(.bind(let bind)) = action { bind } else { nil }
    }
    #expect(bound.map(\.systemID) == ["otp"])
    #expect(bound.map(\.mode) == ["transceiver"])
    #expect(bound.map(\.status) == [0])
    let ends = script.send(.unbind).compactMap { action in
      if case .record(.end(let end)) = action { end } else { nil }
    }
    #expect(ends.map(\.connection) == [1])
  }
}
