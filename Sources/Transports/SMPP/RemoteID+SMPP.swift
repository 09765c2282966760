// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

extension RemoteID {
  /// The name that an SMSC gives, without what is no name: control characters, and zeros alone, which some SMSCs give to every message.
  /// nil when nothing is left.
  init?(smpp messageID: String) {
    let printable = String(String.UnicodeScalarView(messageID.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    guard printable.contains(where: { $0 != "0" && $0 != " " }) else { return nil }
    self.init(rawValue: printable)
  }
}
