// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// The tables, and how they came to be. A migration that has been released is never changed: the next one is added below it.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1", migrate: version1)
    return migrator
  }

  private static func version1(_ database: Database) throws {
    for tables in [challengeTables, messageTables, networkTables] { try database.execute(sql: tables) }
  }

  // Times are milliseconds since 1970; message names are 16 octets that sort by age.

  /// Codes, and guesses at them.
  private static let challengeTables = """
    CREATE TABLE challenges (
      application TEXT NOT NULL,
      destination TEXT NOT NULL,
      reference TEXT NOT NULL,
      key_id TEXT NOT NULL,
      salt BLOB NOT NULL,
      mac BLOB NOT NULL,
      attempts INTEGER NOT NULL,
      attempts_allowed INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      consumed_at INTEGER,
      PRIMARY KEY (application, destination, reference)
    ) WITHOUT ROWID;
    CREATE INDEX challenges_by_end ON challenges (expires_at);

    CREATE TABLE failures (
      destination TEXT NOT NULL PRIMARY KEY,
      failures INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      blocked_at INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX failures_by_age ON failures (last_at) WHERE blocked_at IS NULL;
    CREATE INDEX failures_blocked ON failures (blocked_at) WHERE blocked_at IS NOT NULL;
    """

  /// Messages. A timeline grows by a line of JSON a step, in its message's row: a step then costs no row of its own.
  private static let messageTables = """
    CREATE TABLE messages (
      id BLOB NOT NULL PRIMARY KEY,
      application TEXT NOT NULL,
      destination TEXT NOT NULL,
      origination TEXT NOT NULL,
      country TEXT,
      transport TEXT NOT NULL,
      encoding TEXT NOT NULL,
      parts INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      entity_id TEXT,
      template_id TEXT,
      state INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      not_before INTEGER NOT NULL,
      possible_duplicate INTEGER NOT NULL DEFAULT 0,
      -- When it is sent once more; NULL for nearly every message.
      resend_at INTEGER,
      -- Attempts whose outcome was not known in time, as JSON; NULL for nearly every message.
      doubts TEXT,
      -- What the network called the attempt that was answered in time, a name a line.
      remote_ids TEXT,
      timeline TEXT NOT NULL,
      body_key_id TEXT,
      body BLOB
    ) WITHOUT ROWID;
    CREATE INDEX messages_by_destination ON messages (destination, id);
    -- Only what waits, is under way or in doubt stands in these, so they stay small whatever the history. SQLite uses a partial
    -- index only for a query that contains its condition to the letter.
    CREATE INDEX messages_waiting ON messages (transport, not_before, id) WHERE state = 0;
    CREATE INDEX messages_open ON messages (expires_at) WHERE state <= 2;
    CREATE INDEX messages_resends ON messages (resend_at) WHERE resend_at IS NOT NULL;
    CREATE INDEX messages_doubtful ON messages (substr(destination, -7)) WHERE doubts IS NOT NULL;
    -- What operators look for.
    CREATE INDEX messages_troubled ON messages (state, id) WHERE state >= 4;
    """

  /// What networks and callers call messages by, and what came in.
  private static let networkTables = """
    CREATE TABLE remote_ids (
      transport TEXT NOT NULL,
      remote_id TEXT NOT NULL,
      message BLOB NOT NULL,
      -- What the network said of this part; NULL until it has.
      state INTEGER,
      PRIMARY KEY (transport, remote_id)
    ) WITHOUT ROWID;

    CREATE TABLE orphan_receipts (
      number INTEGER PRIMARY KEY,
      transport TEXT NOT NULL,
      remote_id TEXT NOT NULL,
      state INTEGER NOT NULL,
      at INTEGER NOT NULL,
      received_at INTEGER NOT NULL,
      reason TEXT,
      error TEXT,
      -- Other spellings of the name, one a line.
      alternatives TEXT,
      -- The significant digits of the number it is about; empty when it does not say.
      destination TEXT NOT NULL
    );
    CREATE UNIQUE INDEX orphan_receipts_by_name ON orphan_receipts (transport, remote_id, state, destination);
    CREATE INDEX orphan_receipts_by_destination ON orphan_receipts (transport, substr(destination, -7)) WHERE destination <> '';

    CREATE TABLE invocations (
      number INTEGER PRIMARY KEY,
      application TEXT NOT NULL,
      invocation TEXT NOT NULL,
      message BLOB NOT NULL,
      fingerprint BLOB NOT NULL,
      destination_as_sent TEXT NOT NULL,
      created_at INTEGER NOT NULL
    );
    CREATE UNIQUE INDEX invocations_by_name ON invocations (application, invocation);

    CREATE TABLE inbound_messages (
      id BLOB NOT NULL PRIMARY KEY,
      transport TEXT NOT NULL,
      sender TEXT NOT NULL,
      recipient TEXT,
      received_at INTEGER NOT NULL,
      body_key_id TEXT NOT NULL,
      body BLOB NOT NULL
    ) WITHOUT ROWID;

    -- Verifying an unknown reference writes here what a known one writes above: the same work, the same time.
    CREATE TABLE decoys (number INTEGER PRIMARY KEY, attempts INTEGER NOT NULL, failures INTEGER NOT NULL, last_at INTEGER NOT NULL);
    INSERT INTO decoys VALUES (1, 0, 0, 0);
    """
}
