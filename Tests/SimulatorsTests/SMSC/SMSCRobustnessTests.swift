// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@testable import Simulators

/// Same seed, same actions; and no event, however odd, is one too many.
@Suite struct SMSCRobustnessTests {
  static func plan(_ random: inout SeededGenerator) -> FaultPlan {
    var plan = FaultPlan()
    plan.responseDelay = .milliseconds(3)
    plan.responseJitter = .milliseconds(20)
    plan.reorderWindow = .milliseconds(5)
    plan.dropsResponse = Frequency(.share(0.05))
    plan.omitsBody = Frequency(.share(0.05))
    plan.refusals = [.init(.throttled, Frequency(.share(0.02), run: 4)), .init(.messageQueueFull, Frequency(.every(17)))]
    plan.bindRefusal = .init(.bindFailed, Frequency(.share(0.1)))
    plan.sendsReceiptFirst = Frequency(.share(0.1))
    plan.duplicatesReceipt = Frequency(.share(0.1))
    plan.splitsSegment = Frequency(.share(0.1))
    plan.joinsSegments = Frequency(.share(0.1))
    plan.unbinds = Frequency(.every(53))
    plan.closes = Frequency(.every(41))
    plan.resets = Frequency(.every(67))
    plan.goesSilent = Frequency(.every(89))
    plan.restarts = Frequency(.every(211))
    plan.downtime = .milliseconds(Int64.random(in: 1...500, using: &random))
    plan.readsPerSecondMax = 1000
    plan.congestionPeriod = .seconds(7)
    return plan
  }

  /// Some thousand events drawn with a seed, and what they lead to.
  static func run(seed: UInt64, events: Int) -> (actions: [SimulatedSMSC.Action], statistics: SMSCStatistics) {
    var random = SeededGenerator(seed: seed)
    var configuration = SMSCConfiguration()
    configuration.seed = seed
    configuration.faults = plan(&random)
    configuration.keepsLog = true
    configuration.receiptBind = .any
    configuration.receiptJitter = .milliseconds(300)
    configuration.outcomes = [.init(.undeliverable, share: 0.1)]
    configuration.deliveryWindow = 5
    configuration.reply = .init("STOP", Frequency(.every(7)))
    var now = NIODeadline.uptimeNanoseconds(UInt64.random(in: 0...1_000_000_000, using: &random))
    var smsc = SimulatedSMSC(configuration, now: now, millisecondsSince1970: SMSCScript.date)
    var actions: [SimulatedSMSC.Action] = []
    for _ in 0..<events {
      let id = SimulatedSMSC.ConnectionID(rawValue: Int.random(in: 1...6, using: &random))
      now = now + .microseconds(Int64.random(in: 0...2000, using: &random))
      switch Int.random(in: 0..<20, using: &random) {
      case 0: actions += smsc.connected(id, now: now)
      case 1: actions += smsc.disconnected(id, now: now)
      case 2: actions += smsc.timeAdvanced(to: now)
      case 3:
        actions += smsc.connected(id, now: now)
        let mode = Bind.Mode.allCases[Int.random(in: 0...2, using: &random)]
        let bind = Bind(mode: mode, systemID: "otp\(id.rawValue % 2)", password: "", interfaceVersion: 0x50)
        actions += smsc.received(PDU(.bind(bind), sequence: 1), from: id, now: now)
      default: actions += smsc.received(pdu(&random), from: id, now: now)
      }
    }
    actions += smsc.timeAdvanced(to: now + .hours(1))
    return (actions, smsc.statistics)
  }

