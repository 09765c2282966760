// SPDX-License-Identifier: Apache-2.0

/// `operator`: access to the `/operator` endpoints.
struct OperatorSection: Sendable, Equatable {
  /// `token`: secret of at least 16 characters that a Bearer token may have (RFC 6750 §2.1), default none: the endpoints are off.
  var token: Secret?

  enum Key: String, ConfigurationKey {
    case token
    static let section = "operator"
  }

  /// A shorter token could be guessed.
  static let tokenOctetsMin = 16

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
        } else if octets.count < OperatorSection.tokenOctetsMin {
          reader.fault(node, "the token has \(octets.count) characters", "use at least \(OperatorSection.tokenOctetsMin), random ones")
        }
      }
      return OperatorSection(token: fields.optional(.token, as: token))
    }
  }
}
