// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a field of a body, before the header is put beside it.
struct FieldFault: Error {
  /// What to answer.
  let status: CommandStatus
  let reason: String
}
