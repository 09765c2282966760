// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
package import OTPCore

extension SQLiteStore {
  package func recover(resubmitting: Set<TransportID>, now: Timestamp) async throws(StoreError) -> [TransportID: Int] {
    try await write("recovering the queue") { database in
      let left = try database.rows("SELECT id, transport FROM messages WHERE state = 1 AND state <= 2", [])
      for row in left {
        let transport = TransportID(rawValue: row[1])
        let event =
          resubmitting.contains(transport)
          ? MessageEvent(state: .queued, at: now, transport: transport, reason: "the gateway stopped before the transport answered")
          : MessageEvent(state: .unknown, at: now, transport: transport, reason: "the gateway stopped between submit and answer")
        _ = try Self.take([MessageStep(message: try row.messageID(0), event: event)], in: database)
      }
      let counts = try database.rows("SELECT transport, COUNT(*) FROM messages WHERE state = 0 GROUP BY transport", [])
      return Dictionary(uniqueKeysWithValues: counts.map { (TransportID(rawValue: $0[0]), $0[1]) })
    }
  }

  package func endOverdue(now: Timestamp, grace: Duration, limit: Int) async throws(StoreError) -> OverdueMessages {
    try await write("ending overdue messages") { database in
      let overdue = try database.rows(
        """
        SELECT id, transport, state FROM messages
        WHERE state <= 2 AND expires_at <= ?1 AND (state = 0 OR (state = 2 AND expires_at <= ?2)) ORDER BY expires_at LIMIT ?3
        """, [now.milliseconds, now.advanced(by: .zero - grace).milliseconds, limit])
      var result = OverdueMessages()
      for row in overdue {
        let transport = TransportID(rawValue: row[1])
        let event: MessageEvent
        if try row.state(2) == .queued {
          let reason = "the code expired before the transport could take it"
          event = MessageEvent(state: .expired, at: now, transport: transport, reason: reason)
          result.unqueued[transport, default: 0] += 1
        } else {
          event = MessageEvent(state: .unknown, at: now, transport: transport, reason: "no delivery receipt came in time")
        }
        result.ended += try Self.take([MessageStep(message: try row.messageID(0), event: event)], in: database)
      }
      return result
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
    let oldest = try database.rows("SELECT id, transport, remote_ids, state, created_at FROM messages ORDER BY id LIMIT ?", [limit])
    var count = 0
    for row in oldest where row.time(4) <= before {
      guard try row.state(3).isTerminal else { continue }
      let id = try row.messageID(0)
      for remoteID in row.remoteIDs(2) {
        // The network may have given the name again since.
        try database.run(
          "DELETE FROM remote_ids WHERE transport = ? AND remote_id = ? AND message = ?", [row[1] as String, remoteID.rawValue, id.octets])
      }
      try database.run("DELETE FROM messages WHERE id = ?", [id.octets])
      count += 1
    }
    return count
  }
}
