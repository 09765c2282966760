// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import OTPCore

extension Database {
  /// Runs a statement that SQLite keeps prepared.
  func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
    try cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
  }

  /// The first row of a statement that SQLite keeps prepared.
  func row(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> Row? {
    try Row.fetchOne(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }

  func rows(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [Row] {
    try Row.fetchAll(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }
}

/// A row that does not hold what the schema promises: somebody else wrote to the database.
struct DamagedRow: Error {
  let table: String
}

extension Row {
  func time(_ column: Int) -> Timestamp { Timestamp(milliseconds: self[column]) }

  func optionalTime(_ column: Int) -> Timestamp? {
    (self[column] as Int64?).map(Timestamp.init(milliseconds:))
  }

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
    (self[column] as String?)?.split(separator: "\n").map { RemoteID(rawValue: String($0)) } ?? []
  }
}

extension [RemoteID] {
  var column: String? { isEmpty ? nil : map(\.rawValue).joined(separator: "\n") }
}
