// SPDX-License-Identifier: Apache-2.0

/// One value of a configuration file with its key path and position: the part of YAML that a configuration needs.
struct ConfigurationNode: Sendable {
  /// What stands at this place.
  enum Content: Sendable {
    /// Nothing, `~` or `null`.
    case nothing
    /// A scalar as it is written. `isQuoted` tells `"5"`, which is text, from `5`, which may be a number.
    case text(String, isQuoted: Bool)
    case list([ConfigurationNode])
    /// Keys in the order of the file, each once.
    case mapping([Entry])
    /// Something whose fault is already recorded: readers pass over it in silence.
    case faulty
  }

  /// One key of a mapping and its value.
  struct Entry: Sendable {
    var key: String
    var keyMark: ConfigurationMark
    var value: ConfigurationNode
  }

  /// As in `transports[1].kind`; empty for the root.
  var keyPath: String
  var mark: ConfigurationMark
  var content: Content

  /// The kind of content in words, to complete "is …".
  var contentInWords: String {
    switch content {
    case .nothing: "empty"
    case .text(_, let isQuoted): isQuoted ? "text in quotes" : "text"
    case .list: "a list"
    case .mapping: "a mapping"
    case .faulty: "unreadable"
    }
  }

  /// The value of a key, nil when this is no mapping or lacks the key.
  subscript(key: String) -> ConfigurationNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The key path of a key below the one given.
  static func keyPath(_ key: String, below parent: String) -> String {
    parent.isEmpty ? ConfigurationFault.shown(key) : "\(parent).\(ConfigurationFault.shown(key))"
  }
}
