// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@testable import Transports

@Suite(.timeLimit(.minutes(5))) struct LoopbackTransportTests {
  let hands = HandClock()

  func loopback(keep: Int = 100) -> LoopbackTransport {
    LoopbackTransport(id: TransportID(rawValue: "lab"), keep: keep, clock: hands.clock)
  }

  func message(_ text: String = "text", to destination: String = "+14255550142") -> OutboundMessage {
    OutboundMessage(message: Samples.message(to: destination, at: hands.now), text: text)
  }

  @Test func `what is submitted can be read, newest first, and is delivered`() async {
    let loopback = loopback()
    for number in 0..<10 {
      #expect(await loopback.submit(message("text \(number)", to: "+1425555014\(number % 2)")) == .ended(DeliveryEnding(.delivered)))
    }
    #expect(loopback.messages(to: nil).map(\.body) == (0..<10).reversed().map { "text \($0)" })
    #expect(loopback.messages(to: Samples.number("+14255550141")).map(\.body) == [9, 7, 5, 3, 1].map { "text \($0)" })
    #expect(loopback.messages(to: Samples.number("+14255550149")).isEmpty)
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
    for (number, kind) in [(pair[1], DeliveryEnding.Kind.delivered), (pair[2], .failed)] {
      #expect(NumberPlan.facts(of: Samples.number(number))?.country?.rawValue == pair[0])
      guard case .ended(let ending) = await loopback.submit(message(to: number)) else {
        Issue.record("\(number) did not end")
        continue
      }
      #expect(ending.kind == kind)
    }
  }

  @Test func `it runs until it is told to stop`() async {
    let loopback = loopback()
    async let running: Void = loopback.run(reporting: Deaf())
    loopback.beginShutdown()
    await running
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

/// Loopback reports with its answers and has nothing more to tell.
private struct Deaf: DeliveryReports {
  func report(_ event: TransportEvent) async -> Bool {
    Issue.record("a loopback reported")
    return false
  }
}
