// SPDX-License-Identifier: Apache-2.0

import OTPCore
import SMPP
import Testing

@testable import Transports

@Suite struct AnswerMappingTests {
  @Test func `all parts accepted give their names; a name that is missing is left out`() {
    #expect(
      AnswerMapping.outcome(of: [.answered(.ok, messageID: "A1"), .answered(.ok, messageID: "A2")])
        == .accepted([RemoteID(rawValue: "A1"), RemoteID(rawValue: "A2")]))
    #expect(AnswerMapping.outcome(of: [.answered(.ok, messageID: "")]) == .accepted([]))
  }

  @Test(arguments: [("", nil), ("0", nil), ("00000000", nil), (" 00 ", nil), ("A\nB\u{1}", "AB"), ("0A1", "0A1")] as [(String, String?)])
  func `zeros alone are no name, and control characters no part of one`(written: String, name: String?) {
    #expect(AnswerMapping.outcome(of: [.answered(.ok, messageID: written)]) == .accepted(name.map { [RemoteID(rawValue: $0)] } ?? []))
  }

  @Test func `a part that may have left makes the message unknown, whatever became of the others`() {
    #expect(
      AnswerMapping.outcome(of: [.answered(.throttled, messageID: ""), .unknown("lost"), .notSent("no link")]) == .unknown("lost"))
  }

  @Test func `what was not written may be tried again; what cannot be written may not`() {
    guard case .rejected(let waiting) = AnswerMapping.outcome(of: [.notSent("no session is bound")]),
      case .rejected(let broken) = AnswerMapping.outcome(of: [.unsendable("source_addr is too long")])
    else {
      Issue.record("both are rejections")
      return
    }
    #expect(waiting.reason == .unavailable && waiting.reason.mayPass)
    #expect(broken.reason == .configuration && !broken.reason.mayPass)
  }

  /// The table of classes, SMPP 3.4 §5.1.3 and what carriers make of it (sms-gateways.md §c7).
  @Test(
    arguments: [
      (0x58, .throttled), (0x14, .throttled), (0x08, .temporary), (0x64, .temporary), (0x45, .temporary), (0xFE, .temporary),
      (0xFF, .temporary), (0x04, .temporary), (0x0A, .origin), (0x48, .origin), (0x49, .origin), (0x0B, .destination), (0x50, .destination),
      (0x51, .destination), (0x01, .configuration), (0x43, .configuration), (0x15, .configuration), (0x61, .configuration),
      (0x62, .configuration), (0xC0, .configuration), (0xC1, .configuration), (0xC2, .configuration), (0xC3, .configuration),
      (0xC4, .configuration), (0x104, .configuration), (0x66, .content), (0x65, .content), (0x101, .content), (0x103, .content),
      (0x4A1, .temporary), (0xFFFF_FFFF, .temporary),
    ] as [(UInt32, Rejection.Reason)])
  func `each status has its class and says its number`(status: UInt32, reason: Rejection.Reason) {
    let rejection = StatusMapping.rejection(CommandStatus(rawValue: status))
    #expect(rejection.reason == reason)
    #expect(rejection.code.flatMap { UInt32($0.dropFirst(2), radix: 16) } == status)
    #expect(!rejection.advice.isEmpty)
  }
}
