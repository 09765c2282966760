// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@testable import Simulators

@Suite struct SMSCMessageTests {
  let first = SMSCScript.first
  let second = SMSCScript.second

  @Test func `a message is answered with its id and followed by its receipt`() {
    var script = SMSCScript { $0.firstMessageNumber = 41 }
    script.bind()
    #expect(script.submit().messageIDs == ["41"])
    #expect(script.submit().messageIDs == ["42"])
    #expect(script.wait(.milliseconds(999)).delivered.isEmpty)
    let receipts = script.wait(.milliseconds(1)).delivered
    #expect(receipts.count == 2)
    #expect(
      receipts.first
        == MessagePDU(
          source: Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567"),
          destination: Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP"), esmClass: .deliveryReceipt,
          shortMessage: Array(
            "id:41 sub:001 dlvrd:001 submit date:2601010000 done date:2601010000 stat:DELIVRD err:000 text:".utf8),
          parameters: [
            TLV(.receiptedMessageID, cString: "41"), TLV(.messageState, [2]), TLV(.networkErrorCode, [3, 0, 0]),
          ]))
  }

  @Test func `a receipt is acknowledged once and not sent again`() {
    var script = SMSCScript()
    script.bind()
    script.submit()
    #expect(script.acknowledge(script.wait(.seconds(1))) == [])
    #expect(script.wait(.seconds(3600)).delivered.isEmpty)
    #expect(script.smsc.statistics.receiptsAcknowledged == 1)
    #expect(script.smsc.deliveriesOpen == 0)
  }

  @Test(arguments: [(0, [false, false]), (1, [true, true]), (2, [false, true]), (3, [true, false])] as [(UInt8, [Bool])])
  func `receipts come only if registered_delivery asks`(registered: UInt8, expected: [Bool]) {
    var script = SMSCScript()
    script.bind()
    for (destination, isExpected) in zip(["358401234567", "358401299901"], expected) {
      script.submit(to: destination, receipt: RegisteredDelivery(rawValue: registered))
      #expect(script.wait(.seconds(1)).delivered.count == (isExpected ? 1 : 0), "\(destination)")
    }
  }

  @Test func `an intermediate notification comes when it is asked for, before the receipt`() {
    var script = SMSCScript()
    script.bind()
    script.submit(receipt: [.finalReceipt, .intermediateNotification])
    let halfway = script.wait(.milliseconds(500)).delivered
    #expect(halfway.map(\.esmClass) == [.intermediateNotification])
    #expect(halfway.map { $0.parameters.messageState } == [.enroute])
    #expect(script.wait(.milliseconds(500)).delivered.map { $0.parameters.messageState } == [.delivered])
  }

  @Test func `the id is written one way in the response and another way in the receipt`() {
    let forms: [(MessageIDForm, String)] = [
      (.decimal, "12648430"), (.decimalPadded, "00000000000012648430"), (.hex, "c0ffee"), (.hexUpper, "C0FFEE"),
      (.hexPadded, "0000000000c0ffee"), (.hexUpperPadded, "0000000000C0FFEE"),
    ]
    #expect(Set(forms.map(\.0)) == Set(MessageIDForm.allCases))
    for (responseForm, responseID) in forms {
      #expect(responseForm.number(of: responseID) == 0xC0FFEE)
      for (receiptForm, receiptID) in forms {
        var script = SMSCScript {
          $0.firstMessageNumber = 0xC0FFEE
          $0.responseIDForm = responseForm
          $0.receipts.idForm = receiptForm
        }
        script.bind()
        #expect(script.submit().messageIDs == [responseID])
        let receipt = script.wait(.seconds(1)).delivered.first
        #expect(receipt?.parameters.text(.receiptedMessageID) == receiptID)
        #expect(receipt.map { String(decoding: $0.text, as: UTF8.self).hasPrefix("id:\(receiptID) ") } == true)
      }
    }
  }

  @Test func `each part of a receipt can be left out`() {
    let tags: [TLV.Tag] = [.receiptedMessageID, .messageState, .networkErrorCode]
    let parts: [WritableKeyPath<ReceiptDialect, Bool>] = [\.hasReceiptedMessageID, \.hasMessageState, \.hasNetworkErrorCode]
    for (part, tag) in zip(parts, tags) {
      var script = SMSCScript { $0.receipts[keyPath: part] = false }
      script.bind()
      script.submit()
      #expect(script.wait(.seconds(1)).delivered.map { $0.parameters.map(\.tag) } == [tags.filter { $0 != tag }])
    }
    var script = SMSCScript { $0.receipts.hasText = false }
    script.bind()
    script.submit()
    let receipt = script.wait(.seconds(1)).delivered.first
    #expect(receipt?.text == [])
    #expect(receipt?.parameters.map(\.tag) == tags)
  }

  @Test func `dates, esm_class, quotation and place of a receipt can be others`() {
    var script = SMSCScript {
      $0.receipts.dateDigits = 12
      $0.receipts.esmClass = []
      $0.receipts.quotesText = true
      $0.receipts.isInPayload = true
    }
    script.bind()
    script.submit("Your code is 123456, keep it")
    let receipt = script.wait(.seconds(1)).delivered.first
    #expect(receipt?.esmClass == [])
    #expect(receipt?.shortMessage == [])
    let words = "id:1 sub:001 dlvrd:001 submit date:260101000000 done date:260101000001 stat:DELIVRD err:000 text:Your code is 123456,"
    #expect(receipt.map { String(decoding: $0.text, as: UTF8.self) } == words)
    script = SMSCScript { $0.receipts.dateDigits = 14 }
    script.bind()
    script.submit()
    #expect(script.wait(.seconds(1)).deliveredTexts.first?.contains("submit date:20260101000000 done") == true)
  }

  @Test func `receipts can come as data_sm, and do when an address is too long for anything else`() {
    let long = String(repeating: "7", count: 40)
    for (usesDataSM, destination) in [(true, "358401234567"), (false, long)] {
      var script = SMSCScript { $0.receipts.usesDataSM = usesDataSM }
      script.bind()
      let source = Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP")
      let address = Address(typeOfNumber: .international, numberingPlan: .isdn, destination)
      let payload = TLV(.messagePayload, Array("Code 123456".utf8))
      let answer = script.send(
        .dataSM(DataSM(source: source, destination: address, registeredDelivery: .finalReceipt, parameters: [payload])))
      #expect(answer.pdus.map(\.body) == [.dataSMResponse(MessageResponse(messageID: "1"))])
      let sent = script.wait(.seconds(1))
      guard case .dataSM(let receipt) = sent.pdus.first?.body else {
        Issue.record("no data_sm but \(sent)")
        continue
      }
      #expect(receipt.source == address)
      #expect(receipt.destination == source)
      #expect(receipt.parameters[.messagePayload].map { String(decoding: $0, as: UTF8.self) }?.hasPrefix("id:1 ") == true)
      script.acknowledge(sent)
      #expect(script.smsc.statistics.receiptsAcknowledged == 1)
    }
  }

  @Test func `messages end in the states of the shares`() {
    var script = SMSCScript {
      $0.outcomes = [.init(.undeliverable, share: 0.05), .init(.expired, share: 0.15)]
      $0.deliveryWindow = 2000
    }
    script.bind()
    for _ in 0..<1000 { script.submit() }
    let states = script.wait(.seconds(1)).delivered.compactMap { $0.parameters.messageState }
    #expect(states.count == 1000)
    #expect((25...80).contains(states.count { $0 == .undeliverable }))
    #expect((110...195).contains(states.count { $0 == .expired }))
    #expect(states.count { $0 == .delivered } + states.count { $0 == .undeliverable } + states.count { $0 == .expired } == 1000)
  }

  @Test(
    arguments: [
      (.relative(seconds: 5), .delivered, 10), (.relative(seconds: 3), .expired, 3),
      (.absolute(year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 4, tenths: 0, quarterHoursFromUTC: 0), .expired, 4),
      (.absolute(year: 2025, month: 1, day: 1, hour: 0, minute: 0, second: 0, tenths: 0, quarterHoursFromUTC: 0), .expired, 0),
    ] as [(SMPPTime, MessageState, Int)])
  func `a message whose validity period is over has expired`(validity: SMPPTime, state: MessageState, seconds: Int) {
    var script = SMSCScript { $0.receiptDelay = state == .delivered ? .seconds(5) : .seconds(10) }
    script.bind()
    var actions = script.submit { $0.validityPeriod = validity }
    actions += script.wait(.seconds(state == .delivered ? 5 : seconds))
    #expect(actions.delivered.map { $0.parameters.messageState } == [state])
  }

  @Test func `query_sm tells where a message stands`() {
    var script = SMSCScript()
    script.bind()
    let id = script.submit().messageIDs[0]
    let source = Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP")
    let query = PDU.Body.querySM(QuerySM(messageID: id, source: source))
    #expect(script.send(query).pdus.map(\.body) == [.querySMResponse(QuerySMResponse(messageID: id, state: .enroute))])
    script.wait(.seconds(1))
    let date = SMPPTime.absolute(year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 1, tenths: 0, quarterHoursFromUTC: 0)
    let response = QuerySMResponse(messageID: id, finalDate: date, state: .delivered)
    #expect(script.send(query).pdus.map(\.body) == [.querySMResponse(response)])
    #expect(script.send(.querySM(QuerySM(messageID: "77", source: source))).statuses == [0x0C])
    #expect(script.send(.querySM(QuerySM(messageID: "no number", source: source))).statuses == [0x0C])
    let stranger = Address(typeOfNumber: .unknown, numberingPlan: .unknown, "Other")
    #expect(script.send(.querySM(QuerySM(messageID: id, source: stranger))).statuses == [0x0C])
    script.bind(second, systemID: "another")
    #expect(script.send(query, from: second).statuses == [0x0C])
  }

  @Test func `cancel_sm ends what is under way, and the receipt says so`() {
    var script = SMSCScript()
    script.bind()
    let id = script.submit().messageIDs[0]
    let source = Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP")
    let cancel = PDU.Body.cancelSM(CancelSM(messageID: id, source: source, destination: source))
    #expect(script.send(cancel).pdus.map(\.body) == [.cancelSMResponse])
    #expect(script.send(cancel).statuses == [0x11])
    #expect(script.wait(.seconds(1)).delivered.map { $0.parameters.messageState } == [.deleted])
    #expect(script.send(.cancelSM(CancelSM(messageID: "9", source: source, destination: source))).statuses == [0x0C])
  }

  @Test func `replace_sm is possible until the end`() {
    var script = SMSCScript()
    script.bind()
    let id = script.submit().messageIDs[0]
    let source = Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP")
    let replace = PDU.Body.replaceSM(ReplaceSM(messageID: id, source: source, shortMessage: [1]))
    #expect(script.send(replace).statuses == [0])
    script.wait(.seconds(1))
    #expect(script.send(replace).statuses == [0x13])
    #expect(script.send(.replaceSM(ReplaceSM(messageID: "9", source: source, shortMessage: [1]))).statuses == [0x0C])
  }

  @Test func `old messages give way in the table`() {
    var script = SMSCScript { $0.messagesMax = 10 }
    script.bind()
    for _ in 1...15 { script.submit() }
    let source = Address(typeOfNumber: .unknown, numberingPlan: .unknown, "")
    let statuses = (1...15).map { script.send(.querySM(QuerySM(messageID: "\($0)", source: source))).statuses[0] }
    #expect(statuses == Array(repeating: 0x0C, count: 5) + Array(repeating: 0, count: 10))
  }

  @Test(
    arguments: [
      ("99901", .undeliverable), ("99902", .expired), ("99903", .rejected), ("99904", .deleted), ("99905", .unknown),
      ("99906", .accepted), ("99907", .delivered), ("12345", .delivered),
    ] as [(String, MessageState)])
  func `a destination's last digits name the final state`(suffix: String, state: MessageState) {
    var script = SMSCScript()
    script.bind()
    script.submit(to: "3584012" + suffix)
    let receipts = script.wait(.seconds(1))
    #expect(receipts.delivered.map { $0.parameters.messageState } == [state])
    #expect(receipts.deliveredTexts.first?.contains("stat:\(state.receiptWord) ") == true)
  }

  @Test func `a destination's last digits name what goes wrong`() {
    var script = SMSCScript()
    script.bind()
    for (suffix, status) in [("99910", 0x58), ("99911", 0x14), ("99912", 0x0B), ("99913", 0x08)] as [(String, UInt32)] {
      #expect(script.submit(to: "3584012" + suffix).statuses == [status])
    }
    #expect(script.submit(to: "358401299909").messageIDs.count == 1)
    #expect(script.wait(.seconds(10)).delivered.isEmpty)
    #expect(script.submit(to: "358401299920") == [])
    #expect(script.wait(.seconds(10)).delivered.count == 1)
    #expect(script.submit(to: "358401299921").pdus.map(\.body) == [.other(CommandID.submitSM.response, [])])
    #expect(script.wait(.seconds(10)).delivered.count == 1)
    #expect(script.submit(to: "358401299922").pdus.map(\.commandID) == [.deliverSM, CommandID.submitSM.response])
    #expect(script.submit(to: "358401299923").messageIDs.count == 1)
    #expect(script.wait(.seconds(1)).delivered.count == 2)
    script.submit(to: "358401299930", receipt: [])
    #expect(script.wait(.seconds(1)).deliveredTexts == ["STOP"])
  }

  @Test func `magic destinations can be ordinary ones`() {
    var script = SMSCScript { $0.honoursMagicDestinations = false }
    script.bind()
    #expect(script.submit(to: "358401299910").statuses == [0])
    #expect(MagicDestination("99901") != nil)
    #expect(MagicDestination("9901") == nil)
    #expect(MagicDestination("") == nil)
    #expect(Set(MagicDestination.allCases.map(\.rawValue.count)) == [5])
  }
}
