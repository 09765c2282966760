// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
package import OTPCore
internal import Synchronization

extension SQLiteStore {
  /// The columns that `message(_:)` reads, in its order.
  static let messageColumns = """
    id, application, destination, origination, country, transport, encoding, parts, created_at, expires_at, entity_id, template_id, \
    possible_duplicate
    """
  static let messageColumnCount = 13

  static func message(_ row: Columns) throws -> Message {
    Message(
      id: try row.messageID(0), application: row[1], destination: try row.phoneNumber(2), origination: row[3],
      country: (row[4] as String?).map(CountryCode.init(rawValue:)), transport: TransportID(rawValue: row[5]), encoding: row[6],
      parts: row[7], createdAt: row.time(8), expiresAt: row.time(9), entityID: row[10], templateID: row[11], possibleDuplicate: row[12])
  }

  package func message(_ id: MessageID) async throws(StoreError) -> MessageRecord? {
    try await read("reading a message") { database in
      try database.row(
        "SELECT \(Self.messageColumns), state, timeline FROM messages WHERE id = ?", [id.octets], Self.record)
    }
  }

  package func messages(
    matching filter: MessageFilter, limit: Int, after: MessageID?
  ) async throws(StoreError) -> [MessageRecord] {
    try await read("listing messages") { database in
      var conditions: [String] = []
      var arguments: [(any Bindable)?] = []
      var index = ""
      if let destination = filter.destination {
        conditions.append("destination = ?")
        arguments.append(destination.e164)
      }
      if let state = filter.state {
        // The number is one of ours. The second condition is that of the partial index that holds such messages.
        conditions.append("state = \(state.rawValue)")
        if state.rawValue >= MessageState.failed.rawValue { conditions.append("state >= 4") }
        if state.rawValue <= MessageState.submitted.rawValue {
          conditions.append("state <= 2")
          // SQLite would walk the history for its order; what is under way is little, and quickly sorted.
          if filter.destination == nil { index = "INDEXED BY messages_open" }
        }
      }
      if let after {
        conditions.append("id < ?")
        arguments.append(after.octets)
      }
      let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
      arguments.append(limit)
      return try database.rows(
        "SELECT \(Self.messageColumns), state, timeline FROM messages \(index) \(condition) ORDER BY id DESC LIMIT ?", arguments,
        Self.record)
    }
  }

  private static func record(_ row: Columns) throws -> MessageRecord {
    MessageRecord(
      message: try message(row), state: try row.state(messageColumnCount), timeline: try TimelineText.events(row[messageColumnCount + 1]))
  }

  package func keysInUse(now: Timestamp) async throws(StoreError) -> Set<KeyID> {
    try await read("reading which keys are in use") { database in
      let keys = try database.rows(
        """
        SELECT DISTINCT key_id FROM challenges WHERE expires_at > ?
        UNION SELECT DISTINCT body_key_id FROM messages WHERE state <= 2 AND body_key_id IS NOT NULL
        UNION SELECT DISTINCT body_key_id FROM messages WHERE resend_at IS NOT NULL AND body_key_id IS NOT NULL
        """, [now.milliseconds]
      ) { KeyID(rawValue: $0[0]) }
      return Set(keys)
    }
  }

  package func ping() async throws(StoreError) {
    // A store that reads and cannot write serves nobody. After a failed commit only a commit tells that it is over.
    if commits.hasFailed.load(ordering: .relaxed) {
      try await write("writing to the database") { try $0.run("UPDATE decoys SET attempts = attempts + 1 WHERE number = 1", []) }
    } else {
      _ = try await read("asking the database") { try Int.fetchOne($0, sql: "SELECT number FROM decoys") }
    }
  }
}
