// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import Countersign

/// Texts and readings that the tests of the configuration share.
enum ConfigurationSample {
  /// The required sections, one line each, without a fault.
  static let required = """
    applications: [{ id: shop, credentials: [{ accessKeyID: AK, secretAccessKey: s }] }]
    transports: [{ id: lab, kind: loopback }]
    originationIdentities: [{ identity: "+18555550142", type: tollFree, countries: "*", transports: [lab] }]
    """

  static let environment = [
    "COUNTERSIGN_OPERATOR_TOKEN": "0123456789abcdef", "COUNTERSIGN_SECRET": "wJalrXUtnFEMI", "CARRIER_PASSWORD": "carrier8", "EMPTY": "",
  ]

  /// A configuration with one transport of kind smpp, `carrier`. Its own keys begin on line 4; those of `keys` on line 7 behind the three
  /// that every such transport needs. Each line has four blanks before it.
  static func smpp(_ keys: String, isComplete: Bool = true) -> String {
    let needed = "host: smsc.example.net\nsystemID: otp\npassword: { env: CARRIER_PASSWORD }\n"
    let lines = ((isComplete ? needed : "") + keys).split(separator: "\n", omittingEmptySubsequences: false)
    return """
      transports:
        - id: carrier
          kind: smpp
      \(lines.map { "    \($0)" }.joined(separator: "\n"))
      applications: [{ id: shop, credentials: [{ accessKeyID: AK, secretAccessKey: s }] }]
      originationIdentities: [{ identity: "+18555550142", type: tollFree, countries: "*", transports: [carrier] }]
      """
  }

  /// Reads a text as the file c.yaml.
  static func read(_ text: String, file: String = "c.yaml") -> ConfigurationReading {
    Configuration.read(text: text, file: file, environment: environment)
  }

  /// The faults of a text as they are printed; none when it is a configuration.
  static func faults(_ text: String) -> [String] {
    switch read(text).outcome {
    case .success: []
    case .failure(let faults): faults.faults.map(\.description)
    }
  }

  /// Runs a test with an empty folder, which is removed afterwards. The path has no slash at its end.
  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  /// Writes a file with a mode.
  static func write(_ contents: String, to path: String, mode: Int = 0o600) throws {
    try Data(contents.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }
}
