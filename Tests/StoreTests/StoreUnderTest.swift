// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import SQLiteStore

/// The stores that must pass this suite. A new store is a new case here, and nothing else.
enum StoreUnderTest: String, CaseIterable, Sendable {
  case sqliteMemory, sqliteFile

  /// Runs `body` on a fresh store.
  func with(_ body: (any Store) async throws -> Void) async throws {
    switch self {
    case .sqliteMemory:
      let store = try SQLiteStore(.memory)
      try await body(store)
      try store.close()
    case .sqliteFile:
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let store = try SQLiteStore(.file(path: folder.appendingPathComponent("test.sqlite").path))
      try await body(store)
      try store.close()
    }
  }
}
