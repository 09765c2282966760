// SPDX-License-Identifier: Apache-2.0

/// `operator`: access to the `/operator` endpoints.
struct OperatorSection: Sendable, Equatable {
  /// `token`: secret of characters that a Bearer token may have (RFC 6750 §2.1), default none: the endpoints are off. Fewer than
  /// 16 characters give a warning.
  var token: Secret?

  enum Key: String, ConfigurationKey {
    case token
    static let section = "operator"
  }

  /// A shorter token could be guessed: a warning, since a test bench may do as it likes.
  static let tokenOctetsAdvised = 16

  init(token: Secret? = nil) {
    self.token = token
  }
}

extension OperatorSection {
  static var value: ConfigurationValue<Self> {
    .section("a mapping") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let token = ConfigurationValue<Secret>.secret.checked { token, node, reader in
        let octets = token.reveal().utf8
        if !octets.allSatisfy({ $0.isWordOctet || "-.~+/=".utf8.contains($0) }) {
          reader.fault(node, "the token holds characters that a Bearer token cannot have", "use letters, digits and - . _ ~ + / =")
        } else if octets.count < tokenOctetsAdvised {
          reader.warn(
            node, "the token has \(octets.count) characters and could be guessed", "use at least \(tokenOctetsAdvised), random ones")
        }
      }
      return OperatorSection(token: fields.optional(.token, as: token))
    }
  }
}
