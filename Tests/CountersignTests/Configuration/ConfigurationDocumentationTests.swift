// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Countersign

/// docs/configuration.md says what the readers know: no more, no less.
struct ConfigurationDocumentationTests {
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func page() throws -> String {
    try String(contentsOf: root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
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
    let page = try Self.page()
    let example = try #require(page.split(separator: "```yaml\n").dropFirst().first?.split(separator: "```").first)
    #expect(ConfigurationSample.faults(String(example)) == [])
  }
}
