// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
package import OTPCore

extension SQLiteStore {
  package func accept(_ proposal: Proposal) async throws(StoreError) -> Acceptance {
    try await write("keeping a code and its message") { database in
      let message = proposal.message
      if let invocation = proposal.invocation, let first = try Self.replay(of: invocation, application: message.application, in: database) {
        return first
      }
      let previous = try Self.challenge(proposal.challenge.key, in: database)
      try Self.insert(proposal.challenge.superseding(previous), in: database)
      try Self.insert(message, body: proposal.body, in: database)
      if let invocation = proposal.invocation {
        try database.run(
          """
          INSERT INTO invocations (application, invocation, fingerprint, message, destination_as_sent, created_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
          [
            message.application, invocation.name, invocation.fingerprint, message.id.octets, proposal.destinationAsSent,
            message.createdAt.milliseconds,
          ])
      }
      return .accepted(message.id)
    }
  }

  package func replay(of invocation: Invocation, application: String) async throws(StoreError) -> Acceptance? {
    try await read("looking for an earlier try") { try Self.replay(of: invocation, application: application, in: $0) }
  }

  private static func replay(of invocation: Invocation, application: String, in database: Database) throws -> Acceptance? {
    let row = try database.row(
      "SELECT message, destination_as_sent, fingerprint FROM invocations WHERE application = ? AND invocation = ?",
      [application, invocation.name])
    guard let row else { return nil }
    return row[2] == invocation.fingerprint ? .replayed(try row.messageID(0), destinationAsSent: row[1]) : .conflicting
  }

  private static func insert(_ message: Message, body: SealedText, in database: Database) throws {
    let event = MessageEvent(state: .queued, at: message.createdAt, transport: message.transport)
    try database.run(
      """
      INSERT INTO messages
      (id, application, destination, origination, country, transport, encoding, parts, created_at, expires_at, not_before, state, timeline,
       body_key_id, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        message.id.octets, message.application, message.destination.e164, message.origination, message.country?.rawValue,
        message.transport.rawValue, message.encoding, message.parts, message.createdAt.milliseconds, message.expiresAt.milliseconds,
        message.createdAt.milliseconds, MessageState.queued.rawValue, try TimelineText.line(event), body.keyID.rawValue, body.octets,
      ])
  }

  package func claim(for transport: TransportID, atMost: Int, now: Timestamp) async throws(StoreError) -> [ClaimedMessage] {
    try await write("reading the queue") { database in
      let rows = try database.rows(
        """
        SELECT \(Self.messageColumns), attempts, body_key_id, body FROM messages
        WHERE transport = ? AND state = 0 AND not_before <= ? AND expires_at > ? AND body IS NOT NULL ORDER BY not_before, id LIMIT ?
        """, [transport.rawValue, now.milliseconds, now.milliseconds, atMost])
      let line = try TimelineText.line(MessageEvent(state: .submitting, at: now, transport: transport))
      return try rows.map { row in
        let message = try Self.message(row)
        let attempt = (row[10] as Int) + 1
        try database.run(
          "UPDATE messages SET state = 1, attempts = ?, timeline = timeline || ? WHERE id = ?", [attempt, line, message.id.octets])
        return ClaimedMessage(message: message, body: SealedText(keyID: KeyID(rawValue: row[11]), octets: row[12]), attempt: attempt)
      }
    }
  }

  package func record(_ steps: [MessageStep]) async throws(StoreError) -> [MessageEvent] {
    try await write("keeping what became of a message") { database in
      var happened: [MessageEvent] = []
      var rest = steps[...]
      while let first = rest.first {
        // The steps of one message stand together and are taken together.
        let own = rest.prefix { $0.message == first.message }
        rest = rest.dropFirst(own.count)
        happened += try Self.take(own, in: database)
        for step in own where step.event.state == .submitted {
          happened += try Self.settleOrphans(of: step, in: database)
        }
      }
      return happened
    }
  }

  package func settle(_ receipts: [DeliveryReceipt], now: Timestamp) async throws(StoreError) -> [MessageEvent] {
    try await write("keeping delivery receipts") { database in
      var happened: [MessageEvent] = []
      for receipt in receipts {
        let row = try database.row(
          "SELECT message FROM remote_ids WHERE transport = ? AND remote_id = ?", [receipt.transport.rawValue, receipt.remoteID.rawValue])
        guard let row else {
          try Self.keepOrphan(receipt, now: now, in: database)
          continue
        }
        let message = try row.messageID(0)
        if try Self.isLastWord(receipt, of: message, in: database) {
          happened += try Self.take([receipt.step(for: message)], in: database)
        }
      }
      return happened
    }
  }

  /// Keeps what the network said of one part. True when that says it of the message: one part that did not arrive is enough,
  /// and `delivered` needs all of them.
  private static func isLastWord(_ receipt: DeliveryReceipt, of message: MessageID, in database: Database) throws -> Bool {
    guard let row = try database.row("SELECT remote_ids FROM messages WHERE id = ?", [message.octets]) else { return true }
    let parts = row.remoteIDs(0)
    guard parts.count > 1 else { return true }
    try database.run(
      "UPDATE remote_ids SET state = ? WHERE transport = ? AND remote_id = ?",
      [receipt.ending.kind.state.rawValue, receipt.transport.rawValue, receipt.remoteID.rawValue])
    guard receipt.ending.kind == .delivered else { return true }
    return try parts.allSatisfy { part in
      let state = try database.row(
        "SELECT state FROM remote_ids WHERE transport = ? AND remote_id = ? AND message = ?",
        [receipt.transport.rawValue, part.rawValue, message.octets])
      return state?[0] == MessageState.delivered.rawValue
    }
  }

  /// Takes those steps of one message that its state allows, in order. Returns the events that happened.
  static func take(_ steps: ArraySlice<MessageStep>, in database: Database) throws -> [MessageEvent] {
    guard let message = steps.first?.message, let row = try database.row("SELECT state FROM messages WHERE id = ?", [message.octets])
    else { return [] }
    var state = try row.state(0)
    var taken: [MessageStep] = []
    var lines = ""
    for step in steps where state.mayBecome(step.event.state) {
      state = step.event.state
      taken.append(step)
      lines += try TimelineText.line(step.event)
      try keepRemoteIDs(of: step, in: database)
    }
    guard let last = taken.last else { return [] }
    if state == .queued {
      try database.run(
        "UPDATE messages SET state = 0, timeline = timeline || ?, not_before = ? WHERE id = ?",
        [lines, (last.notBefore ?? last.event.at).milliseconds, message.octets])
    } else {
      // Handed over or at its end: the body is not needed any more.
      try database.run(
        "UPDATE messages SET state = ?, timeline = timeline || ?, body_key_id = NULL, body = NULL WHERE id = ?",
        [state.rawValue, lines, message.octets])
    }
    return taken.map(\.event)
  }

  private static func keepRemoteIDs(of step: MessageStep, in database: Database) throws {
    guard step.event.state == .submitted, !step.event.remoteIDs.isEmpty else { return }
    try database.run("UPDATE messages SET remote_ids = ? WHERE id = ?", [step.event.remoteIDs.column, step.message.octets])
    for remoteID in step.event.remoteIDs {
      try database.run(
        "INSERT OR REPLACE INTO remote_ids (transport, remote_id, message) VALUES (?, ?, ?)",
        [step.event.transport.rawValue, remoteID.rawValue, step.message.octets])
    }
  }

  private static func keepOrphan(_ receipt: DeliveryReceipt, now: Timestamp, in database: Database) throws {
    try database.run(
      "INSERT INTO orphan_receipts (transport, remote_id, state, at, received_at, reason, error) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        receipt.transport.rawValue, receipt.remoteID.rawValue, receipt.ending.kind.state.rawValue, receipt.at.milliseconds,
        now.milliseconds, receipt.ending.reason, receipt.ending.error,
      ])
  }

  /// Receipts can overtake the answer to the submit: they waited under the names that are known only now.
  private static func settleOrphans(of step: MessageStep, in database: Database) throws -> [MessageEvent] {
    var happened: [MessageEvent] = []
    for remoteID in step.event.remoteIDs {
      let transport = step.event.transport
      let rows = try database.rows(
        "SELECT number, state, at, reason, error FROM orphan_receipts WHERE transport = ? AND remote_id = ? ORDER BY number",
        [transport.rawValue, remoteID.rawValue])
      for row in rows {
        let ending = DeliveryEnding(try Self.kind(row.state(1)), reason: row[3], error: row[4])
        let receipt = DeliveryReceipt(transport: transport, remoteID: remoteID, ending: ending, at: row.time(2))
        if try isLastWord(receipt, of: step.message, in: database) {
          happened += try take([receipt.step(for: step.message)], in: database)
        }
        try database.run("DELETE FROM orphan_receipts WHERE number = ?", [row[0] as Int64])
      }
    }
    return happened
  }

  private static func kind(_ state: MessageState) throws -> DeliveryEnding.Kind {
    switch state {
    case .delivered: .delivered
    case .failed: .failed
    case .expired: .expired
    case .queued, .submitting, .submitted, .unknown: throw DamagedRow(table: "orphan_receipts")
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
