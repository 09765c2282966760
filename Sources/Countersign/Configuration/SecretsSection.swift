// SPDX-License-Identifier: Apache-2.0

/// `secrets`: what codes and waiting messages are protected with.
struct SecretsSection: Sendable, Equatable {
  /// `keyFile`: path of a file of 32 random bytes, default `countersign.key`; made with mode 0600 when missing. Relative paths start at the folder
  /// of the configuration file.
  var keyFile: String

  enum Key: String, ConfigurationKey {
    case keyFile
    static let section = "secrets"
  }

  init(keyFile: String = "countersign.key") {
    self.keyFile = keyFile
  }
}

extension SecretsSection {
  static var value: ConfigurationValue<Self> {
    .section("a mapping") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let path = ConfigurationValue<String>.path.checked(ConfigurationFile.warnIfReadableByOthers)
      return SecretsSection(keyFile: fields.value(.keyFile, as: path, default: reader.resolve(path: "countersign.key")))
    }
  }
}
