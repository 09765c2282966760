// SPDX-License-Identifier: Apache-2.0

extension FixedWidthInteger {
  /// Upper-case hexadecimal digits, with zeros in front up to so many.
  func hexadecimal(digits: Int) -> String {
    let text = String(self, radix: 16, uppercase: true)
    return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
  }
}
