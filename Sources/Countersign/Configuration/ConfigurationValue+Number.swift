// SPDX-License-Identifier: Apache-2.0

extension ConfigurationValue where Value: FixedWidthInteger & UnsignedInteger & Sendable {
  /// A whole number as carriers' documents write them, decimal or hexadecimal: `240` or `0xF0`, with or without quotes.
  static func number(in range: ClosedRange<Value> = .min ... .max) -> Self {
    let expected =
      "a number from \(range.lowerBound) to \(range.upperBound), or in hexadecimal from 0x\(hexadecimal(range.lowerBound)) "
      + "to 0x\(hexadecimal(range.upperBound))"
    return .scalar(expected) { text in
      guard let value = parse(text), range.contains(value) else { return nil }
      return value
    }
  }

  private static func parse(_ text: String) -> Value? {
    let isHexadecimal = text.hasPrefix("0x") || text.hasPrefix("0X")
    let digits = isHexadecimal ? text.dropFirst(2) : text[...]
    // The library would take a sign, too.
    guard digits.first?.isHexDigit == true else { return nil }
    return Value(digits, radix: isHexadecimal ? 16 : 10)
  }

  private static func hexadecimal(_ value: Value) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: Value.bitWidth / 4 - digits.count) + digits
  }
}

extension UInt16 {
  /// As carriers' documents write tags: `0x1400`.
  var asTag: String {
    let digits = String(self, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
