// SPDX-License-Identifier: Apache-2.0

/// What reading one file gathers and needs besides the text: faults, warnings, names that must be unique, the environment and the file's folder.
final class ConfigurationReader {
  /// The file as the user named it.
  let file: String
  /// The environment variables that `{ env: NAME }` may name.
  let environment: [String: String]
  private(set) var faults: [ConfigurationFault]
  private(set) var warnings: [ConfigurationWarning] = []
  /// Where each name that must be unique was first used, by kind of name.
  private var claims: [String: [String: ConfigurationNode]] = [:]
  private var hasLiteralSecret = false

  init(file: String, environment: [String: String], faults: [ConfigurationFault] = []) {
    self.file = file
    self.environment = environment
    self.faults = faults
  }

  /// Records a mistake at a node.
  func fault(_ node: ConfigurationNode, _ problem: String, _ remedy: String) {
    faults.append(ConfigurationFault(place: place(node.keyPath, node.mark), problem: problem, remedy: remedy))
  }

  /// Records a mistake at a place that has no node.
  func fault(_ keyPath: String, _ mark: ConfigurationMark, _ problem: String, _ remedy: String) {
    faults.append(ConfigurationFault(place: place(keyPath, mark), problem: problem, remedy: remedy))
  }

  /// Records something to be put right that does not hinder.
  func warn(_ node: ConfigurationNode, _ problem: String, _ remedy: String) {
    warnings.append(ConfigurationWarning(place: place(node.keyPath, node.mark), problem: problem, remedy: remedy))
  }

  /// True for the first secret that stands in the file itself: one warning about the file is enough.
  func isFirstLiteralSecret() -> Bool {
    defer { hasLiteralSecret = true }
    return !hasLiteralSecret
  }

  /// Takes a name for a node; a fault when another node of the file has it.
  func claim(_ name: String, as kind: String, at node: ConfigurationNode) {
    if let first = claims[kind]?[name] {
      let quoted = ConfigurationFault.quote(name)
      fault(node, "the \(kind) \(quoted) is already used by \(first.keyPath) on line \(first.mark.line)", "choose another")
    } else {
      claims[kind, default: [:]][name] = node
    }
  }

  /// A path of the file, made relative to the folder that the file lies in.
  func resolve(path: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }

  private func place(_ keyPath: String, _ mark: ConfigurationMark) -> ConfigurationPlace {
    ConfigurationPlace(file: file, mark: mark, keyPath: keyPath)
  }
}
