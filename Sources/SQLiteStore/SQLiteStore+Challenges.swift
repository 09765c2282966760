// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
package import OTPCore

extension SQLiteStore {
  package func judge(
    _ key: ChallengeKey, _ rule: @escaping @Sendable (Challenge?, FailureBudget) -> Judgement
  ) async throws(StoreError) -> Verdict {
    try await write("verifying a code") { database in
      let stored = try Self.challenge(key, in: database)
      let budget = try Self.failureBudget(of: key.destination, in: database)
      let judgement = rule(stored, budget)
      // Exactly two writes whatever the verdict, so that time tells nothing.
      try Self.keep(judgement, in: database)
      try Self.keep(judgement.budget, was: budget, of: key.destination, at: judgement.at, in: database)
      return judgement.verdict
    }
  }

  static func challenge(_ key: ChallengeKey, in database: Database) throws -> Challenge? {
    try database.row(
      """
      SELECT key_id, salt, mac, attempts, attempts_allowed, created_at, expires_at, consumed_at FROM challenges
      WHERE application = ? AND destination = ? AND reference = ?
      """, [key.application, key.destination.e164, key.reference]
    ) { row in
      Challenge(
        key: key, digest: CodeDigest(keyID: KeyID(rawValue: row[0]), salt: row[1], mac: row[2]), attemptsAllowed: row[4], attempts: row[3],
        createdAt: row.time(5), expiresAt: row.time(6), consumedAt: row.optionalTime(7))
    }
  }

  private static let challengeColumns =
    "application, destination, reference, key_id, salt, mac, attempts, attempts_allowed, created_at, expires_at, consumed_at"
  private static let insertion =
    "INSERT INTO challenges (\(challengeColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
  private static let replacement = "INSERT OR REPLACE INTO challenges (\(challengeColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

  /// False when there is a challenge of this key, dead or alive.
  static func insert(_ challenge: Challenge, in database: Database) throws -> Bool {
    try database.run(insertion, values(of: challenge))
    return database.changesCount == 1
  }

  static func replace(with challenge: Challenge, in database: Database) throws {
    try database.run(replacement, values(of: challenge))
  }

  private static func values(of challenge: Challenge) -> [(any Bindable)?] {
    [
      challenge.key.application, challenge.key.destination.e164, challenge.key.reference, challenge.digest.keyID.rawValue,
      challenge.digest.salt, challenge.digest.mac, challenge.attempts, challenge.attemptsAllowed, challenge.createdAt.milliseconds,
      challenge.expiresAt.milliseconds, challenge.consumedAt?.milliseconds,
    ]
  }

  private static func keep(_ judgement: Judgement, in database: Database) throws {
    guard let challenge = judgement.challenge else {
      return try database.run("UPDATE decoys SET attempts = attempts + 1 WHERE number = 1", [])
    }
    try database.run(
      "UPDATE challenges SET attempts = ?, consumed_at = ? WHERE application = ? AND destination = ? AND reference = ?",
      [
        challenge.attempts, challenge.consumedAt?.milliseconds, challenge.key.application, challenge.key.destination.e164,
        challenge.key.reference,
      ])
  }

  private static func failureBudget(of destination: PhoneNumber, in database: Database) throws -> FailureBudget {
    try database.row("SELECT failures, blocked_at FROM failures WHERE destination = ?", [destination.e164]) {
      FailureBudget(failures: $0[0], blockedAt: $0.optionalTime(1))
    } ?? FailureBudget()
  }

  private static func keep(
    _ budget: FailureBudget, was: FailureBudget, of destination: PhoneNumber, at now: Timestamp, in database: Database
  ) throws {
    if budget == was {
      try database.run("UPDATE decoys SET failures = failures + 1, last_at = ? WHERE number = 1", [now.milliseconds])
    } else if budget.failures == 0 {
      try database.run("DELETE FROM failures WHERE destination = ?", [destination.e164])
    } else {
      try database.run(
        "INSERT OR REPLACE INTO failures (destination, failures, last_at, blocked_at) VALUES (?, ?, ?, ?)",
        [destination.e164, budget.failures, now.milliseconds, budget.blockedAt?.milliseconds])
    }
  }

  package func blocks() async throws(StoreError) -> [DestinationBlock] {
    try await read("listing blocked destinations") { database in
      try database.rows("SELECT destination, failures, blocked_at FROM failures WHERE blocked_at IS NOT NULL ORDER BY blocked_at", []) {
        DestinationBlock(destination: try $0.phoneNumber(0), failures: $0[1], blockedAt: $0.time(2))
      }
    }
  }

  package func liftBlock(of destination: PhoneNumber) async throws(StoreError) -> Bool {
    try await write("lifting a block") { database in
      try database.run("DELETE FROM failures WHERE destination = ? AND blocked_at IS NOT NULL", [destination.e164])
      return database.changesCount > 0
    }
  }
}
