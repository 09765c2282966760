// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Foundation
internal import OTPCore

/// The file of `secrets.keyFile`: the master keys of the gateway.
///
/// Either exactly 32 octets, or text with a key a line, each 32 octets in base64: the first makes everything new, the others
/// still open what they made. `#` begins a comment line.
enum KeyFile {
  /// Reads the keys; makes a file with a new one when there is none.
  static func keyRing(path: String) throws(CommandFault) -> KeyRing {
    if !FileManager.default.fileExists(atPath: path) {
      var random = SystemRandomNumberGenerator()
      let key = Data((0..<KeyRing.masterKeyOctets).map { _ in random.next() as UInt8 })
      try PrivateFile.write(key, path: path, purpose: "secrets.keyFile")
    }
    guard let octets = FileManager.default.contents(atPath: path) else {
      throw CommandFault("secrets.keyFile: cannot read \(path); check its permissions", exitCode: .configuration)
    }
    let keys = keys(in: octets)
    guard let keys, let current = keys.first else {
      throw CommandFault(
        "secrets.keyFile: \(path) holds neither 32 octets nor lines of 32 octets in base64; make a key with 'countersign secret new'",
        exitCode: .configuration)
    }
    return KeyRing(current: current, earlier: Array(keys.dropFirst()))
  }

  /// Whether anybody but the owner has rights to the file.
  static func isOpenToOthers(path: String) -> Bool {
    let rights = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int ?? 0
    return rights & 0o077 != 0
  }

  /// A new key as a line of the text form.
  static func newKeyLine() -> String {
    SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
  }

  static func keys(in octets: Data) -> [SymmetricKey]? {
    if octets.count == KeyRing.masterKeyOctets { return [SymmetricKey(data: octets)] }
    guard let text = String(data: octets, encoding: .utf8) else { return nil }
    var keys: [SymmetricKey] = []
    for line in text.split(whereSeparator: \.isNewline).map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let key = Data(base64Encoded: line), key.count == KeyRing.masterKeyOctets else { return nil }
      keys.append(SymmetricKey(data: key))
    }
    return keys.isEmpty ? nil : keys
  }
}
