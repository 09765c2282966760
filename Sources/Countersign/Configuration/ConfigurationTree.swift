// SPDX-License-Identifier: Apache-2.0

import Yams

/// A YAML configuration file as a tree whose every node knows its key path, line and column.
///
/// Reading it never stops at the first mistake where the text allows to go on, takes time and memory in proportion to the text, and never traps.
struct ConfigurationTree: Sendable {
  /// nil when the text is not YAML or not a mapping; then `faults` says why.
  let root: ConfigurationNode?
  /// What is wrong with the file as YAML, in the order in which it was found.
  let faults: [ConfigurationFault]

  /// Nothing in a configuration is nested as deeply as this.
  static let depthMax = 16

  init(text: String, file: String) {
    var faults: [ConfigurationFault] = []
    var root: ConfigurationNode?
    do {
      // A byte order mark is no part of the text.
      let body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
      var source = try ConfigurationText(body)
      root = try Self.compose(&source).map { node in
        var builder = Builder(file: file, source: source)
        let root = builder.node(node, keyPath: "", depth: 0)
        faults += builder.faults
        return root
      }
    } catch let error as ConfigurationText.Unreadable {
      faults.append(Self.fault(error, file: file))
    } catch let error as YAMLFault {
      faults.append(error.fault(file: file))
    } catch {
      faults.append(YAMLFault(mark: nil).fault(file: file))
    }
    switch root?.content {
    case .mapping: break
    case .faulty: root = nil
    case nil, .nothing:
      if faults.isEmpty { faults.append(Self.whole(file, "is empty", "write at least applications, transports and originationIdentities")) }
      root = nil
    case .text, .list:
      let what = root.map(\.contentInWords) ?? "text"
      faults.append(
        Self.whole(file, "is \(what) at its top level", "write keys such as server: and transports:, each with its values below it"))
      root = nil
    }
    self.root = root
    self.faults = faults
  }

  /// Parses, masking repeated keys as long as the parser stumbles over them.
  private static func compose(_ source: inout ConfigurationText) throws -> Node? {
    while true {
      do {
        // `.basic` leaves every scalar as it is written: whether `NO` is Norway is for the reader of that key to say.
        return try Parser(yaml: source.masked, resolver: .basic, encoding: .utf8).singleRoot()
      } catch let error as YamlError {
        guard case .duplicatedKeysInMapping(let keys, let context) = error, let key = keys.first else {
          throw YAMLFault(error, in: source)
        }
        let mark = ConfigurationMark(context.mark)
        // Each turn masks one more key, of which there are only so many.
        if source.mask(key: key, at: mark) { continue }
        let real = source.maskedKeys[mark] ?? ConfigurationText.unmask(key)
        throw YAMLFault(
          mark: mark, problem: "the key \(ConfigurationFault.quote(real)) is written more than once in the same mapping", remedy: "keep one"
        )
      }
    }
  }

  private static func whole(_ file: String, _ problem: String, _ remedy: String) -> ConfigurationFault {
    let place = ConfigurationPlace(file: file, mark: nil, keyPath: "")
    return ConfigurationFault(place: place, problem: problem, remedy: remedy)
  }

  private static func fault(_ error: ConfigurationText.Unreadable, file: String) -> ConfigurationFault {
    let code = String(error.scalar.value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
    return ConfigurationFault(
      place: ConfigurationPlace(file: file, mark: error.mark, keyPath: ""),
      problem: "holds the character \(name), which is not text", remedy: "remove it, or write it as an escape such as \"\\x1B\"")
  }
}

extension ConfigurationTree {
  /// Turns the nodes of the YAML library into ours; notes what a configuration does not have: aliases, tags, keys that are no text.
  private struct Builder {
    let file: String
    let source: ConfigurationText
    var faults: [ConfigurationFault] = []

