// SPDX-License-Identifier: Apache-2.0

/// Why a message cannot be written for an SMSC, in words for an operator.
struct SubmitMappingFault: Error, Sendable, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
