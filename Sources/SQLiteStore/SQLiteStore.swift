// SPDX-License-Identifier: Apache-2.0

internal import GRDB
package import OTPCore

/// The store on one SQLite database: WAL, synchronous=FULL, so that what was answered survives a power cut.
package final class SQLiteStore: Store {
  let writer: any DatabaseWriter
  let commits: GroupCommit
  /// Held as long as the store lives, so that no second gateway serves the same messages.
  private let lock: DatabaseLock?

  package enum Location: Sendable, Equatable {
    case memory
    case file(path: String)
  }

  /// Opens or makes the database and brings its tables up to date. Blocks: call it before serving.
  package init(_ location: Location) throws(StoreError) {
    do {
      switch location {
      case .memory:
        lock = nil
        writer = try DatabaseQueue(configuration: Self.configuration)
      case .file(let path):
        lock = try DatabaseLock(databasePath: path)
        try DatabaseLock.restrictAccess(databasePath: path)
        let pool = try DatabasePool(path: path, configuration: Self.configuration)
        try Self.syncEveryCommit(pool)
        writer = pool
      }
      guard try !writer.read(Schema.migrator.hasBeenSuperseded) else {
        throw StoreError("opening the database: a newer countersign has used it; run that version, or restore a backup")
      }
      try Schema.migrator.migrate(writer)
    } catch let error as StoreError {
      throw error
    } catch {
      throw Self.fault(error, while: "opening the database")
    }
    commits = GroupCommit(writer: writer)
  }

  /// Waits for what is being written, moves the log into the database, and closes the files.
  package func close() throws(StoreError) {
    do {
      // SQLite itself does this only when the connection that writes is the last to close. Whoever reads at the moment may keep
      // the log from moving: nothing is lost then, and the next start finds it.
      if writer is DatabasePool { try? writer.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
      try writer.close()
    } catch {
      throw Self.fault(error, while: "closing the database")
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "countersign.store"
    configuration.busyMode = .timeout(2)
    configuration.maximumReaderCount = 2
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA temp_store = MEMORY")
      // In KiB. Codes are found by keys without order, so the pages in use are many.
      try database.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
    }
    return configuration
  }

  private static let cacheKiB = 32 * 1024

  /// WAL alone may lose the last commits in a power cut; FULL syncs each of them. GRDB sets NORMAL when it turns WAL on, so
  /// this comes after it, on the one connection that writes.
  private static func syncEveryCommit(_ writer: DatabasePool) throws {
    try writer.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
    }
  }

  /// GRDB's errors carry the statement; its arguments are private there by default. Only the code and SQLite's words go on.
  static func fault(_ error: any Error, while doing: String) -> StoreError {
    guard let error = error as? DatabaseError else { return StoreError("\(doing): \(type(of: error))") }
    let code = error.extendedResultCode.rawValue
    let words = error.message ?? "no message"
    let advice: String =
      switch error.resultCode {
      case .SQLITE_FULL: "; free some disk space"
      case .SQLITE_BUSY: "; another process holds a lock on the database"
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: "; check the path and its permissions"
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: "; restore the database from a backup or move it away"
      default: ""
      }
    return StoreError("\(doing): SQLite error \(code): \(words)\(advice)")
  }

  func write<Value: Sendable>(
    _ doing: String, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do {
      return try await commits.write(body)
    } catch {
      throw Self.fault(error, while: doing)
    }
  }

  func read<Value: Sendable>(
    _ doing: String, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do {
      return try await writer.read(body)
    } catch {
      throw Self.fault(error, while: doing)
    }
  }
}
