// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Countersign

/// docs/configuration.md says what the readers know: no more, no less.
struct ConfigurationDocumentationTests {
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func page(_ name: String = "configuration.md") throws -> String {
    try String(contentsOf: root.appendingPathComponent("docs/" + name), encoding: .utf8)
  }

  static func examples(of page: String) -> [String] {
    page.split(separator: "```yaml\n").dropFirst().compactMap { $0.split(separator: "```").first.map(String.init) }
  }

  /// The first column of every row that begins with a key path.
  static func documentedPaths() throws -> [String] {
    try page().split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      // Rows of keys have five columns.
      guard cells.count == 5, let first = cells.first, first.hasPrefix("`"), first.hasSuffix("`") else { return nil }
      return String(first.dropFirst().dropLast())
    }
  }

  @Test func `every key that is read has its row in the documentation, and every row its key`() throws {
    let known = Configuration.keys.flatMap { $0.documentedPaths }
    let documented = try Self.documentedPaths()
    #expect(Set(known).subtracting(documented) == [])
    #expect(Set(documented).subtracting(known) == [])
    #expect(documented.count == Set(documented).count)
  }

  @Test func `every list of keys is among those that the documentation is held against`() throws {
    let sources = Self.root.appendingPathComponent("Sources/Countersign/Configuration")
    let declared = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }.reduce(0) {
      count, file in
      let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
      return count + text.split(separator: "\n").count { $0.contains("enum Key: String, ") }
    }
    #expect(declared == Configuration.keys.count)
  }

  @Test func `the complete example of the documentation is a configuration`() throws {
    let example = try #require(try Self.examples(of: Self.page()).first)
    #expect(ConfigurationSample.faults(example) == [])
  }

  @Test(arguments: ["configuration.md", "smpp.md"]) func `every example of transports can be used as it stands`(_ name: String) throws {
    let examples = try Self.examples(of: Self.page(name)).filter { $0.hasPrefix("transports:") }
    #expect(!examples.isEmpty)
    try ConfigurationSample.withFolder { folder in
      for file in ["carrier.password", "carrier-ca.pem", "client.crt", "client.key"] {
        try ConfigurationSample.write("carrier8", to: "\(folder)/\(file)")
      }
      for example in examples {
        let id = try #require(example.firstMatch(of: /- id: (.+)/)?.1)
        let text = example + ConfigurationSample.required.replacing(/transports: \[\{.+\n/, with: "").replacing("[lab]", with: "[\(id)]")
        let reading = ConfigurationSample.read(text, file: folder + "/c.yaml")
        guard case .failure(let faults) = reading.outcome else { continue }
        Issue.record("\(faults)")
      }
    }
  }
}
