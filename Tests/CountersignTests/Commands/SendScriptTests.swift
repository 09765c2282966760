// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPCore
import Synchronization
import TestSupport
import Testing

@testable import Countersign

@Suite(.timeLimit(.minutes(1))) struct SendScriptTests {
  /// What was said, with times struck out: they differ from run to run.
  final class Record: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0.map { $0.replacing(/[0-9]+ ms/, with: "N ms") } } }

    func say(_ line: String) { kept.withLock { $0.append(line) } }
  }

  private static func play(
    _ transport: ScriptedTransport, receiptWait: Duration = .seconds(30), linkErrorMax: Duration = .seconds(5),
    linkMax: Duration = .seconds(30)
  ) async -> (code: ExitCode, lines: [String]) {
    let record = Record()
    let message = Samples.message(at: Timestamp(milliseconds: 1_790_000_000_000))
    let script = SendScript(
      transport: transport, outbound: OutboundMessage(message: message, text: "test"), receiptWait: receiptWait, linkMax: linkMax,
      linkErrorMax: linkErrorMax, say: record.say)
    let code = await script.play()
    return (code, record.lines)
  }

  private static func accepting(_ ids: String...) -> ScriptedTransport {
    ScriptedTransport { _ in .accepted(ids.map(RemoteID.init(rawValue:))) }
  }

  private static func receipt(_ id: String, _ ending: DeliveryEnding = DeliveryEnding(.delivered)) -> DeliveryReceipt {
    DeliveryReceipt(
      transport: TransportID(rawValue: "lab"), remoteID: RemoteID(rawValue: id), ending: ending, at: Timestamp(milliseconds: 0))
  }

  private static let opening = [
    "link       up after N ms", "send       1 part from +18555550142 to +14255550142 over lab",
  ]

  @Test func `a message that is delivered is told step by step`() async {
    let transport = Self.accepting("4f2a")
    async let told = transport.report(.receipts([Self.receipt("4f2a")]))
    let (code, lines) = await Self.play(transport)
    #expect(await told)
    #expect(code == .success)
    #expect(lines == Self.opening + ["answer     accepted after N ms, id 4f2a", "receipt    delivered after N ms, id 4f2a"])
    #expect(transport.submitted.map(\.text) == ["test"])
  }

  @Test func `a receipt that comes before the answer waits for it`() async {
    let (answers, answer) = AsyncStream.makeStream(of: SubmitOutcome.self)
    let (submissions, submitted) = AsyncStream.makeStream(of: Void.self)
    let transport = ScriptedTransport { _ in
      submitted.yield()
      for await outcome in answers { return outcome }
      return .unknown("the test ended")
    }
    async let told: Bool = {
      for await _ in submissions { break }
      async let early = transport.report(.receipts([Self.receipt("7")]))
      for _ in 0..<100 { await Task.yield() }
      answer.yield(.accepted([RemoteID(rawValue: "7")]))
      return await early
    }()
    let (code, lines) = await Self.play(transport)
    #expect(await told)
    #expect(code == .success)
    #expect(lines.suffix(2) == ["answer     accepted after N ms, id 7", "receipt    delivered after N ms, id 7"])
  }

  @Test func `the receipts of other messages and what phones send are left for the gateway`() async {
    let transport = Self.accepting("1")
    let inbound = InboundMessage(
      transport: TransportID(rawValue: "lab"), from: "+14255550143", to: nil, text: "STOP", at: Timestamp(milliseconds: 0))
    async let told = [
      transport.report(.receipts([Self.receipt("2")])), transport.report(.inbound(inbound)),
      transport.report(.receipts([Self.receipt("1")])),
    ]
    let (code, lines) = await Self.play(transport)
    #expect(await told == [false, false, true])
    #expect(code == .success)
    #expect(lines.count(where: { $0.hasPrefix("receipt") }) == 1)
  }

  @Test func `every part is reported on, each once, and one that failed is a failure`() async {
    let transport = Self.accepting("a", "b")
    let failure = DeliveryEnding(.failed, reason: "destination: absent", error: "21b")
    async let told = [
      transport.report(.receipts([Self.receipt("a"), Self.receipt("a")])), transport.report(.receipts([Self.receipt("b", failure)])),
    ]
    let (code, lines) = await Self.play(transport)
    #expect(await told == [true, true])
    #expect(code == .unavailable)
    #expect(
      lines.dropFirst(2) == [
        "answer     accepted after N ms, ids a, b", "receipt    delivered after N ms, id a",
        "receipt    failed (destination: absent, error 21b) after N ms, id b",
      ])
  }

  @Test func `no receipt in time is no failure`() async {
    let (code, lines) = await Self.play(Self.accepting("a"), receiptWait: .milliseconds(20))
    #expect(code == .success)
    #expect(lines.last == "receipt    none within 20ms")
    let unnamed = await Self.play(Self.accepting())
    #expect(unnamed.code == .success)
    #expect(unnamed.lines.last == "answer     accepted after N ms, without an id: no receipt can be matched")
  }

  @Test(
    arguments: [
      (.ended(DeliveryEnding(.delivered)), .success, "answer     delivered after N ms"),
      (.ended(DeliveryEnding(.expired)), .unavailable, "answer     expired after N ms"),
      (
        .rejected(Rejection(reason: .origin, code: "0x0A", advice: "register the sender")), .unavailable,
        "answer     refused after N ms (origin, 0x0A): register the sender"
      ),
      (
        .rejected(Rejection(reason: .unavailable, advice: "the link is down")), .unavailable,
        "answer     refused after N ms (unavailable): the link is down"
      ),
      (.unknown("the link was lost"), .unavailable, "answer     unknown after N ms: the link was lost; the phone may have the message"),
    ] as [(SubmitOutcome, ExitCode, String)])
  func `an answer that ends the matter is told in words`(_ outcome: SubmitOutcome, _ code: ExitCode, _ line: String) async {
    let played = await Self.play(ScriptedTransport { _ in outcome })
    #expect(played.code == code)
    #expect(played.lines == Self.opening + [line])
  }

  @Test func `without a link nothing is sent, and its error is told once`() async {
    let transport = Self.accepting("a")
    transport.setUp(false, lastError: "smsc.example.net:2775 refuses the bind: wrong password (0x0E)")
    let (code, lines) = await Self.play(transport, linkErrorMax: .milliseconds(60))
    #expect(code == .unavailable)
    #expect(
      lines == [
        "link       smsc.example.net:2775 refuses the bind: wrong password (0x0E)", "link       not up after N ms: nothing was sent",
      ])
    #expect(transport.submitted.isEmpty)
    transport.setUp(false)
    #expect(await Self.play(transport, linkMax: .milliseconds(30)).lines == ["link       not up after N ms: nothing was sent"])
  }
}
