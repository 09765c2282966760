// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@testable import Simulators

/// Our session against our SMSC on a network without sockets and without a clock: hours of faults in a second.
@Suite struct SessionPairTests {
  /// A client's session, an SMSC and 3 ms of line between them. A session that ends is followed by the next one.
  private struct Line {
    static let latency = TimeAmount.milliseconds(3)
    static let messages = 20_000

    private enum Traffic {
      case toSMSC(ByteBuffer), toClient(ByteBuffer), closedBySMSC, connect
    }

    var smsc: SimulatedSMSC
    private var session: SessionMachine?
    private var connection = SimulatedSMSC.ConnectionID(rawValue: 0)
    private var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private var traffic: [(at: NIODeadline, connection: Int, Traffic)] = []
    private var clientInput = ByteBuffer()
    private var smscInput = ByteBuffer()
    private var inFlight: [UInt32: Int] = [:]
    private var nextMessage = 0
    private var lateOf: [UInt32: Int] = [:]

    /// By message: the names it was accepted with.
    var accepted: [Int: String] = [:]
    var refused: Set<Int> = []
    var unknown: Set<Int> = []
    var late = 0
    var receipts: [String: Int] = [:]
    var sessions = 0
    var outcomes = 0

    init(_ configuration: SMSCConfiguration) {
      smsc = SimulatedSMSC(configuration, now: now, millisecondsSince1970: 1_790_000_000_000)
      traffic.append((now, 0, .connect))
    }

    private var isQuiet: Bool { nextMessage >= Self.messages && inFlight.isEmpty }

    mutating func run() throws {
      var quietSince: NIODeadline?
      var steps = 0
      while steps < 5_000_000 {
        steps += 1
        if isQuiet {
          quietSince = quietSince ?? now
          if let quietSince, now > quietSince + .seconds(300) { return }
        }
        submit()
        let next = [traffic.map(\.at).min(), session?.nextDeadline, smsc.nextDeadline].compactMap { $0 }.min()
        guard let next else { return }
        now = max(now, next)
        try deliverDueTraffic()
        if let deadline = session?.nextDeadline, deadline <= now { perform(session?.timeAdvanced(to: now) ?? []) }
        if let deadline = smsc.nextDeadline, deadline <= now { perform(smsc.timeAdvanced(to: now)) }
      }
      Issue.record("the line does not come to rest")
    }

    private mutating func submit() {
      while nextMessage < Self.messages, let pdu = session?.request(.submitSM(Self.message(nextMessage)), at: now) {
        inFlight[pdu.sequence] = nextMessage
        nextMessage += 1
        send(pdu, toSMSC: true)
      }
    }

    private static func message(_ number: Int) -> MessagePDU {
      MessagePDU(
        source: Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP"),
        destination: Address(typeOfNumber: .international, numberingPlan: .isdn, "35840\(1_000_000 + number)"),
        registeredDelivery: .finalReceipt, shortMessage: Array("message \(number)".utf8))
    }

    private mutating func send(_ pdu: PDU, toSMSC: Bool) {
      var octets = ByteBuffer()
      do {
        try pdu.encode(into: &octets)
      } catch {
        Issue.record("\(error)")
      }
      traffic.append((now + Self.latency, connection.rawValue, toSMSC ? .toSMSC(octets) : .toClient(octets)))
    }

    private mutating func deliverDueTraffic() throws {
      let due = traffic.filter { $0.at <= now }
      traffic.removeAll { $0.at <= now }
      for (_, number, event) in due {
        if case .connect = event {
          connect()
          continue
        }
        // What was under way on a connection that is no more is lost with it.
        guard number == connection.rawValue, session != nil else { continue }
        switch event {
        case .toSMSC(var octets):
          smscInput.writeBuffer(&octets)
          while session != nil, let next = try PDU.next(in: &smscInput) {
            perform(smsc.received(try next.get(), from: connection, now: now))
          }
        case .toClient(var octets):
          clientInput.writeBuffer(&octets)
          while session != nil, let next = try PDU.next(in: &clientInput) { perform(session?.received(try next.get(), at: now) ?? []) }
        case .closedBySMSC: perform(session?.linkLost("closed") ?? [])
        case .connect: break
        }
      }
    }

    private mutating func connect() {
      connection = SimulatedSMSC.ConnectionID(rawValue: connection.rawValue + 1)
      sessions += 1
      clientInput = ByteBuffer()
      smscInput = ByteBuffer()
      var machine = SessionMachine(
        bind: Bind(mode: .transceiver, systemID: "otp", password: "secret08"), windowMax: 50,
        timers: SessionTimers(response: .seconds(5), enquireLink: .seconds(10), enquireLinkResponse: .seconds(2)))
      let actions = machine.connected(at: now)
      session = machine
      perform(smsc.connected(connection, now: now))
      perform(actions)
    }

    private mutating func perform(_ actions: [SimulatedSMSC.Action]) {
      for action in actions {
        switch action {
        case .send(let pdu, let id, _) where id == connection: send(pdu, toSMSC: false)
        case .close(let id, _) where id == connection:
          traffic.append((now + Self.latency, id.rawValue, .closedBySMSC))
          // Nobody tells the SMSC of a connection that it has closed itself.
          perform(smsc.disconnected(id, now: now))
        default: break
        }
      }
    }

