// SPDX-License-Identifier: Apache-2.0

extension ConfigurationValue where Value == String {
  /// An address or a host name, without scheme and port.
  static var host: Self {
    .text(Self.hostExpected, where: isHost)
  }

  /// To complete "write …".
  static var hostExpected: String { "an address such as 127.0.0.1 or ::1, or a host name" }

  /// Letters, digits, `-`, `.` and, in IPv6 addresses, `:` and a zone after `%`. A single colon would begin a port.
  static func isHost(_ text: String) -> Bool {
    let colons = text.utf8.count { $0 == UInt8(ascii: ":") }
    return (1...253).contains(text.utf8.count) && colons != 1 && text.utf8.allSatisfy { $0.isWordOctet || "-.:%".utf8.contains($0) }
  }
}
