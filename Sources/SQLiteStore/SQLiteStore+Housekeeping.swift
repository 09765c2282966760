// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
package import OTPCore

extension SQLiteStore {
  package func recover(resubmitting: Set<TransportID>, now: Timestamp) async throws(StoreError) -> Recovery {
    try await write("recovering the queue") { database in
      var recovery = Recovery()
      let left = try database.rows("SELECT \(Self.messageColumns) FROM messages WHERE state = 1 AND state <= 2", [], Self.message)
      for message in left {
        let step = OutcomePolicy.stepAfterRestart(of: message, isForgotten: resubmitting.contains(message.transport), now: now)
        guard var row = try Self.standing(of: message.id, in: database) else { continue }
        let change = try Self.take(&row, into: &recovery.changes, in: database) { $0.take([step]) }
        try Self.settleOrphans(of: &row, after: change, now: now, into: &recovery.changes, in: database)
      }
      let counts = try database.rows("SELECT transport, COUNT(*) FROM messages WHERE state = 0 GROUP BY transport", []) {
        ($0.transport(0), $0[1] as Int)
      }
      recovery.waiting = Dictionary(uniqueKeysWithValues: counts)
      return recovery
    }
  }

  package func resendUnknown(
    now: Timestamp, limit: Int, choosing: @escaping @Sendable (Message) -> TransportID?
  ) async throws(StoreError) -> MessageChanges {
    try await write("sending messages once more") { database in
      var changes = MessageChanges()
      let due = try database.rows(
        """
        SELECT \(Self.messageColumns) FROM messages
        WHERE resend_at IS NOT NULL AND resend_at <= ?1 AND expires_at > ?1 AND body IS NOT NULL ORDER BY resend_at LIMIT ?2
        """, [now.milliseconds, limit], Self.message)
      for message in due {
        guard let transport = choosing(message), var row = try Self.standing(of: message.id, in: database) else {
          // So that those behind it get their turn.
          try database.run(
            "UPDATE messages SET resend_at = ? WHERE id = ?", [now.advanced(by: .seconds(1)).milliseconds, message.id.octets])
          continue
        }
        let change = try Self.take(&row, into: &changes, in: database) { $0.resend(over: transport, at: now) }
        if !change.events.isEmpty, row.standing.possibleDuplicate { changes.possibleDuplicates[transport, default: 0] += 1 }
      }
      return changes
    }
  }

  package func endOverdue(now: Timestamp, grace: Duration, limit: Int) async throws(StoreError) -> MessageChanges {
    try await write("ending overdue messages") { database in
      let overdue = try database.rows(
        """
        SELECT \(Self.standingColumns) FROM messages
        WHERE state <= 2 AND expires_at <= ?1 AND (state = 0 OR (state = 2 AND expires_at <= ?2)) ORDER BY expires_at LIMIT ?3
        """, [now.milliseconds, now.advanced(by: .zero - grace).milliseconds, limit], Self.standing)
      let planned = try database.rows(
        """
        SELECT \(Self.standingColumns) FROM messages
        WHERE resend_at IS NOT NULL AND resend_at <= ?1 AND expires_at <= ?1 ORDER BY resend_at LIMIT ?2
        """, [now.milliseconds, limit], Self.standing)
      var changes = MessageChanges()
      for var row in overdue + planned {
        _ = try Self.take(&row, into: &changes, in: database) { $0.endOverdue(at: now) }
      }
      return changes
    }
  }

  package func deleteDead(now: Timestamp, retention: Retention, limit: Int) async throws(StoreError) -> Int {
    try await write("deleting what is no longer needed") { database in
      func deleted(_ sql: String, before: Timestamp) throws -> Int {
        try database.run(sql, [before.milliseconds, limit])
        return database.changesCount
      }
      func past(_ age: Duration) -> Timestamp { now.advanced(by: .zero - age) }
      var count = try deleted(
        """
        DELETE FROM challenges WHERE (application, destination, reference) IN
        (SELECT application, destination, reference FROM challenges WHERE expires_at <= ? LIMIT ?)
        """, before: past(retention.challenges))
      count += try deleted(
        """
        DELETE FROM failures WHERE destination IN
        (SELECT destination FROM failures WHERE blocked_at IS NULL AND last_at <= ? LIMIT ?)
        """, before: past(retention.failures))
      // The oldest rows of these stand first, so looking at the first few is enough.
      for (table, key, time, age) in [
        ("invocations", "number", "created_at", retention.invocations),
        ("orphan_receipts", "number", "received_at", retention.orphanReceipts),
        ("inbound_messages", "id", "received_at", retention.messages),
      ] {
        count += try deleted(
          "DELETE FROM \(table) WHERE \(time) <= ?1 AND \(key) IN (SELECT \(key) FROM \(table) ORDER BY \(key) LIMIT ?2)", before: past(age)
        )
      }
      return try count + Self.deleteMessages(before: past(retention.messages), limit: limit, in: database)
    }
  }

  private static func deleteMessages(before: Timestamp, limit: Int, in database: Database) throws -> Int {
    // Names sort by age, so the oldest messages are the first rows.
    let oldest = try database.rows("SELECT \(standingColumns), created_at FROM messages ORDER BY id LIMIT ?", [limit]) {
      (message: try standing($0), createdAt: $0.time(standingColumnCount))
    }
    var count = 0
    for (message, createdAt) in oldest where createdAt <= before && message.standing.state.isTerminal {
      for (transport, remoteID) in message.standing.names {
        // The network may have given the name again since.
        try database.run(
          "DELETE FROM remote_ids WHERE transport = ? AND remote_id = ? AND message = ?",
          [transport.rawValue, remoteID.rawValue, message.id.octets])
      }
      try database.run("DELETE FROM messages WHERE id = ?", [message.id.octets])
      count += 1
    }
    return count
  }
}
