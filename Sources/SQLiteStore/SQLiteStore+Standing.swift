// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import OTPCore

/// A message's row as the rules of delivery see it.
struct StandingRow {
  let id: MessageID
  let destination: PhoneNumber
  var standing: MessageStanding
}

extension SQLiteStore {
  /// The columns that `standing(_:)` reads, in its order.
  static let standingColumns =
    "messages.id, destination, messages.state, messages.transport, parts, possible_duplicate, resend_at, remote_ids, doubts"
  static let standingColumnCount = 9

  static func standing(_ row: Row) throws -> StandingRow {
    StandingRow(
      id: try row.messageID(0), destination: try row.phoneNumber(1),
      standing: MessageStanding(
        state: try row.state(2), transport: TransportID(rawValue: row[3]), parts: row[4], possibleDuplicate: row[5],
        resendAt: row.optionalTime(6), remoteIDs: row.remoteIDs(7), doubts: try DoubtText.attempts(row[8])))
  }

  static func standing(of message: MessageID, in database: Database) throws -> StandingRow? {
    try database.row("SELECT \(standingColumns) FROM messages WHERE id = ?", [message.octets]).map(standing)
  }

  /// Lets a message take news, and keeps what it has become.
  static func take(
    _ row: inout StandingRow, into changes: inout MessageChanges, in database: Database,
    _ news: (inout MessageStanding) throws -> MessageStanding.Change
  ) throws -> MessageStanding.Change {
    let before = row.standing
    let change = try news(&row.standing)
    guard !change.lines.isEmpty || row.standing != before else { return change }
    for group in change.names {
      for remoteID in group.remoteIDs {
        try database.run(
          "INSERT OR REPLACE INTO remote_ids (transport, remote_id, message) VALUES (?, ?, ?)",
          [group.transport.rawValue, remoteID.rawValue, row.id.octets])
      }
    }
    try keep(change, row, was: before, in: database)
    changes.events += change.events
    if let transport = change.unqueued { changes.unqueued[transport, default: 0] += 1 }
    return change
  }

  private static func keep(
    _ change: MessageStanding.Change, _ row: StandingRow, was before: MessageStanding, in database: Database
  ) throws {
    let standing = row.standing
    let lines = change.lines.count == 1 ? try TimelineText.line(change.lines[0]) : try change.lines.map(TimelineText.line).joined()
    let isOrdinary =
      before.doubts.isEmpty && standing.doubts.isEmpty && before.resendAt == nil && standing.resendAt == nil && !standing.needsBody
      && standing.transport == before.transport
    if isOrdinary {
      // Handed over or at its end, as nearly all: no index is touched but those on the state.
      return try database.run(
        "UPDATE messages SET state = ?, timeline = timeline || ?, remote_ids = ?, body_key_id = NULL, body = NULL WHERE id = ?",
        [standing.state.rawValue, lines, standing.remoteIDs.column, row.id.octets])
    }
    try database.run(
      """
      UPDATE messages SET state = ?, timeline = timeline || ?, remote_ids = ?, transport = ?, possible_duplicate = ?, resend_at = ?,
      doubts = ?, attempts = attempts - ?, not_before = coalesce(?, not_before), body_key_id = iif(?10, body_key_id, NULL),
      body = iif(?10, body, NULL) WHERE id = ?
      """,
      [
        standing.state.rawValue, lines, standing.remoteIDs.column, standing.transport.rawValue, standing.possibleDuplicate,
        standing.resendAt?.milliseconds, try DoubtText.column(standing.doubts), change.countsAsAttempt ? 0 : 1,
        change.notBefore?.milliseconds, standing.needsBody, row.id.octets,
      ])
  }
}

/// The attempts of a message whose outcome was not known in time, as they stand in its row: JSON, and nothing when there are none.
enum DoubtText {
  private struct Entry: Codable {
    var transport: String
    var remoteIDs: [String]
    var isResolved: Bool
  }

  static func column(_ attempts: [DoubtfulAttempt]) throws -> String? {
    guard !attempts.isEmpty else { return nil }
    let entries = attempts.map {
      Entry(transport: $0.transport.rawValue, remoteIDs: $0.remoteIDs.map(\.rawValue), isResolved: $0.isResolved)
    }
    return String(decoding: try JSONEncoder().encode(entries), as: UTF8.self)
  }

  static func attempts(_ column: String?) throws -> [DoubtfulAttempt] {
    guard let column else { return [] }
    return try JSONDecoder().decode([Entry].self, from: Data(column.utf8)).map {
      DoubtfulAttempt(
        over: TransportID(rawValue: $0.transport), remoteIDs: $0.remoteIDs.map(RemoteID.init(rawValue:)), isResolved: $0.isResolved)
    }
  }
}
