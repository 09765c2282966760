// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
package import OTPCore

extension SQLiteStore {
  package func accept(_ proposal: Proposal) async throws(StoreError) -> Acceptance {
    try await write("keeping a code and its message") { database in
      let message = proposal.message
      if let invocation = proposal.invocation,
        let row = try database.row(
          "SELECT message, destination_as_sent FROM invocations WHERE application = ? AND invocation = ?",
          [message.application, invocation])
      {
        return Acceptance(message: try row.messageID(0), destinationAsSent: row[1], isReplay: true)
      }
      let previous = try Self.challenge(proposal.challenge.key, in: database)
      try Self.insert(proposal.challenge.superseding(previous), in: database)
      try Self.insert(message, body: proposal.body, in: database)
      if let invocation = proposal.invocation {
        try database.run(
          "INSERT INTO invocations (application, invocation, message, destination_as_sent, created_at) VALUES (?, ?, ?, ?, ?)",
          [message.application, invocation, message.id.octets, proposal.destinationAsSent, message.createdAt.milliseconds])
      }
      return Acceptance(message: message.id, destinationAsSent: proposal.destinationAsSent, isReplay: false)
    }
  }

  private static func insert(_ message: Message, body: SealedText, in database: Database) throws {
    try database.run(
      """
      INSERT INTO messages
      (id, application, destination, origination, country, transport, encoding, parts, created_at, expires_at, state, body_key_id, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        message.id.octets, message.application, message.destination.e164, message.origination, message.country?.rawValue,
        message.transport.rawValue, message.encoding, message.parts, message.createdAt.milliseconds, message.expiresAt.milliseconds,
        MessageState.queued.rawValue, body.keyID.rawValue, body.octets,
      ])
    let event = MessageEvent(state: .queued, at: message.createdAt, transport: message.transport)
    try append(event, to: message.id, sequence: 0, in: database)
  }

  static func append(_ event: MessageEvent, to message: MessageID, sequence: Int, in database: Database) throws {
    try database.run(
      "INSERT INTO message_events (message, sequence, state, at, transport, remote_ids, reason, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      [
        message.octets, sequence, event.state.rawValue, event.at.milliseconds, event.transport.rawValue, event.remoteIDs.column,
        event.reason,
        event.error,
      ])
  }

  package func claim(for transport: TransportID, atMost: Int, now: Timestamp) async throws(StoreError) -> [ClaimedMessage] {
    try await write("reading the queue") { database in
      let rows = try database.rows(
        """
        SELECT \(Self.messageColumns), attempts, events, body_key_id, body FROM messages
        WHERE transport = ? AND state = 0 AND not_before <= ? AND expires_at > ? ORDER BY id LIMIT ?
        """, [transport.rawValue, now.milliseconds, now.milliseconds, atMost])
      return try rows.map { row in
        let message = try Self.message(row)
        let attempt = (row[10] as Int) + 1
        try database.run("UPDATE messages SET state = 1, attempts = ?, events = events + 1 WHERE id = ?", [attempt, message.id.octets])
        let event = MessageEvent(state: .submitting, at: now, transport: transport)
        try Self.append(event, to: message.id, sequence: row[11], in: database)
        return ClaimedMessage(message: message, body: SealedText(keyID: KeyID(rawValue: row[12]), octets: row[13]), attempt: attempt)
      }
    }
  }

  package func record(_ steps: [MessageStep]) async throws(StoreError) -> [MessageEvent] {
    try await write("keeping what became of a message") { database in
      var happened: [MessageEvent] = []
      for step in steps {
        guard try Self.take(step, in: database) else { continue }
        happened.append(step.event)
        if step.event.state == .submitted {
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
        let step = receipt.step(for: try row.messageID(0))
        if try Self.take(step, in: database) { happened.append(step.event) }
      }
      return happened
    }
  }

  /// Takes a step if the message's state allows it; false when it does not.
  static func take(_ step: MessageStep, in database: Database) throws -> Bool {
    guard let row = try database.row("SELECT state, events FROM messages WHERE id = ?", [step.message.octets]) else { return false }
    let state = try row.state(0)
    let event = step.event
    guard state.mayBecome(event.state) else { return false }
    if event.state == .queued {
      try database.run(
        "UPDATE messages SET state = 0, events = events + 1, not_before = ? WHERE id = ?",
        [step.notBefore?.milliseconds ?? 0, step.message.octets])
    } else if event.state == .submitted {
      try database.run(
        "UPDATE messages SET state = 2, events = events + 1, remote_ids = ?, body_key_id = NULL, body = NULL WHERE id = ?",
        [event.remoteIDs.column, step.message.octets])
      for remoteID in event.remoteIDs {
        try database.run(
          "INSERT OR REPLACE INTO remote_ids (transport, remote_id, message) VALUES (?, ?, ?)",
          [event.transport.rawValue, remoteID.rawValue, step.message.octets])
      }
    } else {
      try database.run(
        "UPDATE messages SET state = ?, events = events + 1, body_key_id = NULL, body = NULL WHERE id = ?",
        [event.state.rawValue, step.message.octets])
    }
    try append(event, to: step.message, sequence: row[1], in: database)
    return true
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
        let event = MessageEvent(
          state: try row.state(1), at: row.time(2), transport: transport, remoteIDs: [remoteID], reason: row[3], error: row[4])
        if try take(MessageStep(message: step.message, event: event), in: database) { happened.append(event) }
        try database.run("DELETE FROM orphan_receipts WHERE number = ?", [row[0] as Int64])
      }
    }
    return happened
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
