// SPDX-License-Identifier: Apache-2.0
import SMSCodec
import Testing

@Suite struct ShortMessageTests {
  @Test(
    "the parts of a text fill their budgets",
    arguments: [
      (String(repeating: "a", count: 160), [160]), (String(repeating: "a", count: 161), [153, 8]),
      (String(repeating: "a", count: 152) + "€" + String(repeating: "b", count: 20), [152, 22]),
      (String(repeating: "😀", count: 36), [66, 6]),
    ])
  func parts(text: String, units: [Int]) throws {
    #expect(try ShortMessage(text).parts.map(\.units) == units)
  }
}
