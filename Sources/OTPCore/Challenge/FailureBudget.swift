// SPDX-License-Identifier: Apache-2.0

/// How many guesses in a row have failed for one destination number, over all its references and applications.
///
/// AllowedAttempts alone bounds the guesses at one code; this bounds the guesses at one person
/// (NIST SP 800-63B-4 §3.2.2: no more than 100 consecutive failures). Only guesses that were compared with a living code
/// count, so nobody can lock a number out without codes being sent to it.
package struct FailureBudget: Sendable, Equatable {
  package static let failuresMax = 100

  package let failures: Int
  /// Set when the budget ran out: from then on every verification is false until an operator lifts the block.
  package let blockedAt: Timestamp?

  package init(failures: Int = 0, blockedAt: Timestamp? = nil) {
    self.failures = failures
    self.blockedAt = blockedAt
  }

  package var isBlocked: Bool { blockedAt != nil }

  func afterFailure(at now: Timestamp) -> FailureBudget {
    let failures = failures + 1
    return FailureBudget(failures: failures, blockedAt: failures >= Self.failuresMax ? now : nil)
  }
}

/// A destination whose budget ran out, as an operator sees it.
package struct DestinationBlock: Sendable, Equatable {
  package let destination: PhoneNumber
  package let failures: Int
  package let blockedAt: Timestamp

  package init(destination: PhoneNumber, failures: Int, blockedAt: Timestamp) {
    self.destination = destination
    self.failures = failures
    self.blockedAt = blockedAt
  }
}
