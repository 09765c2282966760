// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
package import OTPCore

extension SQLiteStore {
  package func accept(_ proposal: Proposal) async throws(StoreError) -> Acceptance {
    try await write("keeping a code and its message") { database in
      let message = proposal.message
      // Both are new nearly always: writing tells when they are not, and saves asking first.
      if let invocation = proposal.invocation, try !Self.insert(invocation, of: proposal, in: database),
        let first = try Self.replay(of: invocation, application: message.application, in: database)
      {
        return first
      }
      if try !Self.insert(proposal.challenge, in: database) {
        let previous = try Self.challenge(proposal.challenge.key, in: database)
        try Self.replace(with: proposal.challenge.superseding(previous), in: database)
      }
      try Self.insert(message, body: proposal.body, isClaimed: proposal.isClaimed, in: database)
      return .accepted(message.id)
    }
  }

  /// False when the call was answered before.
  private static func insert(_ invocation: Invocation, of proposal: Proposal, in database: Database) throws -> Bool {
    try database.run(
      """
      INSERT INTO invocations (application, invocation, fingerprint, message, destination_as_sent, created_at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (application, invocation) DO NOTHING
      """,
      [
        proposal.message.application, invocation.name, invocation.fingerprint, proposal.message.id.octets, proposal.destinationAsSent,
        proposal.message.createdAt.milliseconds,
      ])
    return database.changesCount == 1
  }

  package func replay(of invocation: Invocation, application: String) async throws(StoreError) -> Acceptance? {
    try await read("looking for an earlier try") { try Self.replay(of: invocation, application: application, in: $0) }
  }

  private static func replay(of invocation: Invocation, application: String, in database: Database) throws -> Acceptance? {
    try database.row(
      "SELECT message, destination_as_sent, fingerprint FROM invocations WHERE application = ? AND invocation = ?",
      [application, invocation.name]
    ) { row in
      row[2] == invocation.fingerprint ? .replayed(try row.messageID(0), destinationAsSent: row[1]) : .conflicting
    }
  }

  /// A message that is kept as claimed has been queued for no time at all.
  private static func insert(_ message: Message, body: SealedText, isClaimed: Bool, in database: Database) throws {
    let states: [MessageState] = isClaimed ? [.queued, .submitting] : [.queued]
    let lines = try states.map { try TimelineText.line(MessageEvent(state: $0, at: message.createdAt, transport: message.transport)) }
    try database.run(
      """
      INSERT INTO messages
      (id, application, destination, origination, country, transport, encoding, parts, created_at, expires_at, entity_id, template_id,
       not_before, state, attempts, timeline, body_key_id, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        message.id.octets, message.application, message.destination.e164, message.origination, message.country?.rawValue,
        message.transport.rawValue, message.encoding, message.parts, message.createdAt.milliseconds, message.expiresAt.milliseconds,
        message.entityID, message.templateID, message.createdAt.milliseconds, (isClaimed ? MessageState.submitting : .queued).rawValue,
        isClaimed ? 1 : 0, lines.joined(),
        body.keyID.rawValue, body.octets,
      ])
  }

  package func claim(for transport: TransportID, atMost: Int, now: Timestamp) async throws(StoreError) -> [ClaimedMessage] {
    try await write("reading the queue") { database in
      let claimed = try database.rows(Self.claimQuery, [transport.rawValue, now.milliseconds, atMost]) { row in
        ClaimedMessage(
          message: try Self.message(row),
          body: SealedText(keyID: KeyID(rawValue: row[Self.messageColumnCount + 1]), octets: row[Self.messageColumnCount + 2]),
          attempt: row[Self.messageColumnCount] + 1)
      }
      let line = try TimelineText.line(MessageEvent(state: .submitting, at: now, transport: transport))
      for message in claimed {
        try database.run(
          "UPDATE messages SET state = 1, attempts = ?, timeline = timeline || ? WHERE id = ?",
          [message.attempt, line, message.message.id.octets])
      }
      return claimed
    }
  }

  private static let claimQuery = """
    SELECT \(messageColumns), attempts, body_key_id, body FROM messages
    WHERE transport = ?1 AND state = 0 AND not_before <= ?2 AND expires_at > ?2 AND body IS NOT NULL ORDER BY not_before, id LIMIT ?3
    """

  package func record(
    _ steps: [MessageStep], settling receipts: [DeliveryReceipt], now: Timestamp
  ) async throws(StoreError) -> MessageChanges {
    try await write("keeping what became of a message") { database in
      var changes = MessageChanges()
      let hasOrphans = try !steps.isEmpty && Self.hasOrphans(in: database)
      var rest = steps[...]
      while let first = rest.first {
        // The steps of one message stand together and are taken together.
        let own = rest.prefix { $0.message == first.message }
        rest = rest.dropFirst(own.count)
        if try !hasOrphans && Self.takeExpected(own, of: first.message, into: &changes, in: database) { continue }
        guard var row = try Self.standing(of: first.message, in: database) else { continue }
        let change = try Self.take(&row, into: &changes, in: database) { $0.take(own) }
        if hasOrphans { try Self.settleOrphans(of: &row, after: change, now: first.event.at, into: &changes, in: database) }
      }
      for receipt in receipts { try Self.settle(receipt, now: now, into: &changes, in: database) }
      return changes
    }
  }

  package func answer(
    _ message: MessageID, with outcome: SubmitOutcome, over transport: TransportID, now: Timestamp
  ) async throws(StoreError) -> MessageChanges {
    try await write("keeping a late answer") { database in
      var changes = MessageChanges()
      guard var row = try Self.standing(of: message, in: database) else { return changes }
      let change = try Self.take(&row, into: &changes, in: database) { $0.take(late: outcome, over: transport, at: now) }
      try Self.settleOrphans(of: &row, after: change, now: now, into: &changes, in: database)
      return changes
    }
  }

  /// Receipts that came before the news they belong to.
  static func settleOrphans(
    of row: inout StandingRow, after change: MessageStanding.Change, now: Timestamp, into changes: inout MessageChanges,
    in database: Database
  ) throws {
    try settleOrphans(of: row, named: change.names, into: &changes, in: database)
    let awaitingNames = Set(row.standing.awaitingNames)
    guard !change.lines.isEmpty, !awaitingNames.isEmpty else { return }
    // Those receipts may have changed it.
    guard let changed = try standing(of: row.id, in: database) else { return }
    row = changed
    let events = try database.row("SELECT timeline FROM messages WHERE id = ?", [row.id.octets]) { try TimelineText.events($0[0]) }
    guard let submission = events?.first(where: { $0.state == .submitting })?.at else { return }
    for transport in awaitingNames {
      try settleOrphan(of: &row, over: transport, since: submission, now: now, into: &changes, in: database)
    }
  }

  package func keep(_ inbound: InboundMessage, body: SealedText, id: MessageID) async throws(StoreError) {
    try await write("keeping an inbound message") { database in
      try database.run(
        "INSERT INTO inbound_messages (id, transport, sender, recipient, received_at, body_key_id, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
          id.octets, inbound.transport.rawValue, inbound.from, inbound.to, inbound.at.milliseconds, body.keyID.rawValue, body.octets,
        ])
    }
  }
}
