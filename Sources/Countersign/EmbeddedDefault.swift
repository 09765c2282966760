// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Foundation

/// What `serve` runs without any configuration file: SQLite in the working directory, one loopback transport, and an
/// application `demo` whose key pair is made on the first start.
struct EmbeddedDefault {
  static let credentialsFile = "countersign.credentials"
  static let applicationID = "demo"

  /// The secrets of the embedded default, as they stand beside the database.
  struct Credentials: Codable {
    var applicationID = EmbeddedDefault.applicationID
    var accessKeyID: String
    var secretAccessKey: String
    var operatorToken: String

    static func new() -> Credentials {
      let pair = AccessKeyPair.new()
      return Credentials(
        accessKeyID: pair.accessKeyID, secretAccessKey: pair.secretAccessKey, operatorToken: AccessKeyPair.randomText(octets: 24))
    }
  }

  /// The configuration in `directory`; makes the credentials when missing. A token in the environment counts before the file's.
  static func configuration(directory: String, environment: [String: String]) throws(CommandFault) -> Configuration {
    let credentials = try credentials(directory: directory, makingThem: true)
    let token = environment["COUNTERSIGN_OPERATOR_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
    if let token, token.utf8.count < OperatorSection.tokenOctetsAdvised {
      Console.complain(
        "warning: COUNTERSIGN_OPERATOR_TOKEN could be guessed; use at least \(OperatorSection.tokenOctetsAdvised) random characters")
    }
    return configuration(directory: directory, credentials: credentials, operatorToken: token)
  }

  static func configuration(directory: String, credentials: Credentials, operatorToken: String? = nil) -> Configuration {
    Configuration(
      storage: StorageSection(store: .sqlite(path: directory + "/countersign.sqlite")),
      secrets: SecretsSection(keyFile: directory + "/countersign.key"),
      operator: OperatorSection(token: Secret(operatorToken ?? credentials.operatorToken)),
      applications: [
        ApplicationSection(
          id: applicationID,
          credentials: [.init(accessKeyID: credentials.accessKeyID, secretAccessKey: Secret(credentials.secretAccessKey))])
      ],
      transports: [TransportSection(id: "loopback", kind: .loopback(LoopbackSection()))],
      originationIdentities: [
        OriginationIdentitySection(identity: "+18555550142", type: .tollFree, countries: .some(["US", "CA"]), transports: ["loopback"]),
        OriginationIdentitySection(identity: "Countersign", type: .senderID, countries: .all, transports: ["loopback"]),
      ])
  }

  static func credentials(directory: String, makingThem: Bool) throws(CommandFault) -> Credentials {
    let path = directory + "/" + credentialsFile
    if let octets = FileManager.default.contents(atPath: path) {
      guard let credentials = try? JSONDecoder().decode(Credentials.self, from: octets) else {
        throw CommandFault("\(path) is damaged; move it away, and the next start makes a new one", exitCode: .configuration)
      }
      return credentials
    }
    guard makingThem else {
      throw CommandFault("there is no \(path); it is made when 'countersign serve' first starts here without a configuration file")
    }
    let credentials = Credentials.new()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let octets = try? encoder.encode(credentials) else { throw CommandFault("cannot encode \(path)") }
    try PrivateFile.write(octets + Data("\n".utf8), path: path, purpose: "credentials")
    return credentials
  }
}

/// An access key of the API, in the form of AWS's.
struct AccessKeyPair {
  let accessKeyID: String
  let secretAccessKey: String

  /// 16 characters of base 32 behind a prefix, and 30 random octets.
  static func new() -> AccessKeyPair {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let name = String((0..<16).compactMap { _ in alphabet.randomElement(using: &random) })
    return AccessKeyPair(accessKeyID: "AKCS" + name, secretAccessKey: randomText(octets: 30))
  }

  /// Base64 without the characters that shells and URLs treat in ways of their own.
  static func randomText(octets: Int) -> String {
    var random = SystemRandomNumberGenerator()
    let text = Data((0..<octets).map { _ in random.next() as UInt8 }).base64EncodedString()
    return text.replacingOccurrences(of: "+", with: "A").replacingOccurrences(of: "/", with: "B").replacingOccurrences(of: "=", with: "")
  }
}
