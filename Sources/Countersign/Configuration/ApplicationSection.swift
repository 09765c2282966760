// SPDX-License-Identifier: Apache-2.0

/// `applications[]`: an application that may call the API, and its key pairs.
struct ApplicationSection: Sendable, Equatable {
  /// `id`: text of 1...64 characters, required, unique. It is the application id in the paths of the API.
  var id: String
  /// `credentials`: list of at least one key pair, required.
  var credentials: [Credential]

  /// `applications[].credentials[]`: one key pair for SigV4.
  struct Credential: Sendable, Equatable {
    /// `accessKeyID`: text of 1...128 letters, digits, `_`, `.` and `-`, required, unique in the whole file.
    var accessKeyID: String
    /// `secretAccessKey`: secret, required.
    var secretAccessKey: Secret
    /// `allow`: list of what the key pair may do, default everything.
    var allow: Set<Permission>

    enum Key: String, ConfigurationKey {
      case accessKeyID, secretAccessKey, allow
      static let section = "applications[].credentials[]"
    }

    init(accessKeyID: String, secretAccessKey: Secret, allow: Set<Permission> = Set(Permission.allCases)) {
      self.accessKeyID = accessKeyID
      self.secretAccessKey = secretAccessKey
      self.allow = allow
    }
  }

  /// What a key pair may do.
  enum Permission: String, Sendable, CaseIterable {
    /// SendOTPMessage.
    case send
    /// VerifyOTPMessage.
    case verify
  }

  enum Key: String, ConfigurationKey {
    case id, credentials
    static let section = "applications[]"
  }

  init(id: String, credentials: [Credential]) {
    self.id = id
    self.credentials = credentials
  }
}

extension ApplicationSection {
  static var value: ConfigurationValue<Self> {
    .section("a mapping with id and credentials") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let text = ConfigurationValue<String>.text("an id of 1 to 64 characters") { (1...64).contains($0.unicodeScalars.count) }
      let id = fields.required(.id, as: text.checked { $2.claim($0, as: "application id", at: $1) })
      let credentials = fields.required(.credentials, as: .list(of: Credential.value, "a list of at least one key pair"))
      guard let id, let credentials else { return nil }
      return Self(id: id, credentials: credentials)
    }
  }
}

extension ApplicationSection.Credential {
  static var value: ConfigurationValue<Self> {
    .section("a mapping with accessKeyID and secretAccessKey") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let text = ConfigurationValue<String>.scalar("1 to 128 letters, digits and _ . -", isShown: false) { text in
        let isID = (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isWordOctet || "-.".utf8.contains($0) }
        return isID ? text : nil
      }
      let accessKeyID = fields.required(.accessKeyID, as: text.checked { $2.claim($0, as: "access key ID", at: $1) })
      let secretAccessKey = fields.required(.secretAccessKey, as: .secret)
      let permission = ConfigurationValue<ApplicationSection.Permission>.choice(of: "a permission")
      let allow = fields.value(
        .allow, as: .set(of: permission, "a list of send and verify"), default: ApplicationSection.Permission.allCases)
      guard let accessKeyID, let secretAccessKey else { return nil }
      return Self(accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, allow: Set(allow))
    }
  }
}
