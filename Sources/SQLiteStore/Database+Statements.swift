// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import OTPCore

/// Statements are bound and read through SQLite's own functions: GRDB's arguments and rows are values made for each call, and
/// cost as much again as what SQLite does for a message. Connections, transactions and the statements kept prepared are GRDB's.
extension Database {
  /// Runs a statement that is kept prepared.
  func run(_ sql: String, _ arguments: [(any Bindable)?]) throws {
    try withStatement(sql, arguments) { statement in
      while try step(statement, sql) {}
    }
  }

  /// What `read` makes of the first row.
  func row<Value>(_ sql: String, _ arguments: [(any Bindable)?], _ read: (Columns) throws -> Value) throws -> Value? {
    try withStatement(sql, arguments) { statement in
      try step(statement, sql) ? try read(Columns(statement)) : nil
    }
  }

  /// What `read` makes of each row. It must not ask the database: another row is waiting.
  func rows<Value>(_ sql: String, _ arguments: [(any Bindable)?], _ read: (Columns) throws -> Value) throws -> [Value] {
    try withStatement(sql, arguments) { statement in
      var values: [Value] = []
      while try step(statement, sql) { values.append(try read(Columns(statement))) }
      return values
    }
  }

  private func withStatement<Value>(
    _ sql: String, _ arguments: [(any Bindable)?], _ body: (OpaquePointer) throws -> Value
  ) throws -> Value {
    let prepared = try cachedStatement(sql: sql)
    let statement = prepared.sqliteStatement
    defer { withExtendedLifetime(prepared) { _ = sqlite3_reset(statement) } }
    guard sqlite3_bind_parameter_count(statement) == arguments.count else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "arguments do not fit the statement", sql: sql)
    }
    for (index, argument) in arguments.enumerated() {
      let place = CInt(index + 1)
      let code = argument?.bind(to: statement, at: place) ?? sqlite3_bind_null(statement, place)
      guard code == SQLITE_OK else { throw fault(code, sql) }
    }
    return try body(statement)
  }

  /// True when there is a row to read.
  private func step(_ statement: OpaquePointer, _ sql: String) throws -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: true
    case SQLITE_DONE: false
    case let code: throw fault(code, sql)
    }
  }

  private func fault(_ code: CInt, _ sql: String) -> DatabaseError {
    let message = sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: sql)
  }
}

/// A value that a place in a statement can take. SQLite copies what is not a number.
protocol Bindable {
  func bind(to statement: OpaquePointer, at place: CInt) -> CInt
}

/// Tells SQLite to copy what it is given (`SQLITE_TRANSIENT`, a macro that Swift does not see).
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int: Bindable {
  func bind(to statement: OpaquePointer, at place: CInt) -> CInt { sqlite3_bind_int64(statement, place, Int64(self)) }
}

extension Int64: Bindable {
  func bind(to statement: OpaquePointer, at place: CInt) -> CInt { sqlite3_bind_int64(statement, place, self) }
}

extension Bool: Bindable {
  func bind(to statement: OpaquePointer, at place: CInt) -> CInt { sqlite3_bind_int64(statement, place, self ? 1 : 0) }
}

extension String: Bindable {
  func bind(to statement: OpaquePointer, at place: CInt) -> CInt {
    var text = self
    return text.withUTF8 { octets in
      // No octets have no address, which would bind NULL.
      guard let address = octets.baseAddress else { return sqlite3_bind_text(statement, place, "", 0, copied) }
      return address.withMemoryRebound(to: CChar.self, capacity: octets.count) {
        sqlite3_bind_text(statement, place, $0, CInt(octets.count), copied)
      }
    }
  }
}

extension Data: Bindable {
  func bind(to statement: OpaquePointer, at place: CInt) -> CInt {
    withUnsafeBytes { octets in
      guard let address = octets.baseAddress else { return sqlite3_bind_zeroblob(statement, place, 0) }
      return sqlite3_bind_blob(statement, place, address, CInt(octets.count), copied)
    }
  }
}
