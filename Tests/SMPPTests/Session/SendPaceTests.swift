// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@Suite struct SendPaceTests {
  private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

  private static func at(_ seconds: Double) -> NIODeadline { start + .nanoseconds(Int64(seconds * 1e9)) }

  /// How many messages go in `seconds` when there is always one more to send.
  private static func sent(_ pace: inout SendPace, from start: Double, for seconds: Double) -> Int {
    var now = at(start)
    var count = 0
    while now < at(start + seconds) {
      if let wait = pace.wait(at: now) {
        now = wait
      } else {
        pace.took(at: now)
        count += 1
        now = now + .microseconds(10)
      }
    }
    return count
  }

  @Test func `without a rate nothing waits`() {
    var pace = SendPace(rate: nil)
    for _ in 0..<10_000 {
      #expect(pace.wait(at: Self.start) == nil)
      pace.took(at: Self.start)
    }
    #expect(!pace.isSlowedDown)
  }

  @Test(arguments: [0.5, 1, 10, 50, 1000]) func `a rate is kept over time`(rate: Double) {
    var pace = SendPace(rate: rate)
    let seconds = max(10, 20 / rate)
    let count = Double(Self.sent(&pace, from: 0, for: seconds))
    #expect(abs(count - rate * seconds) <= max(2, rate * 0.15), "\(count) messages in \(seconds) s at \(rate)/s")
  }

  @Test func `an objection halves the rate and stops for a second, once for a burst of answers`() {
    var pace = SendPace(rate: 100)
    _ = pace.wait(at: Self.start)
    for _ in 0..<50 { pace.objected(at: Self.start) }
    #expect(pace.rate == 50)
    #expect(pace.wait(at: Self.at(0.5)) == Self.at(1))
    #expect(pace.isSlowedDown)
  }

  @Test func `objections that go on make the pause grow to eight seconds`() {
    var pace = SendPace(rate: 100)
    var now = 0.0
    var pauses: [Double] = []
    for _ in 0..<6 {
      pace.objected(at: Self.at(now))
      guard let wait = pace.wait(at: Self.at(now)) else { break }
      let pause = Double((wait - Self.at(now)).nanoseconds) / 1e9
      pauses.append(pause)
      now += pause + 0.1
    }
    #expect(pauses == [1, 2, 4, 8, 8, 8])
  }

  @Test func `the rate comes back to what was configured`() {
    var pace = SendPace(rate: 100)
    pace.objected(at: Self.start)
    _ = Self.sent(&pace, from: 1, for: 10)
    #expect(pace.rate == 100)
    #expect(!pace.isSlowedDown)
  }

  @Test func `without a configured rate an objection makes one of what was sent, and five quiet minutes lift it`() throws {
    var pace = SendPace(rate: nil)
    for _ in 0..<200 { pace.took(at: Self.start) }
    pace.objected(at: Self.at(0.2))
    #expect(pace.rate == 100)
    _ = pace.wait(at: Self.at(1.5))
    _ = Self.sent(&pace, from: 1.5, for: 30)
    #expect(try #require(pace.rate) <= 200)
    _ = pace.wait(at: Self.at(302))
    #expect(pace.rate == nil)
    #expect(!pace.isSlowedDown)
  }

  @Test func `congestion_state slows down above its optimum and stops at its end`() throws {
    var pace = SendPace(rate: 100)
    pace.congestion(85, at: Self.start)
    #expect(pace.rate == 100)
    pace.congestion(95, at: Self.at(1))
    #expect(try #require(pace.rate) == 90)
    pace.congestion(95, at: Self.at(1.01))
    #expect(try #require(pace.rate) == 90)
    pace.congestion(100, at: Self.at(3))
    #expect(pace.wait(at: Self.at(3)) != nil)
  }

  @Test func `it never stops for ever`() {
    var pace = SendPace(rate: 1)
    for second in 0..<1000 { pace.objected(at: Self.at(Double(second) * 10)) }
    #expect(Self.sent(&pace, from: 10_000, for: 60) > 10)
  }
}
