// SPDX-License-Identifier: Apache-2.0

/// The configuration of a gateway: the sections of one YAML file, checked, with defaults filled in and secrets fetched.
struct Configuration: Sendable, Equatable {
  /// The file that this was read from, as the user named it; nil when it was composed in the program.
  var file: String?
  /// `server`: mapping, default as in `ServerSection`.
  var server: ServerSection
  /// `storage`: mapping, default as in `StorageSection`.
  var storage: StorageSection
  /// `secrets`: mapping, default as in `SecretsSection`.
  var secrets: SecretsSection
  /// `operator`: mapping, default no token.
  var `operator`: OperatorSection
  /// `applications`: list of at least one, required.
  var applications: [ApplicationSection]
  /// `transports`: list of at least one, required.
  var transports: [TransportSection]
  /// `originationIdentities`: list of at least one, required.
  var originationIdentities: [OriginationIdentitySection]

  enum Key: String, ConfigurationKey {
    case server, storage, secrets, `operator`, applications, transports, originationIdentities
    static let section = ""
  }

  /// The keys of every mapping of the file. A section with keys of its own has its line here; docs/configuration.md is held against it.
  static let keys: [any ConfigurationKey.Type] = [
    Key.self, ServerSection.Key.self, ServerSection.TLS.Key.self, StorageSection.Key.self, SecretsSection.Key.self,
    OperatorSection.Key.self, ApplicationSection.Key.self, ApplicationSection.Credential.Key.self, LoopbackSection.Key.self,
    SMPPSection.Key.self, SMPPSection.TLS.Key.self, SMPPSection.Timers.Key.self, SMPPSection.Reconnect.Key.self,
    SMPPSection.Addressing.Key.self, SMPPSection.AddressType.Key.self, SMPPSection.DataCodings.Key.self, SMPPSection.Receipts.Key.self,
    SMPPSection.Parameter.Key.self, SMPPSection.DLT.Key.self, OriginationIdentitySection.Key.self, SecretSource.Key.self,
  ]

  init(
    file: String? = nil, server: ServerSection = ServerSection(), storage: StorageSection = StorageSection(),
    secrets: SecretsSection = SecretsSection(), operator: OperatorSection = OperatorSection(), applications: [ApplicationSection],
    transports: [TransportSection], originationIdentities: [OriginationIdentitySection]
  ) {
    self.file = file
    self.server = server
    self.storage = storage
    self.secrets = secrets
    self.operator = `operator`
    self.applications = applications
    self.transports = transports
    self.originationIdentities = originationIdentities
  }
}

/// What came of reading a configuration: it or its faults, and in both cases what should be put right.
struct ConfigurationReading: Sendable {
  var outcome: Result<Configuration, ConfigurationFaults>
  var warnings: [ConfigurationWarning]
}
