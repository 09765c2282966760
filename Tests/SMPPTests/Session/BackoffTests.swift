// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@Suite struct BackoffTests {
  private static let lost = SessionEnd.linkLost("refused")

  @Test func `the longest wait doubles from one second to a minute`() {
    var backoff = Backoff()
    let waits = (0..<8).map { _ in backoff.delay(after: Self.lost, bound: .zero, fraction: 1).nanoseconds / 1_000_000_000 }
    #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60])
  }

  @Test func `jitter reaches down to nothing`() {
    var backoff = Backoff()
    for _ in 0..<5 { _ = backoff.delay(after: Self.lost, bound: .zero, fraction: 1) }
    #expect(backoff.delay(after: Self.lost, bound: .zero, fraction: 0) <= .milliseconds(1))
  }

  @Test func `a session of a minute starts the waits anew`() {
    var backoff = Backoff()
    for _ in 0..<8 { _ = backoff.delay(after: Self.lost, bound: .zero, fraction: 1) }
    #expect(backoff.delay(after: Self.lost, bound: .seconds(60), fraction: 1) == .seconds(1))
  }

  @Test(arguments: [CommandStatus.invalidPassword, .invalidSystemID, .invalidSystemType])
  func `wrong credentials wait for minutes, and not for ever`(status: CommandStatus) {
    var backoff = Backoff()
    for _ in 0..<50 {
      let wait = backoff.delay(after: .bindRefused(status), bound: .zero, fraction: 1)
      #expect(wait >= .seconds(60) && wait <= .seconds(300))
    }
  }

  @Test func `already bound waits until the SMSC has noticed the old session`() {
    var backoff = Backoff()
    #expect(backoff.delay(after: .bindRefused(.alreadyBound), bound: .zero, fraction: 0) == .seconds(30))
    #expect(backoff.delay(after: .bindRefused(.alreadyBound), bound: .zero, fraction: 1) == .seconds(60))
  }

  @Test(arguments: [CommandStatus.bindFailed, .systemError, .messageQueueFull, .throttled, CommandStatus(rawValue: 0x400)])
  func `every other refusal is tried again soon`(status: CommandStatus) {
    var backoff = Backoff()
    #expect(backoff.delay(after: .bindRefused(status), bound: .zero, fraction: 1) == .seconds(1))
  }
}
