// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@testable import Simulators

@Suite struct SMSCFaultTests {
  let first = SMSCScript.first
  let second = SMSCScript.second

  @Test func `responses are delayed by the time and the chance that the plan gives`() {
    var script = SMSCScript {
      $0.faults.responseDelay = .milliseconds(100)
      $0.faults.responseJitter = .milliseconds(50)
    }
    script.bind()
    for _ in 1...50 { #expect(script.submit(receipt: []) == []) }
    #expect(script.wait(.milliseconds(99)) == [])
    let ids = script.wait(.milliseconds(51)).messageIDs.compactMap { Int($0) }
    #expect(ids.sorted() == Array(1...50))
    #expect(ids != ids.sorted(), "none has overtaken another")
  }

  @Test func `responses gather in a window and leave disordered`() {
    var script = SMSCScript { $0.faults.reorderWindow = .milliseconds(20) }
    script.bind()
    for _ in 1...20 { #expect(script.submit(receipt: []) == []) }
    let ids = script.wait(.milliseconds(20)).messageIDs.compactMap { Int($0) }
    #expect(ids.sorted() == Array(1...20))
    #expect(ids != ids.sorted())
    #expect(script.submit(receipt: []) == [])
    #expect(script.wait(.milliseconds(20)).messageIDs == ["21"])
  }

  @Test func `a message whose response is dropped was taken all the same`() {
    var script = SMSCScript { $0.faults.dropsResponse = Frequency(.every(2)) }
    script.bind()
    #expect((1...4).map { _ in script.submit().count } == [1, 0, 1, 0])
    #expect(script.wait(.seconds(1)).delivered.count == 4)
    #expect(script.smsc.statistics.accepted == 4)
    #expect(script.smsc.statistics.responsesDropped == 2)
  }

  @Test func `a response can lack its body`() {
    var script = SMSCScript { $0.faults.omitsBody = .always }
    script.bind()
    #expect(script.submit() == [.send(PDU(.other(CommandID.submitSM.response, []), sequence: 2), to: first, .whole)])
  }

  @Test func `refusals come in runs, and what is refused was not taken`() {
    var script = SMSCScript {
      $0.faults.refusals = [.init(.throttled, Frequency(.every(3), run: 2)), .init(.messageQueueFull, Frequency(.every(4)))]
    }
    script.bind()
    let answers = (1...8).map { _ in script.submit().pdus[0] }
    #expect(answers.map(\.status.rawValue) == [0, 0, 0x58, 0x58, 0, 0, 0x58, 0x58])
    #expect(answers[2] == PDU(.submitSMResponse(MessageResponse()), status: .throttled, sequence: answers[2].sequence))
    #expect(script.wait(.seconds(1)).delivered.count == 4)
    #expect(script.smsc.statistics.refused == 4)
    #expect(script.smsc.statistics.accepted == 4)
  }

  @Test func `more messages in a second than are allowed are throttled, over all binds of a system_id`() {
    var script = SMSCScript { $0.faults.submitsPerSecondMax = 3 }
    script.bind(first)
    script.bind(second)
    let statuses = [first, second, first, second, first].flatMap { script.submit(from: $0).statuses }
    #expect(statuses == [0, 0, 0, 0x58, 0x58])
    script.wait(.seconds(1))
    #expect(script.submit().statuses == [0])
  }

  @Test func `more unanswered messages on a bind than are allowed are throttled`() {
    var script = SMSCScript {
      $0.faults.windowMax = 2
      $0.faults.responseDelay = .milliseconds(10)
    }
    script.bind()
    for _ in 1...3 { script.submit(receipt: []) }
    #expect(script.wait(.milliseconds(10)).statuses == [0, 0, 0x58])
    script.submit(receipt: [])
    #expect(script.wait(.milliseconds(10)).statuses == [0])
  }

  @Test func `unanswered messages have a limit of their own`() {
    var script = SMSCScript { $0.faults.responseDelay = .seconds(60) }
    script.bind()
    let limit = SimulatedSMSC.responsesWaitingMax
    for _ in 1...limit { #expect(script.submit(receipt: []) == []) }
    #expect(script.submit(receipt: []).statuses == [0x58])
    #expect(script.wait(.seconds(60)).messageIDs.count == limit)
  }

  @Test func `a receipt can come before the response, and twice`() {
    var script = SMSCScript {
      $0.faults.sendsReceiptFirst = .always
      $0.faults.duplicatesReceipt = .always
    }
    script.bind()
    let pdus = script.submit().pdus
    #expect(pdus.map(\.commandID) == [.deliverSM, .deliverSM, CommandID.submitSM.response])
    #expect(script.wait(.seconds(10)).delivered.isEmpty)
  }

  @Test func `PDUs are cut and joined`() {
    var script = SMSCScript { $0.faults.splitsSegment = .always }
    var shapes: [SimulatedSMSC.Segments] = []
    for case .send(_, _, let shape) in script.bind() + (1...50).flatMap({ _ in script.submit() }) { shapes.append(shape) }
    #expect(shapes.count == 51)
    #expect(Set(shapes).count > 10)
    #expect(shapes.allSatisfy { if case .split(let octets) = $0 { (1...40).contains(octets) } else { false } })
    script = SMSCScript { $0.faults.joinsSegments = Frequency(.every(2)) }
    shapes = []
    for case .send(_, _, let shape) in script.bind() + script.submit() + script.submit() { shapes.append(shape) }
    #expect(shapes == [.whole, .withNext, .whole])
  }

  @Test func `the SMSC unbinds with messages under way`() {
    var script = SMSCScript {
      $0.faults.unbinds = Frequency(.every(2))
      $0.faults.responseDelay = .milliseconds(10)
    }
    script.bind()
    #expect(script.submit(receipt: []) == [])
    #expect(script.submit(receipt: []).pdus.map(\.body) == [.unbind])
    #expect(script.submit(receipt: []) == [], "nothing is taken after an unbind")
    #expect(script.wait(.milliseconds(10)).messageIDs == ["1", "2"])
    let end = script.smsc.received(PDU(.unbindResponse, sequence: 1), from: first, now: script.now)
    #expect(end == [.close(first, .finish)])
    #expect(script.smsc.statistics.submits == 2)
  }

  @Test func `an unbind that is not answered ends the connection all the same`() {
    var script = SMSCScript { $0.faults.unbinds = .always }
    script.bind()
    script.submit()
    #expect(script.wait(.seconds(4)).isEmpty)
    #expect(script.wait(.seconds(1)) == [.close(first, .finish)])
  }

  @Test func `a connection is closed or reset when a message was taken and not answered`() {
    for (fault, ending) in [(\FaultPlan.closes, .finish), (\.resets, .reset)]
      as [(WritableKeyPath<FaultPlan, Frequency>, SimulatedSMSC.Ending)]
    {
      var script = SMSCScript {
        $0.faults[keyPath: fault] = Frequency(.every(3))
        $0.faults.responseDelay = .milliseconds(10)
      }
      script.bind()
      #expect(script.submit() == [])
      script.wait(.milliseconds(10))
      #expect(script.submit() == [])
      #expect(script.submit() == [.close(first, ending)])
      #expect(script.wait(.seconds(10)) == [], "the response that waited is lost")
      #expect(script.bind(second).delivered.count == 3)
      let statistics = script.smsc.statistics
      #expect(statistics.responsesLost == 1)
      #expect(statistics.responsesDropped == 1)
      #expect(statistics.sessionFaults == 1)
    }
  }

  @Test func `a silent SMSC keeps the connection and its bind, and gives its receipts to another`() {
    var script = SMSCScript {
      $0.faults.goesSilent = Frequency(.every(2))
      $0.bindsMax = 2
      $0.faults.responseDelay = .milliseconds(10)
    }
    script.bind()
    script.submit()
    #expect(script.submit() == [.stopReading(first)])
    #expect(script.send(.enquireLink) == [])
    #expect(script.wait(.seconds(100)) == [])
    #expect(script.bind(second).delivered.count == 2)
    #expect(script.bind(.init(rawValue: 3)).statuses == [5])
    #expect(script.smsc.disconnected(first, now: script.now) == [])
    #expect(script.smsc.statistics.responsesLost == 1)
  }

  @Test func `a restart drops every connection and loses neither message nor receipt`() {
    var script = SMSCScript {
      $0.faults.restarts = Frequency(.every(2))
      $0.faults.downtime = .seconds(3)
    }
    script.bind(first)
    script.bind(second)
    let id = script.submit().messageIDs[0]
    #expect(script.submit(from: second) == [.stopListening, .close(first, .reset), .close(second, .reset)])
    #expect(script.smsc.connected(.init(rawValue: 3), now: script.now) == [.close(.init(rawValue: 3), .reset)])
    #expect(script.wait(.milliseconds(2999)) == [])
    #expect(script.wait(.milliseconds(1)) == [.resumeListening])
    #expect(script.bind(.init(rawValue: 4)).delivered.count == 2)
    let query = QuerySM(messageID: id, source: Address(typeOfNumber: .unknown, numberingPlan: .unknown, ""))
    #expect(script.send(.querySM(query), from: .init(rawValue: 4)).statuses == [0])
  }

  @Test func `the congestion state rises and falls for peers of SMPP 5`() {
    var script = SMSCScript {
      $0.faults.congestionPeriod = .seconds(20)
      $0.interfaceVersion = 0x50
    }
    script.bind(first, version: 0x50)
    script.bind(second, version: 0x34)
    var states: [UInt8?] = []
    for _ in 0...4 {
      if case .submitSMResponse(let response) = script.submit(receipt: []).pdus.first?.body {
        states.append(response.parameters.congestionState?.rawValue)
      }
      script.wait(.seconds(5))
    }
    #expect(states == [0, 50, 100, 50, 0])
    #expect(script.submit(from: second).pdus.map(\.body) == [.submitSMResponse(MessageResponse(messageID: "6"))])
  }

  @Test func `a slow reader pauses after so many PDUs`() {
    var script = SMSCScript { $0.faults.readsPerSecondMax = 20 }
    script.bind()
    #expect(script.submit(receipt: []).contains(.stopReading(first)))
    #expect(script.wait(.milliseconds(100)).contains(.resumeReading(first)))
    #expect(!script.submit(receipt: []).contains(.stopReading(first)))
  }

  @Test func `a new plan counts anew`() {
    var script = SMSCScript()
    script.bind()
    #expect(script.submit().statuses == [0])
    script.smsc.faults.refusals = [.init(.throttled, Frequency(.every(2)))]
    #expect((1...4).flatMap { _ in script.submit().statuses } == [0, 0x58, 0, 0x58])
    script.smsc.faults = FaultPlan()
    #expect((1...4).flatMap { _ in script.submit().statuses } == [0, 0, 0, 0])
  }

  @Test func `one fault does not move another`() {
    func dropped(_ change: (inout FaultPlan) -> Void) -> [Int] {
      var script = SMSCScript {
        $0.faults.dropsResponse = Frequency(.share(0.2))
        change(&$0.faults)
      }
      script.bind()
      return (1...100).filter { _ in script.submit(receipt: []).pdus.isEmpty }
    }
    let alone = dropped { _ in }
    #expect(alone.count > 5)
    let withOthers = dropped { plan in
      plan.refusals = [.init(.throttled, Frequency(.share(0.3)))]
      plan.omitsBody = Frequency(.share(0.3))
      plan.splitsSegment = Frequency(.share(0.3))
    }
    #expect(withOthers == alone)
  }

  @Test(arguments: FaultProfile.allCases) func `each profile does what its name says`(profile: FaultProfile) {
    var script = SMSCScript { $0.faults = profile.plan }
    script.bind()
    let count = profile == .flaky ? 450 : 200
    let answers = (1...count).map { _ in script.submit(receipt: []) }
    let statuses = answers.flatMap(\.statuses)
    switch profile {
    case .healthy: #expect(answers.allSatisfy { $0.messageIDs.count == 1 })
    case .flaky: #expect(script.wait(.seconds(1)).messageIDs.count < count)
    case .throttling: #expect(statuses.count { $0 == 0x58 } == 40)
    case .dead: #expect(answers.allSatisfy { $0.pdus.isEmpty })
    case .slow:
      #expect(statuses.isEmpty && script.wait(.milliseconds(1999)).isEmpty)
      #expect(script.wait(.milliseconds(3001)).messageIDs.count == count)
    case .capped: #expect(statuses.count { $0 == 0x58 } == 190)
    }
  }
}
