// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Countersign

struct SecretTests {
  @Test func `a secret is masked however it is printed`() {
    struct Holder {
      var token = Secret("hunter2hunter2")
      var maybe: Secret? = Secret("hunter2hunter2")
      var list = [Secret("hunter2hunter2")]
    }
    var dumped = ""
    dump(Holder(), to: &dumped)
    let secret = Secret("hunter2hunter2")
    let texts = [
      "\(secret)", secret.debugDescription, String(describing: secret), String(reflecting: secret), "\(Holder())",
      String(reflecting: Holder()), dumped,
    ]
    for text in texts { #expect(!text.contains("hunter2") && text.contains("••••")) }
    #expect(Mirror(reflecting: secret).children.isEmpty)
    #expect(secret.reveal() == "hunter2hunter2")
  }

  @Test(arguments: [
    (
      "{ token: { env: NOPE } }", 20,
      "operator.token: the environment variable NOPE is not set; set it for the process that runs countersign"
    ),
    ("{ token: { evn: EMPTY } }", 22, "operator.token.evn: is not a key of operator.token; did you mean env?"),
    ("{ token: { env: EMPTY } }", 20, "operator.token: the secret is empty; write the secret itself, { env: NAME } or { file: PATH }"),
    (
      "{ token: { env: hunter2! } }", 27,
      "operator.token.env: cannot be used; write the name of an environment variable: letters, digits and _"
    ),
    ("{ token: { env: EMPTY, file: x } }", 20, "operator.token: names both env and file; keep one"),
    ("{ token: {} }", 20, "operator.token: is an empty mapping; write the secret itself, { env: NAME } or { file: PATH }"),
    ("{ token: [hunter2] }", 20, "operator.token: is a list; write the secret itself, { env: NAME } or { file: PATH }"),
    ("{ token: }", 20, "operator.token: has no value; write the secret itself, { env: NAME } or { file: PATH }"),
    ("{ token: { file: no.token } }", 20, "operator.token: the file no.token does not exist; create it or correct the path"),
    ("{ token: { file: /dev/zero } }", 20, "operator.token: the file /dev/zero is not a regular file; name a file"),
    ("{ token: { file: / } }", 20, "operator.token: the file / is a folder; name a file"),
    ("{ token: { file: \"a\\0b\" } }", 20, "operator.token: the file a\\0b does not exist; create it or correct the path"),
  ])
  func `a secret that cannot be fetched is a fault that names its source and never the secret`(
    _ section: String, _ column: Int, _ fault: String
  ) {
    let faults = ConfigurationSample.faults("operator: \(section)\n\(ConfigurationSample.required)")
    #expect(faults == ["c.yaml:1:\(column): \(fault)"])
  }

  @Test(arguments: [
    ("0123456789abcdef", "0123456789abcdef"), ("0123456789abcdef\n", "0123456789abcdef"), ("0123456789abcdef\r\n", "0123456789abcdef"),
  ])
  func `a secret file is found beside the configuration file and loses its last line break`(_ contents: String, _ secret: String) throws {
    try ConfigurationSample.withFolder { folder in
      try ConfigurationSample.write(contents, to: folder + "/token")
      try ConfigurationSample.write("operator: { token: { file: token } }\n\(ConfigurationSample.required)", to: folder + "/c.yaml")
      let reading = Configuration.read(file: folder + "/c.yaml", environment: [:])
      #expect(try reading.outcome.get().operator.token == Secret(secret))
      #expect(reading.warnings.isEmpty)
    }
  }

  @Test func `only the last line break of a secret file is taken off, and one that is too large is refused`() throws {
    try ConfigurationSample.withFolder { folder in
      let text = "operator: { token: { file: token } }\n\(ConfigurationSample.required)"
      try ConfigurationSample.write("0123456789abcdef\n\n", to: folder + "/token")
      let broken = Configuration.read(text: text, file: folder + "/c.yaml", environment: [:])
      #expect(throws: ConfigurationFaults.self) { try broken.outcome.get() }
      try ConfigurationSample.write(String(repeating: "a", count: 16_385), to: folder + "/token")
      let large = Configuration.read(text: text, file: folder + "/c.yaml", environment: [:])
      let fault = "\(folder)/c.yaml:1:20: operator.token: the file \(folder)/token is larger than 16 KiB; name the right file"
      #expect(throws: ConfigurationFaults.self) { try large.outcome.get() }
      if case .failure(let faults) = large.outcome { #expect(faults.description == fault) }
    }
  }

  @Test func `a token that could be guessed is a warning, not a fault`() {
    let reading = ConfigurationSample.read("operator: { token: hunter2 }\n" + ConfigurationSample.required)
    #expect(throws: Never.self) { try reading.outcome.get() }
    #expect(
      reading.warnings.map(\.description) == [
        "c.yaml:1:20: operator.token: warning: the token has 7 characters and could be guessed; use at least 16, random ones"
      ])
  }

  @Test func `files with secrets that everybody can read are warnings, not faults`() throws {
    try ConfigurationSample.withFolder { folder in
      try ConfigurationSample.write("0123456789abcdef", to: folder + "/token", mode: 0o644)
      try ConfigurationSample.write("k", to: folder + "/countersign.key", mode: 0o604)
      let file = folder + "/c.yaml"
      let text = """
        operator: { token: { file: token } }
        secrets: { keyFile: countersign.key }
        \(ConfigurationSample.required)
        """
      try ConfigurationSample.write(text, to: file, mode: 0o644)
      let reading = Configuration.read(file: file, environment: [:])
      #expect(throws: Never.self) { try reading.outcome.get() }
      #expect(
        reading.warnings.map(\.description) == [
          "\(file):1:20: operator.token: warning: everybody on this machine can read the secret file \(folder)/token; "
            + "chmod 0600 \(folder)/token",
          "\(file):2:21: secrets.keyFile: warning: everybody on this machine can read the secret file \(folder)/countersign.key; "
            + "chmod 0600 \(folder)/countersign.key",
          "\(file):3:78: applications[0].credentials[0].secretAccessKey: warning: is a secret in a file that everybody on this "
            + "machine can read; chmod 0600 \(file), or use { env: NAME } or { file: PATH }",
        ])
      for path in [file, folder + "/token", folder + "/countersign.key"] {
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      }
      #expect(Configuration.read(file: file, environment: [:]).warnings.isEmpty)
    }
  }
}
