// SPDX-License-Identifier: Apache-2.0

/// An ISO 3166-1 alpha-2 country code, in capitals.
package struct CountryCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package var description: String { rawValue }
}
