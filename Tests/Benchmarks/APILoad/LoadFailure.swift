// SPDX-License-Identifier: Apache-2.0

/// Why a measurement could not be made: what happened, and where.
struct LoadFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
