// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import OTPCore

extension SQLiteStore {
  static func settle(
    _ receipt: DeliveryReceipt, now: Timestamp, into changes: inout MessageChanges, in database: Database
  ) throws {
    if try find(receipt, now: now, into: &changes, in: database) { return }
    try keepOrphan(receipt, now: now, into: &changes, in: database)
  }

  /// Applies a receipt to the message that it means. False when that is not known.
  private static func find(
    _ receipt: DeliveryReceipt, now: Timestamp, into changes: inout MessageChanges, in database: Database
  ) throws -> Bool {
    if !receipt.remoteID.rawValue.isEmpty {
      if try takeExpected(receipt, into: &changes, in: database) { return true }
      if var named = try named(receipt.remoteID, over: receipt.transport, in: database) {
        try apply(receipt, to: &named, into: &changes, in: database)
        return true
      }
    }
    for alternative in receipt.alternatives {
      if var named = try named(alternative, over: receipt.transport, in: database), receipt.isAbout(named.row.destination) {
        try apply(receipt, to: &named, into: &changes, in: database)
        return true
      }
    }
    guard var row = try onlyDoubt(receipt, now: now, in: database) else { return false }
    try attach(receipt, to: &row, into: &changes, in: database)
    return true
  }

  /// A message found by one of its names, and what was said of that name before.
  private struct Named {
    var row: StandingRow
    let remoteID: RemoteID
    let said: MessageState?
  }

  private static func named(_ remoteID: RemoteID, over transport: TransportID, in database: Database) throws -> Named? {
    try database.row(nameQuery, [transport.rawValue, remoteID.rawValue]) {
      Named(row: try standing($0), remoteID: remoteID, said: ($0[standingColumnCount] as Int?).flatMap(MessageState.init(rawValue:)))
    }
  }

  private static let nameQuery = """
    SELECT \(standingColumns), remote_ids.state FROM remote_ids JOIN messages ON messages.id = remote_ids.message
    WHERE remote_ids.transport = ? AND remote_id = ?
    """

  private static func apply(
    _ receipt: DeliveryReceipt, to named: inout Named, into changes: inout MessageChanges, in database: Database
  ) throws {
    let event = receipt.event(named: named.remoteID)
    if named.row.standing.hasSeveralNames {
      // Heard before, or overtaken by what is better.
      guard named.said != event.state, named.said != .delivered else { return }
      try database.run(
        "UPDATE remote_ids SET state = ? WHERE transport = ? AND remote_id = ?",
        [event.state.rawValue, receipt.transport.rawValue, named.remoteID.rawValue])
    }
    let message = named.row.id
    let name = named.remoteID
    _ = try take(&named.row, into: &changes, in: database) { standing in
      try standing.take(event, named: name) { transport, remoteID in
        if transport == receipt.transport, remoteID == name { return event.state }
        return try database.row(
          "SELECT state FROM remote_ids WHERE transport = ? AND remote_id = ? AND message = ? AND state IS NOT NULL",
          [transport.rawValue, remoteID.rawValue, message.octets]
        ) { try $0.state(0) }
      }
    }
  }

  // MARK: - Receipts under a name that nobody knows

  /// How long after it was made a message can still be meant by a receipt that does not name it.
  private static let evidenceAge: Duration = .seconds(24 * 3600)

  /// The one message to the receipt's destination that waits for news over its transport. Nil when there are several, and when
  /// the receipt can belong to a message that waits for the answer to its submit, or, when it has no name, to any that waits for a receipt.
  private static func onlyDoubt(_ receipt: DeliveryReceipt, now: Timestamp, in database: Database) throws -> StandingRow? {
    guard let end = receipt.destinationEnd else { return nil }
    let candidates = try database.rows(
      "SELECT \(standingColumns) FROM messages WHERE doubts IS NOT NULL AND substr(destination, -7) = ? AND created_at > ?",
      [end, now.advanced(by: .zero - evidenceAge).milliseconds], standing
    ).filter { receipt.isAbout($0.destination) && $0.standing.mayOwnReceipt(over: receipt.transport) }
    guard candidates.count == 1, let candidate = candidates.first, candidate.standing.canAttach(over: receipt.transport) else { return nil }
    let other: Int? = try database.row(
      "SELECT 1 FROM messages WHERE destination = ? AND transport = ? AND id <> ? AND (state = 1 OR (state = 2 AND ?))",
      [candidate.destination.e164, receipt.transport.rawValue, candidate.id.octets, receipt.remoteID.rawValue.isEmpty]
    ) { $0[0] }
    return other == nil ? candidate : nil
  }

  private static func attach(
    _ receipt: DeliveryReceipt, to row: inout StandingRow, into changes: inout MessageChanges, in database: Database
  ) throws {
    _ = try take(&row, into: &changes, in: database) { $0.attach(receipt.remoteID, over: receipt.transport) }
    var named = Named(row: row, remoteID: receipt.remoteID, said: nil)
    try apply(receipt, to: &named, into: &changes, in: database)
    row = named.row
  }

