// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@testable import Simulators

@Suite struct SMSCDeliveryTests {
  let first = SMSCScript.first
  let second = SMSCScript.second
  let third = SimulatedSMSC.ConnectionID(rawValue: 3)

  @Test func `a receipt that nobody can take waits for a receiver of its system_id`() {
    var script = SMSCScript()
    script.bind(first, .transmitter)
    script.submit()
    #expect(script.wait(.seconds(60)).delivered.isEmpty)
    #expect(script.bind(second, .receiver, systemID: "another").delivered.isEmpty)
    #expect(script.bind(third, .receiver).delivered.count == 1)
    #expect(script.smsc.statistics.receiptsSent == 1)
  }

  @Test func `a receipt outlives the connection that it was sent on`() {
    var script = SMSCScript()
    script.bind()
    let id = script.submit().messageIDs[0]
    #expect(script.wait(.seconds(1)).delivered.count == 1)
    _ = script.smsc.disconnected(first, now: script.now)
    let again = script.bind(second)
    #expect(again.delivered.map { $0.parameters.text(.receiptedMessageID) } == [id])
    script.acknowledge(again)
    #expect(script.smsc.statistics.receiptsAcknowledged == 1)
    #expect(script.smsc.deliveriesOpen == 0)
  }

  @Test func `a receipt that is refused or not answered comes again, until it is given up`() {
    var script = SMSCScript {
      $0.deliveryAttemptsMax = 3
      $0.deliveryTimeout = .seconds(30)
      $0.deliveryRetryDelay = .seconds(5)
      $0.enquireLinkInterval = .zero
    }
    script.bind()
    script.submit()
    script.acknowledge(script.wait(.seconds(1)), status: .temporaryApplicationError)
    #expect(script.wait(.milliseconds(4999)).delivered.isEmpty)
    let second = script.wait(.milliseconds(1))
    #expect(second.delivered.count == 1)
    #expect(script.wait(.seconds(34)).delivered.isEmpty)
    let third = script.wait(.seconds(1))
    #expect(third.delivered.count == 1)
    #expect(script.acknowledge(second) == [], "a late answer is none")
    script.acknowledge(third, status: .systemError)
    #expect(script.wait(.seconds(3600)).delivered.isEmpty)
    let statistics = script.smsc.statistics
    #expect(statistics.deliveriesRefused == 2)
    #expect(statistics.deliveriesTimedOut == 1)
    #expect(statistics.deliveriesGivenUp == 1)
    #expect(script.smsc.deliveriesOpen == 0)
  }

  @Test func `a generic nack refuses a receipt`() {
    var script = SMSCScript()
    script.bind()
    script.submit()
    let sequence = script.wait(.seconds(1)).pdus[0].sequence
    _ = script.smsc.received(PDU(.genericNack, status: .invalidCommandID, sequence: sequence), from: first, now: script.now)
    #expect(script.smsc.statistics.deliveriesRefused == 1)
    #expect(script.wait(.seconds(5)).delivered.count == 1)
  }

  @Test func `no more receipts are unacknowledged on a bind than its window`() {
    var script = SMSCScript { $0.deliveryWindow = 3 }
    script.bind()
    for _ in 1...5 { script.submit() }
    let sent = script.wait(.seconds(1))
    #expect(sent.delivered.count == 3)
    #expect(script.acknowledge(Array(sent.prefix(1))).delivered.count == 1)
    #expect(script.acknowledge(Array(sent.dropFirst())).delivered.count == 1)
  }

  @Test func `a receipt comes on the same bind, on another, or on any`() {
    for (choice, expected) in [(.same, [4, 0, 0]), (.other, [0, 2, 2]), (.any, [2, 1, 1])] as [(SMSCConfiguration.ReceiptBind, [Int])] {
      var script = SMSCScript { $0.receiptBind = choice }
      for id in [first, second, third] { script.bind(id) }
      for _ in 1...4 { script.submit(from: first) }
      let actions = script.wait(.seconds(1))
      let counts = [first, second, third].map { actions.pdus(to: $0).count }
      #expect(counts.reduce(0, +) == 4)
      #expect(choice == .any ? Set(counts) == Set(expected) : counts == expected, "\(choice)")
    }
  }

  @Test func `where there is no other bind, the same one gets the receipt`() {
    var script = SMSCScript { $0.receiptBind = .other }
    script.bind()
    script.submit()
    #expect(script.wait(.seconds(1)).delivered.count == 1)
  }

  @Test func `receipts have a limit, beyond which messages find the queue full`() {
    var script = SMSCScript { $0.deliveriesMax = 2 }
    script.bind()
    #expect((1...3).flatMap { _ in script.submit().statuses } == [0, 0, 0x14])
    #expect(script.submit(receipt: []).statuses == [0])
    script.acknowledge(script.wait(.seconds(1)))
    #expect(script.submit().statuses == [0])
  }

  @Test func `a phone's text comes to who bound last as receiver, or waits for the first`() {
    let phone = Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567")
    let sender = Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP")
    var script = SMSCScript()
    #expect(script.smsc.deliver("STOP", from: phone, to: sender, now: script.now) == [])
    script.bind(second, .transmitter, systemID: "sender")
    let delivered = script.bind(first, .receiver)
    #expect(delivered.delivered == [MessagePDU(source: phone, destination: sender, shortMessage: Array("STOP".utf8))])
    script.acknowledge(delivered)
    #expect(script.smsc.statistics.inboundAcknowledged == 1)
    #expect(script.smsc.deliver("HELP", from: phone, to: sender, systemID: "sender", now: script.now) == [])
    #expect(script.bind(third, .transceiver, systemID: "sender").deliveredTexts == ["HELP"])
  }

  @Test func `a phone's long text comes in parts`() {
    let phone = Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567")
    var script = SMSCScript()
    script.bind()
    let text = String(repeating: "ж", count: 100)
    let parts = script.smsc.deliver(text, from: phone, to: phone, now: script.now).delivered
    #expect(parts.count == 2)
    #expect(parts.allSatisfy { $0.esmClass == .userDataHeader && $0.dataCoding == .ucs2 && $0.shortMessage.count <= 140 })
    #expect(parts.map { Array($0.shortMessage.prefix(6)) } == [[5, 0, 3, 1, 2, 1], [5, 0, 3, 1, 2, 2]])
  }

  @Test func `an SMSC of Latin-1 writes a phone's text in Latin-1`() {
    let phone = Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567")
    var script = SMSCScript { $0.defaultAlphabet = .latin1 }
    script.bind()
    let sent = script.smsc.deliver("£ à @", from: phone, to: phone, now: script.now).delivered
    #expect(sent.map(\.shortMessage) == [[0xA3, 0x20, 0xE0, 0x20, 0x40]])
    #expect(sent.map(\.dataCoding) == [.smscDefault])
  }

  @Test func `phones answer as often as they are told to`() {
    var script = SMSCScript { $0.reply = .init("STOP", Frequency(.every(3))) }
    script.bind()
    for number in 1...7 { script.submit(to: "35840100000\(number)", receipt: []) }
    let replies = script.wait(.seconds(1)).delivered
    #expect(replies.map(\.source.value) == ["358401000003", "358401000006"])
    #expect(replies.map(\.destination.value) == ["OTP", "OTP"])
  }
}
