// SPDX-License-Identifier: Apache-2.0

/// Where a secret of the configuration stands: in the file itself, `{ env: NAME }` or `{ file: PATH }`.
enum SecretSource: Sendable, Equatable {
  case literal(Secret)
  case environment(name: String)
  /// The path is already relative to the folder of the configuration file.
  case file(path: String)

  /// The keys of a secret that is kept elsewhere.
  enum Key: String, ConfigurationKey {
    case env, file
    static let section = "SECRET"
  }

  /// The form of a secret, to complete "write …".
  static let expected = "the secret itself, { env: NAME } or { file: PATH }"
  /// A longer file is no key, token or password.
  static let fileOctetsMax = 16_384

  /// Reads the form, not yet the secret.
  static func read(_ node: ConfigurationNode, _ reader: ConfigurationReader) -> Self? {
    switch node.content {
    case .text(let text, _): return .literal(Secret(text))
    case .mapping: break
    case .nothing, .list, .faulty:
      node.refuse(expected: expected, reader)
      return nil
    }
    let faultsBefore = reader.faults.count
    guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
    switch (fields[.env], fields[.file]) {
    case (_?, nil):
      let name = ConfigurationValue<String>.scalar("the name of an environment variable: letters, digits and _", isShown: false) {
        isVariableName($0) ? $0 : nil
      }
      return fields.optional(.env, as: name).map { .environment(name: $0) }
    case (nil, _?):
      return fields.optional(.file, as: .path).map { .file(path: $0) }
    case (_?, _?):
      reader.fault(node, "names both env and file", "keep one")
    case (nil, nil):
      // An unknown key, most often a misspelt one, is already reported.
      if reader.faults.count == faultsBefore { reader.fault(node, "is an empty mapping", "write \(expected)") }
    }
    return nil
  }

  /// Fetches the secret; nil, with a fault, when it is not there or empty.
  func resolve(_ node: ConfigurationNode, _ reader: ConfigurationReader) -> Secret? {
    let secret: Secret
    switch self {
    case .literal(let value):
      secret = value
      if reader.isFirstLiteralSecret(), ConfigurationFile.isReadableByOthers(reader.file) {
        reader.warn(
          node, "is a secret in a file that everybody on this machine can read",
          "chmod 0600 \(ConfigurationFile.shown(reader.file)), or use { env: NAME } or { file: PATH }")
      }
    case .environment(let name):
      guard let value = reader.environment[name] else {
        reader.fault(node, "the environment variable \(name) is not set", "set it for the process that runs countersign")
        return nil
      }
      secret = Secret(value)
    case .file(let path):
      guard let value = Self.contents(of: path, node, reader) else { return nil }
      secret = value
    }
    guard !secret.reveal().isEmpty else {
      reader.fault(node, "the secret is empty", "write \(Self.expected)")
      return nil
    }
    return secret
  }

  private static func contents(of path: String, _ node: ConfigurationNode, _ reader: ConfigurationReader) -> Secret? {
    let name = ConfigurationFile.shown(path)
    switch ConfigurationFile.text(of: path, octetsMax: fileOctetsMax) {
    case .failure(let problem):
      reader.fault(node, "the file \(name) \(problem.problem)", problem.remedy)
      return nil
    case .success(let text):
      ConfigurationFile.warnIfReadableByOthers(path, node, reader)
      // Editors and `echo` end a file with a line break that is no part of the secret. CR LF is one Character.
      return Secret(text.last == "\n" || text.last == "\r\n" ? String(text.dropLast()) : text)
    }
  }

  private static func isVariableName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return text.utf8.count <= 128 && text.utf8.allSatisfy { $0.isWordOctet }
  }
}

extension ConfigurationValue where Value == Secret {
  /// A secret in any of its three forms, fetched.
  static var secret: Self {
    Self(expected: SecretSource.expected) { node, reader in
      SecretSource.read(node, reader)?.resolve(node, reader)
    }
  }
}

extension UInt8 {
  /// An ASCII letter, a digit or `_`.
  var isWordOctet: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }
}
