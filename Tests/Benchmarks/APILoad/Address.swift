// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Where the server listens: an IPv4 address and a port.
struct Address: CustomStringConvertible {
  let description: String
  let socketAddress: sockaddr_in

  /// Parses `127.0.0.1:8700`; `localhost` stands for 127.0.0.1.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = UInt16(parts[1]), port > 0 else { return nil }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    guard inet_pton(AF_INET, parts[0] == "localhost" ? "127.0.0.1" : String(parts[0]), &name.sin_addr) == 1 else { return nil }
    description = text
    socketAddress = name
  }
}