  private static func keepOrphan(
    _ receipt: DeliveryReceipt, now: Timestamp, into changes: inout MessageChanges, in database: Database
  ) throws {
    // A network that was not answered in time sends it again.
    try database.run(
      """
      INSERT OR IGNORE INTO orphan_receipts
      (transport, remote_id, state, at, received_at, reason, error, alternatives, destination) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        receipt.transport.rawValue, receipt.remoteID.rawValue, receipt.ending.kind.state.rawValue, receipt.at.milliseconds,
        now.milliseconds, receipt.ending.reason, receipt.ending.error, receipt.alternatives.column, receipt.significantDigits ?? "",
      ])
    if database.changesCount > 0 { changes.orphansKept[receipt.transport, default: 0] += 1 }
  }

  // MARK: - Orphans whose message turns up

  private struct Orphan {
    let number: Int64
    let receipt: DeliveryReceipt
  }

  private static let orphanColumns = "number, transport, remote_id, state, at, reason, error, alternatives, destination"

  private static func orphan(_ row: Columns) throws -> Orphan {
    let ending = DeliveryEnding(try kind(row.state(3)), reason: row[5], error: row[6])
    return Orphan(
      number: row[0],
      receipt: DeliveryReceipt(
        transport: row.transport(1), remoteID: RemoteID(rawValue: row[2]), alternatives: row.remoteIDs(7),
        destination: row[8], ending: ending, at: row.time(4)))
  }

  static func hasOrphans(in database: Database) throws -> Bool {
    try database.row("SELECT min(number) FROM orphan_receipts", []) { ($0[0] as Int64?) != nil } ?? false
  }

  /// Receipts can overtake the answer to the submit: they waited under the names that are known only now.
  static func settleOrphans(
    of row: StandingRow, named names: [DoubtfulAttempt], into changes: inout MessageChanges, in database: Database
  ) throws {
    for (transport, remoteID) in names.flatMap({ group in group.remoteIDs.map { (group.transport, $0) } }) {
      var orphans = try database.rows(
        "SELECT \(orphanColumns) FROM orphan_receipts WHERE transport = ? AND remote_id = ? ORDER BY number",
        [transport.rawValue, remoteID.rawValue], orphan)
      orphans += try self.orphans(about: row.destination, over: transport, since: nil, in: database).filter {
        $0.receipt.remoteID != remoteID && $0.receipt.alternatives.contains(remoteID)
      }
      for orphan in orphans {
        if var named = try named(remoteID, over: transport, in: database) {
          try apply(orphan.receipt, to: &named, into: &changes, in: database)
        }
        try match(orphan, into: &changes, in: database)
      }
    }
  }

  /// A receipt that came under an unknown name since `submission`, to the destination of a message whose outcome has turned out
  /// to be unknown, and that can mean no other message.
  static func settleOrphan(
    of row: inout StandingRow, over transport: TransportID, since submission: Timestamp, now: Timestamp,
    into changes: inout MessageChanges, in database: Database
  ) throws {
    let orphans = try orphans(about: row.destination, over: transport, since: submission, in: database)
    guard let first = orphans.first, Set(orphans.map(\.receipt.remoteID)).count == 1,
      try onlyDoubt(first.receipt, now: now, in: database)?.id == row.id
    else { return }
    try attach(first.receipt, to: &row, into: &changes, in: database)
    try match(first, into: &changes, in: database)
    for orphan in orphans.dropFirst() {
      _ = try find(orphan.receipt, now: now, into: &changes, in: database)
      try match(orphan, into: &changes, in: database)
    }
  }

  private static func orphans(
    about destination: PhoneNumber, over transport: TransportID, since: Timestamp?, in database: Database
  ) throws -> [Orphan] {
    try database.rows(
      """
      SELECT \(orphanColumns) FROM orphan_receipts
      WHERE transport = ? AND destination <> '' AND substr(destination, -7) = ? AND received_at >= ? ORDER BY number
      """, [transport.rawValue, String(destination.e164.suffix(DeliveryReceipt.agreeingDigitsMin)), since?.milliseconds ?? 0],
      orphan
    ).filter { $0.receipt.isAbout(destination) }
  }

  private static func match(_ orphan: Orphan, into changes: inout MessageChanges, in database: Database) throws {
    try database.run("DELETE FROM orphan_receipts WHERE number = ?", [orphan.number])
    changes.orphansMatched[orphan.receipt.transport, default: 0] += 1
  }

  private static func kind(_ state: MessageState) throws -> DeliveryEnding.Kind {
    switch state {
    case .delivered: .delivered
    case .failed: .failed
    case .expired: .expired
    case .queued, .submitting, .submitted, .unknown: throw DamagedRow(table: "orphan_receipts")
    }
  }
}

extension DeliveryReceipt {
  /// What rows are found by that its destination may agree with; nil when it says too little.
  fileprivate var destinationEnd: String? {
    significantDigits.flatMap { $0.utf8.count >= Self.agreeingDigitsMin ? String($0.suffix(Self.agreeingDigitsMin)) : nil }
  }
}
