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

  @Test func `an SMSC that takes nothing any more halves the rate and stops it for a second, once for a burst of answers`() {
    var pace = SendPace(rate: 100)
    _ = pace.wait(at: Self.start)
    for _ in 0..<50 { pace.objected(at: Self.start) }
    #expect(pace.rate == 50)
    #expect(pace.wait(at: Self.at(0.5)) == Self.at(1))
    #expect(pace.isSlowedDown)
  }

  @Test func `one refusal in ten takes a tenth of the rate, and nothing stops`() throws {
    var pace = SendPace(rate: 1000)
    for message in 1...1001 {
      let now = Self.start + .milliseconds(Int64(message))
      if message.isMultiple(of: 10) { pace.objected(at: now) } else { pace.accepted(at: now) }
    }
    #expect((895...905).contains(try #require(pace.rate)))
    #expect(pace.wait(at: Self.at(1.1)) == nil)
  }

  @Test func `a pace that the SMSC objects to here and there is not ground down`() throws {
    var pace = SendPace(rate: nil)
    var now = Self.start
    for message in 0..<20_000 {
      now = max(now, pace.wait(at: now) ?? now)
      pace.took(at: now)
      if message % 20 == 19 { pace.objected(at: now) } else { pace.accepted(at: now) }
      now = now + .milliseconds(1)
    }
    let seconds = (now - Self.start).nanoseconds / 1_000_000_000
    #expect(seconds < 120, "20,000 messages of which one in twenty is refused took \(seconds) s")
  }

  @Test func `an SMSC with a limit is sent about as much as it takes`() {
    var pace = SendPace(rate: nil)
    var now = Self.start
    var (taken, refused) = (0, 0)
    var thisSecond: (number: UInt64, count: Int) = (0, 0)
    while now < Self.at(120) {
      if let wait = pace.wait(at: now) {
        now = wait
        continue
      }
      pace.took(at: now)
      let second = now.uptimeNanoseconds / 1_000_000_000
      thisSecond = (second, second == thisSecond.number ? thisSecond.count + 1 : 1)
      if thisSecond.count <= 50 {
        taken += 1
        pace.accepted(at: now)
      } else {
        refused += 1
        pace.objected(at: now)
      }
      now = now + .milliseconds(2)
    }
    #expect(taken > 120 * 50 / 2, "\(taken) of 6000 possible")
    #expect(refused < taken / 4, "\(refused) refused, \(taken) taken")
  }

  @Test func `while nothing is accepted the pauses grow to eight seconds`() {
    var pace = SendPace(rate: 100)
    var now = 0.0
    var pauses: [Double] = []
    for _ in 0..<6 {
      pace.objected(at: Self.at(now))
      guard let wait = pace.wait(at: Self.at(now)) else { break }
      let pause = Double((wait - Self.at(now)).nanoseconds) / 1e9
      pauses.append(pause)
      now += pause + 0.1
      _ = pace.wait(at: Self.at(now))
    }
    #expect(pauses == [1, 2, 4, 8, 8, 8])
    // Something is accepted: the next pause is a short one again.
    pace.accepted(at: Self.at(now))
    for _ in 0..<20 { pace.objected(at: Self.at(now + 3)) }
    #expect(pace.wait(at: Self.at(now + 3)) == Self.at(now + 3) + .seconds(1))
  }

  @Test func `the rate comes back to what was configured`() {
    var pace = SendPace(rate: 100)
    pace.objected(at: Self.start)
    _ = Self.sent(&pace, from: 1, for: 12)
    #expect(pace.rate == 100)
    #expect(!pace.isSlowedDown)
  }

  @Test func `without a configured rate an objection makes one of what was sent, and a quiet minute lifts it`() throws {
    var pace = SendPace(rate: nil)
    for _ in 0..<200 { pace.took(at: Self.start) }
    pace.objected(at: Self.at(0.2))
    #expect(pace.rate == 100)
    _ = pace.wait(at: Self.at(1.5))
    _ = Self.sent(&pace, from: 1.5, for: 10)
    #expect(try #require(pace.rate) > 150)
    _ = pace.wait(at: Self.at(62))
    #expect(pace.rate == nil)
    #expect(!pace.isSlowedDown)
  }

  @Test func `congestion_state slows down above its optimum, once a second`() throws {
    var pace = SendPace(rate: 100)
    pace.congestion(CongestionState(rawValue: 85), at: Self.start)
    #expect(pace.rate == 100)
    pace.congestion(CongestionState(rawValue: 95), at: Self.at(1))
    #expect(try #require(pace.rate) == 90)
    pace.congestion(CongestionState(rawValue: 95), at: Self.at(1.01))
    #expect(try #require(pace.rate) == 90)
    pace.congestion(CongestionState(rawValue: 100), at: Self.at(3))
    #expect(try #require(pace.rate) == 45)
  }

  @Test func `an objection makes no slow rate faster`() {
    var pace = SendPace(rate: 0.1)
    pace.objected(at: Self.start)
    #expect(pace.rate == 0.1)
    pace.congestion(CongestionState(rawValue: 95), at: Self.at(10))
    #expect(pace.rate == 0.1)
  }

  @Test func `it never stops for ever`() {
    var pace = SendPace(rate: 1)
    for second in 0..<1000 { pace.objected(at: Self.at(Double(second) * 10)) }
    #expect(Self.sent(&pace, from: 10_000, for: 60) > 10)
  }
}
