// SPDX-License-Identifier: Apache-2.0

internal import OTPCore
internal import SMPP

/// What an SMSC's refusal means for a message: class and advice. SMPP 3.4 §5.1.3.
enum StatusMapping {
  static func rejection(_ status: CommandStatus) -> Rejection {
    let (reason, advice) = verdict(status)
    return Rejection(reason: reason, code: status.code, advice: "\(status): \(advice)")
  }

  private static func verdict(_ status: CommandStatus) -> (Rejection.Reason, String) {
    switch status.rawValue {
    case 0x58, 0x14: (.throttled, "the SMSC asks to slow down; the message waits")
    case 0x04: (.temporary, "the session is bound anew")
    case 0x0A, 0x48, 0x49: (.origin, "the SMSC does not take this sender: ask the carrier which senders are yours, and check addressing")
    case 0x0B, 0x50, 0x51: (.destination, "the SMSC does not take this number: it is wrong, or the carrier does not serve it")
    case 0x05, 0x0D, 0x0E, 0x0F, 0x53: (.account, "the account is not in order: ask the carrier")
    case 0x01, 0x02, 0x03, 0x06, 0x07, 0x15, 0x43, 0x61, 0x62, 0x63, 0xC0...0xC4, 0x104:
      (.configuration, "the SMSC cannot read the message as this transport writes it: compare its settings with the carrier's document")
    case 0x65, 0x66, 0x101, 0x103: (.content, "the SMSC rejects the message: ask the carrier for its rule on text and sender")
    default: (.temporary, "the SMSC has a passing fault, or does not say more")
    }
  }
}

extension CommandStatus {
  /// As carriers' documents write it.
  fileprivate var code: String {
    let digits = String(rawValue, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }
}