  /// A PDU of octets drawn at random, or one that is well formed.
  static func pdu(_ random: inout SeededGenerator) -> PDU {
    let sequence = UInt32.random(in: 0...40, using: &random)
    let commands: [UInt32] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0x0B, 0x15, 0x21, 0x102, 0x103, 0x111, 0x777, 0]
    if Bool.random(using: &random) {
      var message = SMSCScript.message("Code \(sequence)", to: "35840123456\(sequence)", receipt: RegisteredDelivery(rawValue: 0xFF))
      if Bool.random(using: &random) {
        let octets = (0..<Int.random(in: 0...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        message.esmClass = EsmClass(rawValue: .random(in: 0...255, using: &random))
        message.dataCoding = DataCoding(rawValue: .random(in: 0...255, using: &random))
        message.shortMessage = octets
        message.validityPeriod = .absolute(
          year: 2069, month: 12, day: 31, hour: 23, minute: 59, second: 59, tenths: 9, quarterHoursFromUTC: -48)
        message.parameters = [TLV(.sarMessageReference, octets), TLV(.sarTotalSegments, octets), TLV(.messagePayload, octets)]
      }
      return PDU(.submitSM(message), sequence: sequence)
    }
    let response: UInt32 = Bool.random(using: &random) ? 0x8000_0000 : 0
    let command = commands[Int.random(in: 0..<commands.count, using: &random)] | response
    let octets = (0..<Int.random(in: 0...120, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) % 8 * 9 }
    var buffer = ByteBuffer()
    buffer.writeMultipleIntegers(UInt32(16 + octets.count), command, UInt32(0), sequence)
    buffer.writeBytes(octets)
    if case .success(let pdu)? = try? PDU.next(in: &buffer) { return pdu }
    return PDU(.deliverSMResponse(MessageResponse()), sequence: sequence)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>) func `the same seed and the same events give the same actions`(seed: UInt64) {
    let (actions, statistics) = Self.run(seed: seed, events: 3000)
    let (again, statisticsAgain) = Self.run(seed: seed, events: 3000)
    #expect(actions == again)
    #expect(statistics == statisticsAgain)
    #expect(statistics.accepted > 50, "\(statistics)")
    #expect(statistics.sessionFaults > 0)
  }

  @Test func `another seed gives other actions`() {
    #expect(Self.run(seed: 1, events: 500).actions != Self.run(seed: 2, events: 500).actions)
  }

  @Test(arguments: 100...130 as ClosedRange<UInt64>) func `no event is one too many`(seed: UInt64) {
    let (actions, statistics) = Self.run(seed: seed, events: 2000)
    #expect(!actions.isEmpty)
    let ends = statistics.receiptsAcknowledged + statistics.inboundAcknowledged + statistics.deliveriesGivenUp
    #expect(ends <= statistics.receiptsSent + statistics.inboundSent)
    #expect(statistics.accepted + statistics.refused == statistics.submits)
  }

  @Test func `time that runs backwards or ends counts as a time`() {
    var script = SMSCScript()
    script.bind()
    script.submit()
    #expect(script.smsc.timeAdvanced(to: .uptimeNanoseconds(0)) == [])
    #expect(script.smsc.timeAdvanced(to: .distantFuture).delivered.count == 1)
    #expect(script.submit().messageIDs.count == 1)
    var configuration = SMSCConfiguration()
    configuration.receiptDelay = .seconds(Int64.max)
    configuration.receiptJitter = .seconds(Int64.max)
    configuration.faults.responseDelay = .seconds(Int64.max)
    configuration.firstMessageNumber = .max
    var endless = SMSCScript(configuration)
    endless.bind()
    endless.submit()
    #expect(endless.submit() == [])
    #expect(endless.wait(.seconds(3600)).messageIDs.isEmpty)
  }

  @Test func `events come in the order of their times, and then of their coming`() {
    var queue = DeadlineQueue<Int>()
    var random = SeededGenerator(seed: 9)
    var expected: [(UInt64, Int)] = []
    for number in 0..<500 {
      let time = UInt64.random(in: 1...50, using: &random)
      expected.append((time, number))
      queue.add(number, at: .uptimeNanoseconds(time))
    }
    expected.sort { $0 < $1 }
    #expect(queue.nextDeadline == .uptimeNanoseconds(expected[0].0))
    #expect(queue.popDue(at: .uptimeNanoseconds(expected[0].0 - 1)) == nil)
    var order: [Int] = []
    while let next = queue.popDue(at: .uptimeNanoseconds(50)) { order.append(next) }
    #expect(order == expected.map(\.1))
  }
}
