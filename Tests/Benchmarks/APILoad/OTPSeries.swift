// SPDX-License-Identifier: Apache-2.0

/// The one-time passwords of one step: every one has a ReferenceId and a destination of its own, told by its place in the series.
struct OTPSeries {
  /// Area codes of Washington, Illinois and Oregon, in use for decades, with every number in them geographic.
  private static let areaCodes = [206, 312, 503]

  /// The central office codes that can be given to a subscriber: 200 to 999 without the service codes (N11), the codes kept for
  /// information and fiction (555), and those that stand for paid or test services in some tables (950, 976, 958, 959).
  private static let officeCodes = (200...999).filter { code in
    code % 100 != 11 && ![555, 950, 958, 959, 976].contains(code)
  }

  /// How many different destinations there are.
  static let destinations = areaCodes.count * officeCodes.count * 10_000

  /// Where the series starts in the list of all destinations.
  let first: Int
  /// Tells the references of this series from those of all others.
  let tag: String
  /// How many OTPs are in the series.
  let count: Int

  /// ReferenceId of one OTP: 32 characters, as long as the MD5 digest that the AWS guide uses.
  func reference(_ index: Int) -> String {
    let number = String(index)
    return tag + String(repeating: "0", count: max(0, 32 - tag.count - number.count)) + number
  }

  /// Destination of one OTP: a United States number in E.164.
  func destination(_ index: Int) -> String {
    let place = (first + index) % Self.destinations
    let line = String(place % 10_000)
    let office = Self.officeCodes[(place / 10_000) % Self.officeCodes.count]
    let area = Self.areaCodes[place / 10_000 / Self.officeCodes.count]
    return "+1\(area)\(office)" + String(repeating: "0", count: 4 - line.count) + line
  }
}