    private mutating func perform(_ actions: [SessionAction]) {
      for action in actions {
        switch action {
        case .send(let pdu): send(pdu, toSMSC: true)
        case .bound: break
        case .answered(let sequence, let pdu):
          guard let message = inFlight.removeValue(forKey: sequence) else {
            Issue.record("an answer to nothing")
            continue
          }
          outcomes += 1
          settle(message, pdu)
        case .answeredLate(let sequence, let pdu):
          guard let message = lateOf.removeValue(forKey: sequence) else { continue }
          late += 1
          settle(message, pdu)
        case .unknown(let sequence, _):
          guard let message = inFlight.removeValue(forKey: sequence) else { continue }
          outcomes += 1
          unknown.insert(message)
          lateOf[sequence] = message
        case .forgotten(let sequence): lateOf[sequence] = nil
        case .received(let pdu):
          if case .deliverSM(let message) = pdu.body, let receipt = SMPP.DeliveryReceipt(message), let id = receipt.messageID {
            receipts[id, default: 0] += 1
          }
          perform(session?.answer(pdu, with: .ok, at: now) ?? [])
        case .close(_, let unanswered):
          for sequence in unanswered {
            guard let message = inFlight.removeValue(forKey: sequence) else {
              Issue.record("an unanswered request that was not sent")
              continue
            }
            outcomes += 1
            unknown.insert(message)
          }
          #expect(inFlight.isEmpty, "a session ended and forgot what it had sent")
          inFlight = [:]
          lateOf = [:]
          session = nil
          perform(smsc.disconnected(connection, now: now))
          traffic.append((now + .milliseconds(500), connection.rawValue, .connect))
        }
      }
    }

    private mutating func settle(_ message: Int, _ pdu: PDU) {
      if pdu.status == .ok, case .submitSMResponse(let response) = pdu.body {
        accepted[message] = response.messageID
      } else {
        refused.insert(message)
      }
    }
  }

  private static func healthy(seed: UInt64) -> SMSCConfiguration {
    var configuration = SMSCConfiguration()
    configuration.seed = seed
    configuration.receiptDelay = .milliseconds(200)
    return configuration
  }

  @Test func `on a good line every message is accepted and every receipt comes once`() throws {
    var line = Line(Self.healthy(seed: 1))
    try line.run()
    #expect(line.accepted.count == Line.messages)
    #expect(line.unknown.isEmpty && line.refused.isEmpty && line.late == 0)
    #expect(Set(line.accepted.values) == Set(line.receipts.keys))
    #expect(line.receipts.values.allSatisfy { $0 == 1 })
    #expect(line.sessions == 1)
  }

  @Test(arguments: [7, 77, 777] as [UInt64])
  func `on a bad line every message has one outcome, and none that is called refused or unsent arrives`(
    seed: UInt64
  ) throws {
    var configuration = Self.healthy(seed: seed)
    configuration.faults.responseDelay = .milliseconds(20)
    configuration.faults.responseJitter = .milliseconds(40)
    configuration.faults.reorderWindow = .milliseconds(50)
    configuration.faults.dropsResponse = Frequency(.share(0.01))
    configuration.faults.sendsReceiptFirst = Frequency(.share(0.1))
    configuration.faults.duplicatesReceipt = Frequency(.share(0.05))
    configuration.faults.refusals = [.init(.throttled, Frequency(.share(0.05))), .init(.messageQueueFull, Frequency(.share(0.01)))]
    configuration.faults.unbinds = Frequency(.share(0.0005))
    configuration.faults.closes = Frequency(.share(0.0005))
    configuration.faults.resets = Frequency(.share(0.0005))
    configuration.faults.goesSilent = Frequency(.share(0.0003))
    var line = Line(configuration)
    try line.run()
    #expect(line.outcomes == Line.messages, "every message has exactly one outcome")
    #expect(line.accepted.count + line.refused.count + line.unknown.count - line.late == Line.messages)
    #expect(line.sessions > 5 && line.unknown.count > 50 && line.refused.count > 500, "the faults did happen")
    // Nothing is sent twice by the session itself.
    #expect(line.smsc.statistics.duplicates == 0)
    // An accepted message is one that the SMSC has, and its receipt comes.
    let missing = line.accepted.values.filter { line.receipts[$0] == nil }
    #expect(missing.isEmpty, "\(missing.count) receipts are missing")
  }

  @Test func `the same seed gives the same history`() throws {
    var configuration = Self.healthy(seed: 42)
    configuration.faults.dropsResponse = Frequency(.share(0.02))
    configuration.faults.closes = Frequency(.share(0.001))
    var first = Line(configuration)
    var second = Line(configuration)
    try first.run()
    try second.run()
    #expect(first.accepted == second.accepted)
    #expect(first.unknown == second.unknown)
    #expect(first.receipts == second.receipts)
  }
}
