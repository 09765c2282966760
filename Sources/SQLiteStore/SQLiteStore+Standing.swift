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

  static func standing(_ row: Columns) throws -> StandingRow {
    StandingRow(
      id: try row.messageID(0), destination: try row.phoneNumber(1),
      standing: MessageStanding(
        state: try row.state(2), transport: row.transport(3), parts: row[4], possibleDuplicate: row[5],
        resendAt: row.optionalTime(6), remoteIDs: row.remoteIDs(7), doubts: try DoubtText.attempts(row[8])))
  }

  private static let standingQuery = "SELECT \(standingColumns) FROM messages WHERE id = ?"

  static func standing(of message: MessageID, in database: Database) throws -> StandingRow? {
    try database.row(standingQuery, [message.octets], standing)
  }

  /// Lets a message take news, and keeps what it has become.
  static func take(
    _ row: inout StandingRow, into changes: inout MessageChanges, in database: Database,
    _ news: (inout MessageStanding) throws -> MessageStanding.Change
  ) throws -> MessageStanding.Change {
    let before = row.standing
    let change = try news(&row.standing)
    guard !change.lines.isEmpty || row.standing != before else { return change }
    try keepNames(change, of: row.id, in: database)
    try keep(change, row, was: before, in: database)
    changes.events += change.events
    if let transport = change.unqueued { changes.unqueued[transport, default: 0] += 1 }
    return change
  }

  /// Nearly every outcome finds its message as the claim left it, and then one statement keeps it. False when this one did not.
  static func takeExpected(
    _ steps: some Collection<MessageStep>, of message: MessageID, into changes: inout MessageChanges, in database: Database
  ) throws -> Bool {
    guard let transport = steps.first?.event.transport else { return true }
    var standing = MessageStanding(state: .submitting, transport: transport, parts: 1)
    let change = standing.take(steps)
    guard !standing.needsBody, standing.doubts.isEmpty else { return false }
    try database.run(
      """
      UPDATE messages SET state = ?, timeline = timeline || ?, remote_ids = ?, body_key_id = NULL, body = NULL
      WHERE id = ? AND state = 1 AND possible_duplicate = 0 AND doubts IS NULL
      """, [standing.state.rawValue, try lines(change), standing.remoteIDs.column, message.octets])
    guard database.changesCount == 1 else { return false }
    try keepNames(change, of: message, in: database)
    changes.events += change.events
    return true
  }

  /// The same for a receipt on a message that has this one name and waits for nothing else.
  static func takeExpected(_ receipt: DeliveryReceipt, into changes: inout MessageChanges, in database: Database) throws -> Bool {
    let name = receipt.remoteID
    var standing = MessageStanding(state: .submitted, transport: receipt.transport, parts: 1, remoteIDs: [name])
    let change = try standing.take(receipt.event(named: name), named: name) { _, _ in nil }
    try database.run(
      """
      UPDATE messages SET state = ?1, timeline = timeline || ?2
      WHERE id = (SELECT message FROM remote_ids WHERE transport = ?3 AND remote_id = ?4) AND state = 2 AND remote_ids = ?4
        AND doubts IS NULL
      """, [standing.state.rawValue, try lines(change), receipt.transport.rawValue, name.rawValue])
    guard database.changesCount == 1 else { return false }
    changes.events += change.events
    return true
  }

  private static func lines(_ change: MessageStanding.Change) throws -> String {
    change.lines.count == 1 ? try TimelineText.line(change.lines[0]) : try change.lines.map(TimelineText.line).joined()
  }

  private static func keepNames(_ change: MessageStanding.Change, of message: MessageID, in database: Database) throws {
    for group in change.names {
      for remoteID in group.remoteIDs {
        try database.run(
          // A name that receipts have told before keeps what was said of it; one that the network has given again does not.
          """
          INSERT INTO remote_ids (transport, remote_id, message) VALUES (?, ?, ?)
          ON CONFLICT (transport, remote_id) DO UPDATE SET state = iif(message = excluded.message, state, NULL), message = excluded.message
          """,
          [group.transport.rawValue, remoteID.rawValue, message.octets])
      }
    }
  }

  private static func keep(
    _ change: MessageStanding.Change, _ row: StandingRow, was before: MessageStanding, in database: Database
  ) throws {
    let standing = row.standing
    let lines = try lines(change)
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
      UPDATE messages SET state = ?1, timeline = timeline || ?2, remote_ids = ?3, transport = ?4, possible_duplicate = ?5,
      resend_at = ?6, doubts = ?7, attempts = attempts - ?8, not_before = coalesce(?9, not_before), body_key_id = iif(?10, body_key_id, NULL),
      body = iif(?10, body, NULL) WHERE id = ?11
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
