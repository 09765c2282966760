// SPDX-License-Identifier: Apache-2.0

extension Configuration {
  /// A larger file is not a configuration.
  static let fileOctetsMax = 1_048_576
  /// Where `countersign` looks last.
  static let systemFile = "/etc/countersign/countersign.yaml"

  /// The file to read: the one that the user names, else `countersign.yaml` in the working directory, else the system's; nil when there is none.
  ///
  /// A named file is not looked for: that it is missing is a fault of `read`.
  /// - Parameter workingDirectory: a path; `"."` gives the bare name, which reads well in faults.
  static func locate(explicit: String?, workingDirectory: String, systemFile: String = systemFile) -> String? {
    if let explicit { return explicit }
    let name = "countersign.yaml"
    let folder = workingDirectory.hasSuffix("/") ? workingDirectory : workingDirectory + "/"
    let local = folder == "./" ? name : folder + name
    return [local, systemFile].first(where: ConfigurationFile.exists)
  }

  /// Reads a file and what it refers to. Opens no device and no socket; blocks for the time of reading a few small files.
  static func read(file: String, environment: [String: String]) -> ConfigurationReading {
    switch ConfigurationFile.text(of: file, octetsMax: fileOctetsMax) {
    case .success(let text): return read(text: text, file: file, environment: environment)
    case .failure(let unreadable):
      let mark = unreadable.line.map { ConfigurationMark(line: $0, column: 1) }
      let place = ConfigurationPlace(file: file, mark: mark, keyPath: "")
      let fault = ConfigurationFault(place: place, problem: unreadable.problem, remedy: unreadable.remedy)
      return ConfigurationReading(outcome: .failure(ConfigurationFaults(faults: [fault])), warnings: [])
    }
  }

  /// Reads a text as if it stood in that file: its name goes into faults, its folder is where relative paths start.
  static func read(text: String, file: String, environment: [String: String]) -> ConfigurationReading {
    let tree = ConfigurationTree(text: text, file: file)
    let reader = ConfigurationReader(file: file, environment: environment, faults: tree.faults)
    let configuration = tree.root.flatMap { read($0, reader) }
    let warnings = inOrder(reader.warnings, of: \.place.mark)
    if let configuration, reader.faults.isEmpty { return ConfigurationReading(outcome: .success(configuration), warnings: warnings) }
    let faults = ConfigurationFaults(faults: inOrder(reader.faults, of: \.place.mark))
    return ConfigurationReading(outcome: .failure(faults), warnings: warnings)
  }

  /// Sections are read in an order of their own; people read files from the top.
  private static func inOrder<Finding>(_ findings: [Finding], of mark: (Finding) -> ConfigurationMark?) -> [Finding] {
    let whole = ConfigurationMark(line: 0, column: 0)
    let sorted = findings.enumerated().sorted { left, right in
      (mark(left.element) ?? whole, left.offset) < (mark(right.element) ?? whole, right.offset)
    }
    return sorted.map(\.element)
  }

  private static func read(_ root: ConfigurationNode, _ reader: ConfigurationReader) -> Self? {
    guard let fields = ConfigurationFields(root, Key.self, reader) else { return nil }
    let server = fields.section(.server, as: ServerSection.value, default: ServerSection())
    let storage = fields.section(.storage, as: StorageSection.value, default: StorageSection())
    let secrets = fields.section(.secrets, as: SecretsSection.value, default: SecretsSection())
    let `operator` = fields.section(.operator, as: OperatorSection.value, default: OperatorSection())
    let applications = fields.required(.applications, as: .list(of: ApplicationSection.value, "a list of at least one application"))
    let transports = fields.required(.transports, as: .list(of: TransportSection.value, "a list of at least one transport"))
    let transportIDs = transports == nil ? nil : fields[.transports].map(TransportSection.declaredIDs)
    let identities = fields.required(
      .originationIdentities,
      as: .list(
        of: OriginationIdentitySection.value(
          transportIDs: transportIDs, receivers: Set((transports ?? []).filter { !$0.canSend }.map(\.id))),
        "a list of at least one origination identity"))
    guard let applications, let transports, let identities else { return nil }
    return Self(
      file: reader.file, server: server, storage: storage, secrets: secrets, operator: `operator`, applications: applications,
      transports: transports, originationIdentities: identities)
  }
}
