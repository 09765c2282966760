// SPDX-License-Identifier: Apache-2.0

/// What a code is asked for under: it verifies for this application, number and reference, and for no other.
package struct ChallengeKey: Sendable {
  package let application: String
  package let destination: PhoneNumber
  /// The caller's ReferenceId. Compared octet by octet, not by Unicode equivalence.
  package let reference: String

  package init(application: String, destination: PhoneNumber, reference: String) {
    self.application = application
    self.destination = destination
    self.reference = reference
  }
}

/// An issued code and what may still be done with it.
package struct Challenge: Sendable {
  package let key: ChallengeKey
  package let digest: CodeDigest
  /// AWS SendOTPMessage.AllowedAttempts, 1 to 5.
  package let attemptsAllowed: Int
  package private(set) var attempts: Int
  package let createdAt: Timestamp
  package let expiresAt: Timestamp
  package private(set) var consumedAt: Timestamp?

  package init(
    key: ChallengeKey, digest: CodeDigest, attemptsAllowed: Int, attempts: Int = 0, createdAt: Timestamp, expiresAt: Timestamp,
    consumedAt: Timestamp? = nil
  ) {
    self.key = key
    self.digest = digest
    self.attemptsAllowed = attemptsAllowed
    self.attempts = attempts
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.consumedAt = consumedAt
  }

  /// True while a correct code could in time verify: neither used nor expired.
  func isOpen(at now: Timestamp) -> Bool { consumedAt == nil && now < expiresAt }

  /// What is stored when this code is sent under a reference that has an older one: the newest code is the valid one,
  /// and tries already spent on an open code stay spent, so that re-sending buys no guesses.
  package func superseding(_ previous: Challenge?) -> Challenge {
    var next = self
    if let previous, previous.isOpen(at: createdAt) { next.attempts = previous.attempts }
    return next
  }
}

/// Why a verification ended as it did. Only the operator's counters see it: a caller is told true or false.
package enum Verdict: String, Sendable, CaseIterable {
  case valid, wrongCode, unknownReference, expired, consumed, attemptsExhausted, destinationBlocked
}

/// The result of a verification, and what the store must keep of it.
package struct Judgement: Sendable {
  package let verdict: Verdict
  package let challenge: Challenge?
  package let budget: FailureBudget
  package let at: Timestamp
}

extension Challenge {
  /// Judges a guess. The attempt is counted before the comparison, and the comparison is made, against a decoy if need be,
  /// whatever the record says, so that time tells nothing.
  package static func judge(
    _ code: String, for key: ChallengeKey, against stored: Challenge?, budget: FailureBudget, keyRing: KeyRing, now: Timestamp
  ) -> Judgement {
    let matches = keyRing.matches(code, stored?.digest ?? keyRing.decoy, for: key)
    func judgement(_ verdict: Verdict, _ challenge: Challenge?, _ budget: FailureBudget) -> Judgement {
      Judgement(verdict: verdict, challenge: challenge, budget: budget, at: now)
    }
    guard var challenge = stored else { return judgement(.unknownReference, nil, budget) }
    let obstacle: Verdict? =
      if budget.isBlocked {
        .destinationBlocked
      } else if challenge.consumedAt != nil {
        .consumed
      } else if now >= challenge.expiresAt {
        .expired
      } else if challenge.attempts >= challenge.attemptsAllowed {
        .attemptsExhausted
      } else {
        nil
      }
    if let obstacle { return judgement(obstacle, challenge, budget) }
    challenge.attempts += 1
    guard matches else { return judgement(.wrongCode, challenge, budget.afterFailure(at: now)) }
    challenge.consumedAt = now
    return judgement(.valid, challenge, FailureBudget())
  }
}
