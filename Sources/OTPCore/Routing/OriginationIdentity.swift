// SPDX-License-Identifier: Apache-2.0

/// The name of a transport in the configuration.
package struct TransportID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package var description: String { rawValue }
}

/// A number or sender ID that messages may come from (AWS: origination identity).
package struct OriginationIdentity: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case longCode, tenDLC, tollFree, shortCode, senderID
  }

  /// The countries that an identity may send to.
  package enum Coverage: Sendable, Equatable {
    case everywhere
    case countries(Set<CountryCode>)

    package func covers(_ country: CountryCode?) -> Bool {
      switch self {
      case .everywhere: true
      case .countries(let countries): country.map(countries.contains) ?? false
      }
    }
  }

  package let identity: String
  package let kind: Kind
  package let coverage: Coverage
  /// In order of preference.
  package let transports: [TransportID]
  /// India DLT principal entity, for requests that carry none.
  package let entityID: String?
  package let templateIDs: [String]

  /// The template of requests that name none: there is no choice when there is one.
  package var onlyTemplateID: String? { templateIDs.count == 1 ? templateIDs.first : nil }

  package init(
    identity: String, kind: Kind, coverage: Coverage, transports: [TransportID], entityID: String? = nil, templateIDs: [String] = []
  ) {
    self.identity = identity
    self.kind = kind
    self.coverage = coverage
    self.transports = transports
    self.entityID = entityID
    self.templateIDs = templateIDs
  }
}
