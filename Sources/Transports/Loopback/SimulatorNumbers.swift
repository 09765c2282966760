// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// The destination simulator numbers of AWS End User Messaging SMS: a message to the first of a pair is delivered, one to
/// the second always fails. A test suite written against AWS finds them here unchanged.
///
/// Source: AWS End User Messaging SMS user guide, "Simulator phone numbers", read in November 2026. A row that libphonenumber
/// holds for no valid number (Estonia's) is left out, because no message to it is ever routed.
enum SimulatorNumbers {
  static let pairs: [(country: String, succeeds: String, fails: String)] = [
    ("AT", "+43676800442031", "+43676800442032"),
    ("AU", "+61455944038", "+61455944039"),
    ("BE", "+32460213922", "+32460213923"),
    ("CL", "+56229140630", "+56229140631"),
    ("CZ", "+420790542286", "+420790542287"),
    ("DK", "+4525919410", "+4525919215"),
    ("FI", "+3584573979110", "+3584573979111"),
    ("FR", "+33755512501", "+33755512502"),
    ("HK", "+85257048426", "+85257048854"),
    ("US", "+14254147755", "+14254147167"),
  ]

  private static let failing = Set(pairs.map(\.fails))

  static func fails(_ destination: PhoneNumber) -> Bool { failing.contains(destination.e164) }
}
