// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct HouseTests {
  struct Source: Sendable {
    /// Below Sources/, such as `OTPCore/Store.swift`.
    let path: String
    let lines: [String]
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let sources: [Source] = files(below: "Sources")

  static func files(below folder: String) -> [Source] {
    let base = root.appendingPathComponent(folder).resolvingSymlinksInPath().path
    let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
      (try? String(contentsOfFile: base + "/" + name, encoding: .utf8)).map {
        Source(path: name, lines: $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
      }
    }
  }

  @Test func `the house has rooms`() {
    #expect(Self.sources.count > 60)
  }

  @Test func `doors open downwards only`() throws {
    for source in Self.sources {
      let rule = HouseRules.imports.filter { source.path.hasPrefix($0.key + "/") }.max { $0.key.count < $1.key.count }
      let allowed = try #require(rule, "no rule for \(source.path)").value
      for line in source.lines {
        guard let module = Self.imported(line) else { continue }
        #expect(allowed.contains(module), "\(source.path) imports \(module)")
      }
    }
  }

  /// The module of an import line, such as Foundation in `package import struct Foundation.Date`.
  static func imported(_ line: String) -> String? {
    let words = line.split(separator: " ").map(String.init)
    guard let index = words.firstIndex(of: "import"),
      words[..<index].allSatisfy({ ["public", "package", "internal", "@preconcurrency"].contains($0) })
    else { return nil }
    return words.last?.split(separator: ".").first.map(String.init)
  }

  @Test func `every file says its licence and has one subject`() {
    for source in Self.sources + Self.files(below: "Tests") {
      #expect(source.lines.first == "// SPDX-License-Identifier: Apache-2.0", "\(source.path)")
    }
    for source in Self.sources where HouseRules.longFiles[source.path] == nil {
      #expect(source.lines.count <= HouseRules.linesMax, "\(source.path) has \(source.lines.count) lines")
    }
  }

  @Test func `no function outgrows a screen`() {
    for source in Self.sources {
      var start: (line: Int, indent: Substring)?
      for (number, line) in source.lines.enumerated() {
        let indent = line.prefix { $0 == " " }
        let text = line.dropFirst(indent.count)
        if start == nil, text.contains("func ") || text.contains(" init(") || text.hasPrefix("init("), !text.hasPrefix("//") {
          start = (number, indent)
        }
        if let begun = start, number > begun.line, text.hasPrefix("}"), indent == begun.indent {
          #expect(
            number - begun.line < HouseRules.functionLinesMax, "\(source.path):\(begun.line + 1) has \(number - begun.line + 1) lines")
          start = nil
        } else if let begun = start, number == begun.line, text.hasSuffix("}") || !text.contains("{") && text.hasSuffix(")") {
          start = nil
        }
      }
    }
  }

  @Test func `what could trap or race is proved safe where it stands`() {
    for source in Self.sources {
      for (number, line) in source.lines.enumerated() {
        let code = line.split(separator: "//", maxSplits: 1).first ?? ""
        for word in HouseRules.unsafeWords where code.contains(word) {
          let above = number > 0 ? source.lines[number - 1] : ""
          #expect(line.contains("Safe:") || above.contains("Safe:"), "\(source.path):\(number + 1) \(word)")
        }
      }
    }
  }

  @Test func `only the console speaks`() {
    for source in Self.sources where !HouseRules.speakers.contains(source.path) {
      for (number, line) in source.lines.enumerated() {
        let isSpeaking = ["print(", "FileHandle.standard", "dump("].contains { line.contains($0) }
        #expect(!isSpeaking, "\(source.path):\(number + 1)")
      }
    }
  }

  @Test func `nothing is left for later`() {
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "not " + "implemented", "place" + "holder"]
    for source in Self.sources + Self.files(below: "Tests") {
      for (number, line) in source.lines.enumerated() {
        #expect(!marks.contains { line.contains($0) }, "\(source.path):\(number + 1)")
      }
    }
  }

  @Test func `a file is named by what it declares`() {
    for source in Self.sources {
      let name = source.path.split(separator: "/").last.map { $0.dropLast(".swift".count) } ?? ""
      let subject = name.split(separator: "+").first.map(String.init) ?? ""
      let text = source.lines.joined(separator: "\n")
      let declares = ["struct", "class", "enum", "protocol", "actor", "extension"].contains { text.contains("\($0) \(subject)") }
      #expect(declares, "\(source.path) declares no \(subject)")
    }
  }
}
