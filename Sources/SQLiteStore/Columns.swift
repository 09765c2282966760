// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDBSQLite
internal import OTPCore

/// The columns of the row that a statement stands on. Not to be kept: the next step changes them.
struct Columns {
  private let statement: OpaquePointer

  init(_ statement: OpaquePointer) {
    self.statement = statement
  }

  private func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, CInt(column)) == SQLITE_NULL }

  subscript(_ column: Int) -> Int64 { sqlite3_column_int64(statement, CInt(column)) }
  subscript(_ column: Int) -> Int { Int(self[column] as Int64) }
  subscript(_ column: Int) -> Bool { self[column] as Int64 != 0 }
  subscript(_ column: Int) -> Int64? { isNull(column) ? nil : self[column] as Int64 }
  subscript(_ column: Int) -> Int? { isNull(column) ? nil : self[column] as Int }

  /// Empty for NULL, as the other columns are zero for it.
  subscript(_ column: Int) -> String {
    guard let text = sqlite3_column_text(statement, CInt(column)) else { return "" }
    let octets = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, CInt(column))))
    return String(decoding: octets, as: UTF8.self)
  }

  subscript(_ column: Int) -> String? { isNull(column) ? nil : self[column] as String }

  subscript(_ column: Int) -> Data {
    guard let octets = sqlite3_column_blob(statement, CInt(column)) else { return Data() }
    return Data(bytes: octets, count: Int(sqlite3_column_bytes(statement, CInt(column))))
  }
}

/// A row that does not hold what the schema promises: somebody else wrote to the database.
struct DamagedRow: Error {
  let table: String
}

extension Columns {
  func time(_ column: Int) -> Timestamp { Timestamp(milliseconds: self[column]) }

  func optionalTime(_ column: Int) -> Timestamp? {
    (self[column] as Int64?).map(Timestamp.init(milliseconds:))
  }

  func transport(_ column: Int) -> TransportID { TransportID(rawValue: self[column]) }

  func messageID(_ column: Int) throws -> MessageID {
    guard let id = MessageID(octets: self[column]) else { throw DamagedRow(table: "messages") }
    return id
  }

  func state(_ column: Int) throws -> MessageState {
    guard let state = MessageState(rawValue: self[column]) else { throw DamagedRow(table: "messages") }
    return state
  }

  func phoneNumber(_ column: Int) throws -> PhoneNumber {
    guard let number = PhoneNumber(self[column] as String) else { throw DamagedRow(table: "messages") }
    return number
  }

  /// Remote ids stand in one column, a line each; they are tokens of the network and hold no line break.
  func remoteIDs(_ column: Int) -> [RemoteID] {
    guard let text = self[column] as String? else { return [] }
    return text.utf8.split(separator: UInt8(ascii: "\n")).map { RemoteID(rawValue: String(decoding: $0, as: UTF8.self)) }
  }
}

extension [RemoteID] {
  var column: String? {
    count > 1 ? map(\.rawValue).joined(separator: "\n") : first?.rawValue
  }
}
