// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import OTPCore

/// An advisory lock beside the database: two gateways on one file would each recover the other's messages.
final class DatabaseLock: Sendable {
  private let descriptor: CInt

  init(databasePath: String) throws {
    descriptor = try Self.openPrivately(databasePath + "-lock")
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      Glibc.close(descriptor)
      throw StoreError(
        "opening the database: another countersign process uses \(databasePath); stop it, or give this one a database of its own")
    }
  }

  deinit {
    Glibc.close(descriptor)
  }

  /// The database holds telephone numbers: nobody else on the machine needs to read them. SQLite gives its log files the
  /// access rights of the database, so the rights are set before it opens anything.
  static func restrictAccess(databasePath: String) throws {
    let file = try openPrivately(databasePath)
    _ = fchmod(file, 0o600)
    Glibc.close(file)
  }

  private static func openPrivately(_ path: String) throws -> CInt {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let words = String(cString: strerror(errno))
      throw StoreError("opening the database: cannot open \(path): \(words); check the folder and its permissions")
    }
    return file
  }
}
