// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Metrics
internal import OTPCore
internal import Synchronization

/// Lets concurrent writes share one transaction, and so one fsync, and answers each when that transaction is durable.
///
/// Writes that arrive while a commit is being synced wait for the next one and go into it together, so the batch grows
/// with the load by itself. It all runs on the database's own writer queue, never on a thread of the cooperative pool.
final class GroupCommit: Sendable {
  /// A write that waits: runs it, and hands its result out once the transaction has committed or failed.
  private struct Waiting: Sendable {
    /// Returns what to do when the transaction is durable.
    let run: @Sendable (Database) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
  }

  private struct Line {
    var waiting: [Waiting] = []
    var isRunning = false
  }

  /// Bounds what one failure can make run again, and how long the first write of a batch waits for the last.
  private static let batchMax = 512

  private let writer: any DatabaseWriter
  private let line = Mutex(Line())
  private let writes = Counter(label: "countersign_store_writes")
  /// Whether the last transaction could not be begun or committed.
  let hasFailed = Atomic(false)
  private let commitTimes = Timer(label: "countersign_store_commit_seconds")

  init(writer: any DatabaseWriter) {
    self.writer = writer
  }

  /// Runs `body` in a transaction that it may share with others; returns when that is durable.
  ///
  /// When a body throws, the whole batch is rolled back and every body runs again in a transaction of its own. So a body
  /// must have no effect outside the database.
  func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let waiting = Waiting(
        run: { database in
          let value = try body(database)
          return { continuation.resume(returning: value) }
        },
        fail: { continuation.resume(throwing: $0) })
      let mustStart = line.withLock { line in
        line.waiting.append(waiting)
        defer { line.isRunning = true }
        return !line.isRunning
      }
      if mustStart { start() }
    }
  }

  private func start() {
    writer.asyncWriteWithoutTransaction { [self] database in
      while let batch = nextBatch() { commit(batch, in: database) }
    }
  }

  private func nextBatch() -> [Waiting]? {
    line.withLock { line in
      guard !line.waiting.isEmpty else {
        line.isRunning = false
        return nil
      }
      let batch = Array(line.waiting.prefix(Self.batchMax))
      line.waiting.removeFirst(batch.count)
      return batch
    }
  }

  private func commit(_ batch: [Waiting], in database: Database) {
    let start = ContinuousClock.now
    var isBodyAtFault = false
    do {
      let answers = try transaction(batch, in: database, isBodyAtFault: &isBodyAtFault)
      commitTimes.record(duration: ContinuousClock.now - start)
      writes.increment(by: batch.count)
      hasFailed.store(false, ordering: .relaxed)
      for answer in answers { answer() }
    } catch  where isBodyAtFault && batch.count > 1 {
      for waiting in batch { commit([waiting], in: database) }
    } catch {
      // The database could not begin or commit, and has waited for its time-out once: it would not do better for each alone.
      hasFailed.store(Self.isOfTheDatabase(error), ordering: .relaxed)
      for waiting in batch { waiting.fail(error) }
    }
  }

  /// Whether an error says something of the database and not of what was written.
  private static func isOfTheDatabase(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    return error.resultCode != .SQLITE_CONSTRAINT
  }

  private func transaction(
    _ batch: [Waiting], in database: Database, isBodyAtFault: inout Bool
  ) throws -> [@Sendable () -> Void] {
    var answers: [@Sendable () -> Void] = []
    answers.reserveCapacity(batch.count)
    try database.inTransaction(.immediate) {
      isBodyAtFault = true
      for waiting in batch { answers.append(try waiting.run(database)) }
      isBodyAtFault = false
      return .commit
    }
    return answers
  }
}