    mutating func node(_ node: Node, keyPath: String, depth: Int) -> ConfigurationNode {
      let mark = node.mark.map(ConfigurationMark.init) ?? ConfigurationMark(line: 1, column: 1)
      var result = ConfigurationNode(keyPath: keyPath, mark: mark, content: .faulty)
      guard depth < ConfigurationTree.depthMax else {
        fault(mark, keyPath, "is nested more than \(ConfigurationTree.depthMax) levels deep", "check the brackets and the indentation")
        return result
      }
      switch node {
      case .scalar(let scalar): result.content = content(of: scalar, tag: node.tag.rawValue, mark, keyPath)
      case .sequence(let sequence):
        guard isUntagged(node.tag.rawValue, .seq, mark, keyPath) else { return result }
        result.content = .list(sequence.enumerated().map { self.node($1, keyPath: "\(keyPath)[\($0)]", depth: depth + 1) })
      case .mapping(let mapping):
        guard isUntagged(node.tag.rawValue, .map, mark, keyPath) else { return result }
        result.content = .mapping(entries(of: mapping, keyPath: keyPath, depth: depth))
      case .alias: faultOfAlias(mark, keyPath)
      }
      return result
    }

    private mutating func content(
      of scalar: Node.Scalar, tag: String, _ mark: ConfigurationMark, _ keyPath: String
    ) -> ConfigurationNode.Content {
      // The library gives quoted text the tag `str`; so does a writer of `!!str 5`.
      guard isUntagged(tag, .str, mark, keyPath) else { return .faulty }
      let text = ConfigurationText.unmask(scalar.string)
      guard scalar.style == .plain else { return .text(text, isQuoted: true) }
      if ["", "~", "null", "Null", "NULL"].contains(text) { return .nothing }
      guard !text.hasPrefix("*") else {
        faultOfAlias(mark, keyPath)
        return .faulty
      }
      return .text(text, isQuoted: false)
    }

    private mutating func entries(of mapping: Node.Mapping, keyPath: String, depth: Int) -> [ConfigurationNode.Entry] {
      var entries: [ConfigurationNode.Entry] = []
      var firstLines: [String: Int] = [:]
      for (keyNode, valueNode) in mapping {
        let mark = keyNode.mark.map(ConfigurationMark.init) ?? ConfigurationMark(line: 1, column: 1)
        guard case .scalar(let scalar) = keyNode else {
          fault(mark, keyPath, "has a key that is not plain text", "write KEY: VALUE")
          continue
        }
        let key = source.maskedKeys[mark] ?? ConfigurationText.unmask(scalar.string)
        let path = ConfigurationNode.keyPath(key, below: keyPath)
        if let line = firstLines[key] {
          fault(mark, path, "is written more than once, first on line \(line)", "keep one")
          continue
        }
        firstLines[key] = mark.line
        let value = node(valueNode, keyPath: path, depth: depth + 1)
        entries.append(ConfigurationNode.Entry(key: key, keyMark: mark, value: value))
      }
      return entries
    }

    private mutating func isUntagged(_ tag: String, _ expected: Tag.Name, _ mark: ConfigurationMark, _ keyPath: String) -> Bool {
      if tag == expected.rawValue { return true }
      fault(mark, keyPath, "has a YAML tag (\(ConfigurationFault.shown(tag)))", "remove it, tags have no meaning here")
      return false
    }

    private mutating func faultOfAlias(_ mark: ConfigurationMark, _ keyPath: String) {
      fault(mark, keyPath, "is a YAML alias", "write the value out, or put text that starts with * in quotes")
    }

    private mutating func fault(_ mark: ConfigurationMark, _ keyPath: String, _ problem: String, _ remedy: String) {
      let place = ConfigurationPlace(file: file, mark: mark, keyPath: keyPath)
      faults.append(ConfigurationFault(place: place, problem: problem, remedy: remedy))
    }
  }
}

extension ConfigurationMark {
  /// The position that the YAML library gives; it counts from 1, too.
  init(_ mark: Mark) {
    self.init(line: mark.line, column: mark.column)
  }
}
