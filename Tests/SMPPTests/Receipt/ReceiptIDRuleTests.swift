// SPDX-License-Identifier: Apache-2.0

import SMPP
import Testing

@Suite struct ReceiptIDRuleTests {
  @Test(
    arguments: [
      (.raw, "0406aF", "0406aF"), (.raw, " 1", " 1"), (.trimmed, "0406", "406"), (.trimmed, " 0406 ", "406"), (.trimmed, "000", "0"),
      (.trimmed, "0aF", "aF"), (.trimmed, "0a3f-4c11", "0a3f-4c11"), (.trimmed, "0xyz", "0xyz"), (.trimmed, "", ""),
      (.folded, "A1B2", "a1b2"), (.folded, "0A1B2", "a1b2"), (.folded, "7220BB6B-0A3F", "7220bb6b-0a3f"), (.hexToDecimal, "A1B2", "41394"),
      (.hexToDecimal, "0000a1b2", "41394"), (.hexToDecimal, "10", "16"), (.hexToDecimal, "xyz", nil), (.hexToDecimal, "", nil),
      (.hexToDecimal, "-1", nil), (.hexToDecimal, "+1", nil), (.decimalToHex, "41394", "a1b2"), (.decimalToHex, "A1B2", nil),
      (.decimalToHex, "0041394", "a1b2"), (.decimalToHex, "340282366920938463463374607431768211455", "ffffffffffffffffffffffffffffffff"),
      (.decimalToHex, "340282366920938463463374607431768211456", nil), (.decimalToHex, "-1", nil),
      (.hexToDecimal, "FFFFFFFFFFFFFFFF", "18446744073709551615"), (.hexToDecimal, "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", nil),
    ] as [(ReceiptIDRule, String, String?)])
  func `a rule makes the response's id of a receipt's id`(rule: ReceiptIDRule, receipt: String, response: String?) {
    #expect(rule.responseID(for: receipt) == response)
  }
}
