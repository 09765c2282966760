// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Synchronization
import TestSupport
import Testing

@testable import Transports

@Suite(.timeLimit(.minutes(1))) struct LoopbackTransportTests {
  let hands = HandClock()

  func loopback(keep: Int = 100) -> LoopbackTransport {
    LoopbackTransport(id: TransportID(rawValue: "lab"), keep: keep, clock: hands.clock)
  }

  func message(_ text: String = "text", to destination: String = "+14255550142") -> OutboundMessage {
    OutboundMessage(message: Samples.message(to: destination, at: hands.now), text: text)
  }

  /// Hears a transport and keeps what it was told, refusing the first `refusals` times.
  final class Listener: DeliveryReports {
    let heard = Mutex<[DeliveryReceipt]>([])
    let refusals: Mutex<Int>

    init(refusals: Int = 0) {
      self.refusals = Mutex(refusals)
    }

    func report(_ event: TransportEvent) async -> Bool {
      guard
        refusals.withLock({ left in
          defer { left = max(0, left - 1) }
          return left == 0
        })
      else { return false }
      if case .receipts(let receipts) = event { heard.withLock { $0 += receipts } }
      return true
    }
  }

  @Test func `what is submitted can be read, newest first, and is reported delivered`() async {
    let loopback = loopback()
    let listener = Listener()
    async let running: Void = loopback.run(reporting: listener)
    for number in 0..<10 {
      let message = message("text \(number)", to: "+1425555014\(number % 2)")
      #expect(await loopback.submit(message) == .accepted([RemoteID(rawValue: message.message.id.description)]))
    }
    loopback.beginShutdown()
    await running
    #expect(loopback.messages(to: nil).map(\.body) == (0..<10).reversed().map { "text \($0)" })
    #expect(loopback.messages(to: Samples.number("+14255550141")).map(\.body) == [9, 7, 5, 3, 1].map { "text \($0)" })
    #expect(loopback.messages(to: Samples.number("+14255550149")).isEmpty)
    let receipts = listener.heard.withLock { $0 }
    #expect(receipts.count == 10 && receipts.allSatisfy { $0.ending == .delivered })
  }

  @Test func `it keeps the last messages and forgets the oldest`() async {
    let loopback = loopback(keep: 3)
    for number in 0..<8 { _ = await loopback.submit(message("\(number)", to: "+1425555014\(number % 2)")) }
    #expect(loopback.messages(to: nil).map(\.body) == ["7", "6", "5"])
    #expect(loopback.messages(to: Samples.number("+14255550140")).map(\.body) == ["6"])
    #expect(loopback.messages(to: Samples.number("+14255550141")).map(\.body) == ["7", "5"])
  }

  @Test(arguments: SimulatorNumbers.pairs.map { [$0.country, $0.succeeds, $0.fails] })
  func `AWS's simulator numbers succeed and fail as they do there`(pair: [String]) async {
    let loopback = loopback()
    let listener = Listener()
    async let running: Void = loopback.run(reporting: listener)
    for number in pair.dropFirst() {
      #expect(NumberPlan.facts(of: Samples.number(number))?.country?.rawValue == pair[0])
      _ = await loopback.submit(message(to: number))
    }
    loopback.beginShutdown()
    await running
    #expect(listener.heard.withLock { $0.map(\.ending) } == [.delivered, .failed])
  }

  @Test func `a report that was not kept is made again`() async {
    let loopback = loopback()
    let listener = Listener(refusals: 1)
    async let running: Void = loopback.run(reporting: listener)
    _ = await loopback.submit(message())
    loopback.beginShutdown()
    await running
    #expect(listener.heard.withLock { $0.count } == 1)
  }

  @Test func `a message never prints its text`() async {
    let loopback = loopback()
    let outbound = message("the code is 042719")
    _ = await loopback.submit(outbound)
    var dumped = ""
    dump(outbound, to: &dumped)
    dump(loopback.messages(to: nil), to: &dumped)
    #expect(!dumped.contains("042719") && !"\(outbound)".contains("042719"))
  }
}
