// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@testable import Simulators

@Suite struct SMSCBindTests {
  typealias Action = SimulatedSMSC.Action
  let first = SMSCScript.first
  let second = SMSCScript.second

  @Test(arguments: Bind.Mode.allCases) func `any peer may bind, and hears the version of SMPP`(mode: Bind.Mode) {
    var script = SMSCScript()
    let response = BindResponse(mode: mode, systemID: "Countersign", parameters: [TLV(.interfaceVersion, [0x34])])
    #expect(script.bind(first, mode) == [.send(PDU(.bindResponse(response), sequence: 1), to: first, .whole)])
    #expect(script.smsc.statistics.binds == 1)
  }

  @Test func `a peer of SMPP 3.3 hears no version`() {
    var script = SMSCScript()
    #expect(script.bind(version: 0x33).pdus.first?.body == .bindResponse(BindResponse(mode: .transceiver, systemID: "Countersign")))
  }

  @Test(arguments: [("otp", "secret", 0), ("otp", "wrong", 0x0E), ("else", "secret", 0x0F)] as [(String, String, UInt32)])
  func `where accounts are given, only they may bind`(systemID: String, password: String, status: UInt32) {
    var script = SMSCScript { $0.accounts = ["otp": "secret"] }
    let answer = script.bind(systemID: systemID, password: password)
    #expect(answer.statuses == [status])
    #expect(script.submit().statuses == [status == 0 ? 0 : 4])
  }

  @Test func `a second bind on a connection and one bind too many are told that they are bound already`() {
    var script = SMSCScript { $0.bindsMax = 1 }
    script.bind()
    #expect(script.send(.bind(Bind(mode: .receiver, systemID: "otp", password: ""))).statuses == [5])
    #expect(script.bind(second).statuses == [5])
    #expect(script.bind(second, systemID: "another").statuses == [0])
    _ = script.smsc.disconnected(first, now: script.now)
    #expect(script.bind(.init(rawValue: 3)).statuses == [0])
  }

  @Test func `binds are refused as often as the plan says`() {
    var script = SMSCScript { $0.faults.bindRefusal = .init(.bindFailed, Frequency(.every(2))) }
    #expect(script.bind().statuses == [0])
    #expect(script.bind(second).statuses == [0x0D])
    #expect(script.send(.bind(Bind(mode: .transceiver, systemID: "otp", password: "")), from: second).statuses == [0])
    #expect(script.smsc.statistics.bindsRefused == 1)
  }

  @Test func `requests in the wrong state are refused with a response of their kind`() {
    var script = SMSCScript()
    _ = script.smsc.connected(first, now: script.now)
    let source = Address(typeOfNumber: .unknown, numberingPlan: .unknown, "")
    let requests: [(PDU.Body, CommandID)] = [
      (.submitSM(SMSCScript.message("x", to: "1", receipt: [])), .submitSM),
      (.dataSM(DataSM(source: source, destination: source)), .dataSM),
      (.querySM(QuerySM(messageID: "1", source: source)), .querySM),
      (.cancelSM(CancelSM(messageID: "1", source: source, destination: source)), .cancelSM),
      (.replaceSM(ReplaceSM(messageID: "1", source: source, shortMessage: [])), .replaceSM),
    ]
    for (body, command) in requests {
      let answer = script.send(body).pdus
      #expect(answer.map(\.status.rawValue) == [4])
      #expect(answer.map(\.commandID) == [command.response])
    }
    #expect(script.send(.enquireLink).pdus.map(\.body) == [.enquireLinkResponse])
    script.send(.bind(Bind(mode: .receiver, systemID: "otp", password: "")))
    #expect(script.submit().statuses == [4])
    #expect(script.smsc.statistics.submits == 0)
  }

  @Test func `an unbind is answered and ends the connection`() {
    var script = SMSCScript()
    script.bind()
    #expect(script.send(.unbind) == [.send(PDU(.unbindResponse, sequence: 2), to: first, .whole), .close(first, .finish)])
    #expect(script.submit() == [])
  }

