// SPDX-License-Identifier: Apache-2.0

/// How an SMSC spells the ids of its responses: what a number needs to look like one of them.
struct ReceiptIDStyle: Sendable, Hashable {
  private var hasUpperCase = false
  private var hasLowerCase = false
  /// The octets of every id so far; nil when they differ, or before the first.
  private var width: Int?
  private var isEmpty = true

  mutating func add(_ responseID: String) {
    let octets = responseID.utf8
    if isEmpty { width = octets.count } else if width != octets.count { width = nil }
    isEmpty = false
    if hasUpperCase && hasLowerCase { return }
    for octet in octets {
      if (0x41...0x5A).contains(octet) { hasUpperCase = true }
      if (0x61...0x7A).contains(octet) { hasLowerCase = true }
    }
  }

  /// With zeros in front, if all responses have ids of one length.
  func padded(_ number: String) -> String {
    guard let width, width > number.utf8.count else { return number }
    return String(repeating: "0", count: width - number.utf8.count) + number
  }

  /// In the case of the responses' ids; in both when that is not known.
  func cased(_ lowerCase: String) -> [String] {
    let upperCase = lowerCase.uppercased()
    if upperCase == lowerCase || hasLowerCase && !hasUpperCase { return [lowerCase] }
    return hasUpperCase && !hasLowerCase ? [upperCase] : [lowerCase, upperCase]
  }
}
