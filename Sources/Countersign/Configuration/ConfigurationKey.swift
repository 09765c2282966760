// SPDX-License-Identifier: Apache-2.0

/// The keys of one mapping of the configuration, one case each. The cases are the only list of keys: readers take values by case, unknown keys
/// are those without one, and a test holds docs/configuration.md against them.
protocol ConfigurationKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// The mapping's key path as the documentation writes it, as in `applications[].credentials[]`; empty for the root.
  static var section: String { get }
}

extension ConfigurationKey {
  /// The names of all keys, in the order of the documentation.
  static var names: [String] { allCases.map(\.rawValue) }

  /// The key paths of all keys, as in `applications[].id`.
  static var documentedPaths: [String] {
    names.map { section.isEmpty ? $0 : "\(section).\($0)" }
  }
}