  @Test func `who does not bind in time is disconnected`() {
    var script = SMSCScript { $0.bindTimeout = .seconds(5) }
    _ = script.smsc.connected(first, now: script.now)
    #expect(script.wait(.milliseconds(4999)) == [])
    #expect(script.wait(.milliseconds(1)) == [.close(first, .finish)])
  }

  @Test func `a silent peer is asked for a sign of life, and given up after three without answer`() {
    var script = SMSCScript { $0.enquireLinkInterval = .seconds(10) }
    script.bind()
    let asked = script.wait(.seconds(15)).pdus
    #expect(asked.map(\.body) == [.enquireLink])
    _ = script.smsc.received(PDU(.enquireLinkResponse, sequence: asked[0].sequence), from: first, now: script.now)
    let after = script.wait(.seconds(60))
    #expect(after.pdus.map(\.body) == [.enquireLink, .enquireLink, .enquireLink])
    #expect(after.last == .close(first, .finish))
  }

  @Test func `connections have a limit`() {
    var script = SMSCScript { $0.connectionsMax = 1 }
    script.bind()
    #expect(script.smsc.connected(second, now: script.now) == [.close(second, .reset)])
    #expect(script.smsc.statistics.connections == 1)
  }

  @Test func `what an SMSC does not know is answered with a generic nack, and a response to nothing not at all`() {
    var script = SMSCScript()
    script.bind()
    let unknown = script.send(.other(CommandID(rawValue: 0x777), [1, 2]))
    #expect(unknown == [.send(PDU(.genericNack, status: .invalidCommandID, sequence: 2), to: first, .whole)])
    #expect(script.send(.other(.broadcastSM, [])).statuses == [3])
    #expect(script.send(.other(CommandID(rawValue: 0x8000_0777), [])) == [])
    #expect(script.send(.submitSMResponse(MessageResponse())) == [])
    #expect(script.send(.deliverSMResponse(MessageResponse())) == [])
    #expect(script.smsc.statistics.unexpected == 3)
  }

  @Test func `a PDU that cannot be read is refused, and the session goes on`() {
    var script = SMSCScript()
    script.bind()
    let fault = PDUFault(commandID: .submitSM, sequence: 9, status: .invalidMessageLength, reason: "")
    let refused = script.smsc.received(fault, from: first, now: script.now).pdus
    #expect(refused.map(\.commandID) == [CommandID.submitSM.response])
    #expect(refused.map(\.status) == [.invalidMessageLength])
    #expect(refused.map(\.sequence) == [9])
    let stranger = PDUFault(commandID: .deliverSM, sequence: 10, status: .invalidCommandLength, reason: "")
    #expect(script.smsc.received(stranger, from: first, now: script.now).pdus.map(\.commandID) == [.genericNack])
    let response = PDUFault(commandID: CommandID.deliverSM.response, sequence: 10, status: .invalidCommandLength, reason: "")
    #expect(script.smsc.received(response, from: first, now: script.now) == [])
    #expect(script.submit().statuses == [0])
  }

  @Test func `a stream that cannot be read further ends with a generic nack`() {
    var script = SMSCScript()
    script.bind()
    let actions = script.smsc.received(FramingFault(commandLength: 2, lengthMax: PDU.lengthMax), from: first, now: script.now)
    #expect(actions == [.send(PDU(.genericNack, status: .invalidCommandLength, sequence: 0), to: first, .whole), .close(first, .finish)])
  }

  @Test func `little is read from who has not bound`() {
    var script = SMSCScript()
    _ = script.smsc.connected(first, now: script.now)
    #expect(script.smsc.pduLengthMax(from: first) == 1024)
    script.send(.bind(Bind(mode: .transceiver, systemID: "otp", password: "")))
    #expect(script.smsc.pduLengthMax(from: first) == PDU.lengthMax)
  }
}
