// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// What the field of a bind carries, SMPP 3.4 §4.1.1: nine octets, one of them the end mark.
  static let passwordOctetsMax = 8
  /// What SMSCs that take longer ones are known to take.
  static let longPasswordOctetsMax = 64

  /// The password of a bind. Written as "" it is none: some SMSCs know their peers by address.
  static func password(allowsLong: Bool) -> ConfigurationValue<Secret> {
    .section("\(SecretSource.expected); \"\" for a bind without a password") { node, reader in
      if case .text("", _) = node.content { return Secret("") }
      guard let password = ConfigurationValue<Secret>.secret.read(node, reader) else { return nil }
      let text = password.reveal()
      guard text.isPrintableASCII else {
        reader.fault(
          node, "the password holds a character that is not printable ASCII",
          "look for a line break, a tab or a curly quote; a bind carries ASCII alone")
        return nil
      }
      let octets = text.utf8.count
      guard allowsLong || octets <= passwordOctetsMax else {
        reader.fault(
          node,
          "the password has \(octets) characters, and a bind carries at most \(passwordOctetsMax): SMSCs refuse longer ones as wrong (0x0E)",
          "ask the carrier for a shorter one; if its SMSC takes this one, write allowLongPassword: true")
        return nil
      }
      guard octets <= longPasswordOctetsMax else {
        reader.fault(node, "the password has \(octets) characters", "ask the carrier for one of at most \(longPasswordOctetsMax)")
        return nil
      }
      return password
    }
  }
}
