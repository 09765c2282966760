// SPDX-License-Identifier: Apache-2.0

/// The values of one mapping, taken by key. Making it records a fault for every unknown key.
struct ConfigurationFields<Key: ConfigurationKey> {
  /// The mapping itself.
  let node: ConfigurationNode
  private let reader: ConfigurationReader
  private let values: [String: ConfigurationNode]

  /// nil, with a fault, when the node is not a mapping. A key with nothing behind it counts as an empty mapping.
  init?(_ node: ConfigurationNode, _ keys: Key.Type, _ reader: ConfigurationReader) {
    let entries: [ConfigurationNode.Entry]
    switch node.content {
    case .mapping(let found): entries = found
    case .nothing: entries = []
    case .faulty: return nil
    case .text, .list:
      reader.fault(node, "is \(node.contentInWords)", "write a mapping with \(NearestWord.list(Key.names, conjunction: "and"))")
      return nil
    }
    for entry in entries where Key(rawValue: entry.key) == nil {
      let owner = node.keyPath.isEmpty ? "the configuration" : node.keyPath
      let advice = NearestWord.advice(for: entry.key, among: Key.names)
      reader.fault(ConfigurationNode.keyPath(entry.key, below: node.keyPath), entry.keyMark, "is not a key of \(owner)", advice)
    }
    self.node = node
    self.reader = reader
    values = Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The node of a key, nil when the key is not written.
  subscript(key: Key) -> ConfigurationNode? { values[key.rawValue] }

  /// The value of a key that may be left out; nil also after a fault.
  func optional<Value>(_ key: Key, as value: ConfigurationValue<Value>) -> Value? {
    self[key].flatMap { value.read($0, reader) }
  }

  /// The value of a key that has a default.
  func value<Value>(_ key: Key, as value: ConfigurationValue<Value>, default defaultValue: Value) -> Value {
    optional(key, as: value) ?? defaultValue
  }

  /// A mapping of which every key may be left out, and so the mapping itself: it is then read as an empty one. `default` stands in after a fault.
  func section<Value>(_ key: Key, as value: ConfigurationValue<Value>, default defaultValue: Value) -> Value {
    let path = ConfigurationNode.keyPath(key.rawValue, below: node.keyPath)
    return value.read(self[key] ?? ConfigurationNode(keyPath: path, mark: node.mark, content: .nothing), reader) ?? defaultValue
  }

  /// The value of a key that must be there; nil after a fault.
  func required<Value>(_ key: Key, as value: ConfigurationValue<Value>) -> Value? {
    if let node = self[key] { return value.read(node, reader) }
    reader.fault(ConfigurationNode.keyPath(key.rawValue, below: node.keyPath), node.mark, "is missing", "write \(value.expected)")
    return nil
  }
}
