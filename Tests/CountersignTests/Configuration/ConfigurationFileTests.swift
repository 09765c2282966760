// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Countersign

struct ConfigurationFileTests {
  @Test func `a file that cannot be read is one fault that names it`() throws {
    try ConfigurationSample.withFolder { folder in
      try Data([0x61, 0x3A, 0x0A, 0x62, 0x3A, 0xFF]).write(to: URL(fileURLWithPath: folder + "/latin1.yaml"))
      try ConfigurationSample.write(String(repeating: "#", count: 1_048_577), to: folder + "/large.yaml")
      let faults = ["none.yaml", "", "latin1.yaml", "large.yaml"].map { name in
        switch Configuration.read(file: "\(folder)/\(name)", environment: [:]).outcome {
        case .success: "no fault"
        case .failure(let faults): faults.description.replacing(folder, with: "FOLDER")
        }
      }
      #expect(
        faults == [
          "FOLDER/none.yaml: does not exist; create it or correct the path",
          "FOLDER/: is a folder; name a file",
          "FOLDER/latin1.yaml:2:1: is not UTF-8 text (line 2); save it as UTF-8",
          "FOLDER/large.yaml: is larger than 1024 KiB; name the right file",
        ])
    }
  }

  @Test func `a link to a file is the file`() throws {
    try ConfigurationSample.withFolder { folder in
      try ConfigurationSample.write(ConfigurationSample.required, to: folder + "/real.yaml", mode: 0o600)
      try FileManager.default.createSymbolicLink(atPath: folder + "/c.yaml", withDestinationPath: "real.yaml")
      let reading = Configuration.read(file: folder + "/c.yaml", environment: [:])
      #expect(throws: Never.self) { try reading.outcome.get() }
      #expect(reading.warnings.isEmpty)
    }
  }

  @Test func `the file is the named one, else that of the working directory, else the system's`() throws {
    try ConfigurationSample.withFolder { folder in
      let system = folder + "/system.yaml"
      func located(_ explicit: String?) -> String? {
        Configuration.locate(explicit: explicit, workingDirectory: folder + "/here", systemFile: system)
      }
      try FileManager.default.createDirectory(atPath: folder + "/here", withIntermediateDirectories: false)
      #expect(located(nil) == nil)
      try ConfigurationSample.write("", to: system)
      #expect(located(nil) == system)
      try ConfigurationSample.write("", to: folder + "/here/countersign.yaml")
      #expect(located(nil) == folder + "/here/countersign.yaml")
      #expect(located("other.yaml") == "other.yaml")
      #expect(Configuration.locate(explicit: nil, workingDirectory: folder + "/here/") == folder + "/here/countersign.yaml")
      #expect(Configuration.systemFile == "/etc/countersign/countersign.yaml")
    }
  }
}
