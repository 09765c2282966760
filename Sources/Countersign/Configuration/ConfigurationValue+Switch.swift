// SPDX-License-Identifier: Apache-2.0

extension ConfigurationValue {
  /// A section that can be switched as a whole: `true` stands for `usual`, `false` for nil, and a mapping for what `read` makes of it.
  static func switched<Key: ConfigurationKey, Section>(
    _ keys: Key.Type, usual: Section, _ read: @escaping (ConfigurationFields<Key>, ConfigurationReader) -> Section?
  ) -> Self where Value == Section? {
    let expected = "true, false or a mapping with \(NearestWord.list(Key.names, conjunction: "and"))"
    return Self(expected: expected) { node, reader in
      switch node.content {
      case .text("true", false): return .some(usual)
      case .text("false", false): return .some(nil)
      case .text(let text, _) where !text.isEmpty:
        reader.fault(node, "\(ConfigurationFault.quote(text)) cannot be used", "write \(expected)")
      case .text, .list: node.refuse(expected: expected, reader)
      case .mapping, .nothing: return ConfigurationFields(node, keys, reader).flatMap { read($0, reader) }.map { .some($0) }
      case .faulty: break
      }
      return nil
    }
  }
}
