// SPDX-License-Identifier: Apache-2.0

/// One way for a message: from an identity, over a transport.
package struct Route: Sendable, Equatable {
  package let identity: OriginationIdentity
  package let transport: TransportID
}

/// Why there is no way for a message, in words for the caller.
package struct RouteRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

/// Origination identities by name, and the rules by which a message finds its way. Pure.
package struct Router: Sendable {
  private let identities: [String: OriginationIdentity]

  package init(identities: [OriginationIdentity]) {
    self.identities = Dictionary(identities.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The identity that a request names; nil when the operator has configured none of that name.
  package func identity(named name: String) -> OriginationIdentity? {
    identities[name] ?? PhoneNumber(name).flatMap { identities[$0.e164] }
  }

  /// The routes of an identity to a country, in order of preference; never empty.
  package func plan(from identity: OriginationIdentity, to country: CountryCode?) -> Result<[Route], RouteRefusal> {
    guard identity.coverage.covers(country) else {
      let place = country.map { "country \($0)" } ?? "numbers of no country"
      return .failure(RouteRefusal("origination identity \(identity.identity) does not cover \(place)"))
    }
    guard !identity.transports.isEmpty else {
      return .failure(RouteRefusal("origination identity \(identity.identity) has no transport"))
    }
    return .success(identity.transports.map { Route(identity: identity, transport: $0) })
  }
}
