// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import GRDB
import OTPCore
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStore

/// What only the SQLite store promises.
@Suite struct SQLiteStoreTests {
  let keyRing = KeyRing(current: SymmetricKey(size: .bits256))
  let now = Timestamp(milliseconds: 1_790_000_000_000)

  func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  func proposal(_ reference: String) throws -> Proposal {
    let message = Samples.message(at: now)
    let challenge = Samples.challenge("04271983", reference: reference, keyRing: keyRing, at: now)
    let body = try #require(keyRing.seal("the body with 04271983", for: message.id))
    return Proposal(challenge: challenge, message: message, body: body, invocation: nil, destinationAsSent: "+14255550142")
  }

  @Test func `the database syncs every commit and logs ahead`() async throws {
    try await withFolder { folder in
      let store = try SQLiteStore(.file(path: folder + "/test.sqlite"))
      let pragmas = try await store.commits.write { database in
        (try String.fetchOne(database, sql: "PRAGMA journal_mode"), try Int.fetchOne(database, sql: "PRAGMA synchronous"))
      }
      #expect(pragmas.0 == "wal" && pragmas.1 == 2)
      try store.close()
    }
  }

  @Test func `what was accepted is there after closing and opening, and its files are the owner's alone`() async throws {
    try await withFolder { folder in
      let path = folder + "/test.sqlite"
      let proposal = try proposal("ref")
      let first = try SQLiteStore(.file(path: path))
      _ = try await first.accept(proposal)
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)[.posixPermissions] as? Int
        #expect(mode == 0o600, "\(file)")
      }
      try first.close()
    }
  }

  @Test func `a second gateway on the same database is refused in words`() async throws {
    try await withFolder { folder in
      let path = folder + "/test.sqlite"
      let first = try SQLiteStore(.file(path: path))
      #expect { try SQLiteStore(.file(path: path)) } throws: { "\($0)".contains("another countersign process uses \(path)") }
      try first.close()
    }
  }

  @Test func `a clean close leaves everything in the one file`() async throws {
    try await withFolder { folder in
      let path = folder + "/test.sqlite"
      let store = try SQLiteStore(.file(path: path))
      let proposal = try proposal("ref")
      _ = try await store.accept(proposal)
      // A reader makes the connection that writes not the last to close.
      _ = try await store.message(proposal.message.id)
      try store.close()
      let log = try FileManager.default.attributesOfItem(atPath: path)
      #expect((log[.size] as? Int ?? 0) > 4096)
      for file in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + file) }
      let copy = try DatabaseQueue(path: path)
      #expect(try await copy.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM messages") } == 1)
    }
  }

  @Test func `a database of a newer version is refused untouched`() async throws {
    try await withFolder { folder in
      let path = folder + "/test.sqlite"
      try SQLiteStore(.file(path: path)).close()
      let database = try DatabaseQueue(path: path)
      try await database.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v999')") }
      try database.close()
      #expect { try SQLiteStore(.file(path: path)) } throws: { "\($0)".contains("a newer countersign has used it") }
    }
  }

  @Test func `the keys that living codes and waiting bodies need are known`() async throws {
    let store = try SQLiteStore(.memory)
    #expect(try await store.keysInUse(now: now).isEmpty)
    _ = try await store.accept(try proposal("ref"))
    #expect(try await store.keysInUse(now: now) == [keyRing.currentKeyID])
  }

  @Test func `a file that is no database, and a folder that is not there, are told in words`() async throws {
    try await withFolder { folder in
      try Data("this is not a database, however long one looks at it".utf8).write(to: URL(fileURLWithPath: folder + "/x.sqlite"))
      #expect { try SQLiteStore(.file(path: folder + "/x.sqlite")) } throws: { "\($0)".contains("restore the database from a backup") }
      #expect { try SQLiteStore(.file(path: folder + "/none/x.sqlite")) } throws: { "\($0)".contains("No such file or directory") }
    }
  }

  @Test func `neither code nor body stands in the files, before or after the hand-over`() async throws {
    try await withFolder { folder in
      let store = try SQLiteStore(.file(path: folder + "/test.sqlite"))
      let proposal = try proposal("ref")
      _ = try await store.accept(proposal)
      let sealed = proposal.body.octets
      func occurrences(of octets: Data) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { file in
          FileManager.default.contents(atPath: folder + "/" + file)?.range(of: octets) != nil
        }.count
      }
      for text in ["04271983", "the body"] { #expect(try occurrences(of: Data(text.utf8)) == 0) }
      #expect(try occurrences(of: sealed) == 1)
      let transport = proposal.message.transport
      _ = try await store.claim(for: transport, atMost: 1, now: now)
      let event = MessageEvent(state: .submitted, at: now, transport: transport)
      _ = try await store.record([MessageStep(message: proposal.message.id, event: event)])
      let left = try await store.commits.write { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM messages WHERE body IS NOT NULL") }
      #expect(left == 0)
      try store.close()
    }
  }

  @Test func `one write that fails does not fail those that share its transaction`() async throws {
    let store = try SQLiteStore(.memory)
    struct Refused: Error {}
    let results = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<200 {
        group.addTask {
          let written: Void? = try? await store.commits.write { database in
            try database.execute(
              sql: "INSERT INTO decoys VALUES (?, 0, 0, 0)",
              arguments: [number + 2])
            if number % 10 == 3 { throw Refused() }
          }
          return written != nil
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(results == 180)
    #expect(try await store.commits.write { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM decoys") } == 181)
  }

  @Test func `an unknown reference costs the same writes as a known one`() async throws {
    let store = try SQLiteStore(.memory)
    let proposal = try proposal("known")
    _ = try await store.accept(proposal)
    func writes(_ reference: String) async throws -> Int {
      let key = ChallengeKey(application: "app", destination: proposal.message.destination, reference: reference)
      let before = try await store.commits.write { $0.totalChangesCount }
      _ = try await store.judge(key) { [keyRing, now] stored, budget in
        Challenge.judge("00000000", for: key, against: stored, budget: budget, keyRing: keyRing, now: now)
      }
      return try await store.commits.write { $0.totalChangesCount } - before
    }
    #expect(try await writes("known") == 2)
    #expect(try await writes("unknown") == 2)
  }

  /// A message whose outcome is not known, with everything that can be asked of it.
  private func doubts(in store: SQLiteStore) async throws {
    let proposal = try proposal("doubtful")
    let id = proposal.message.id
    let transport = proposal.message.transport
    func receipt(_ name: String) -> DeliveryReceipt {
      DeliveryReceipt(
        transport: transport, remoteID: RemoteID(rawValue: name), alternatives: [RemoteID(rawValue: "other")], destination: "4255550142",
        ending: DeliveryEnding(.failed), at: now)
    }
    _ = try await store.accept(proposal)
    _ = try await store.claim(for: transport, atMost: 10, now: now)
    _ = try await store.settle([receipt("x"), receipt("y")], now: now)
    let event = MessageEvent(state: .unknown, at: now, transport: transport)
    _ = try await store.record([MessageStep(message: id, event: event, resendAt: now)])
    _ = try await store.resendUnknown(now: now, limit: 10) { $0.transport }
    _ = try await store.settle([receipt("z")], now: now)
    _ = try await store.answer(id, with: .accepted([RemoteID(rawValue: "x"), RemoteID(rawValue: "w")]), over: transport, now: now)
    _ = try await store.settle([receipt("w")], now: now)
    _ = try await store.keysInUse(now: now)
  }

  /// What runs with every message must not look through the history. The statements are the store's own, as SQLite sees them.
  @Test func `no statement of the hot path scans a table`() async throws {
    let store = try SQLiteStore(.memory)
    let statements = Mutex<Set<String>>([])
    try await store.writer.write { database in
      database.trace { event in statements.withLock { _ = $0.insert("\(event)") } }
    }
    let proposal = try proposal("ref")
    let transport = proposal.message.transport
    _ = try await store.accept(proposal)
    _ = try await store.claim(for: transport, atMost: 10, now: now)
    let event = MessageEvent(
      state: .submitted, at: now, transport: transport, remoteIDs: [RemoteID(rawValue: "a"), RemoteID(rawValue: "b")])
    _ = try await store.record([MessageStep(message: proposal.message.id, event: event)])
    for name in ["a", "b", "stranger"] {
      let receipt = DeliveryReceipt(
        transport: transport, remoteID: RemoteID(rawValue: name), ending: DeliveryEnding(.delivered), at: now)
      _ = try await store.settle([receipt], now: now)
    }
    _ = try await store.judge(proposal.challenge.key) { [keyRing, now] stored, budget in
      Challenge.judge("0", for: proposal.challenge.key, against: stored, budget: budget, keyRing: keyRing, now: now)
    }
    try await doubts(in: store)
    _ = try await store.endOverdue(now: now, grace: .zero, limit: 10)
    for state in MessageState.allCases where state != .delivered {
      _ = try await store.messages(matching: MessageFilter(state: state), limit: 10, after: nil)
    }
    let seen = statements.withLock { $0 }.filter { sql in ["SELECT", "UPDATE", "INSERT", "DELETE"].contains { sql.hasPrefix($0) } }
    #expect(seen.count > 15)
    for sql in seen {
      let plan = try await store.writer.write { database in
        let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
        statement.setUncheckedArguments(StatementArguments())
        return try Row.fetchAll(statement).map { $0["detail"] as String }
      }
      #expect(!plan.contains { $0.hasPrefix("SCAN") && !$0.contains("USING INDEX messages_") }, "\(sql): \(plan)")
    }
  }
}
