// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import OTPCore

/// The events of a message as they stand in its row: a JSON object a line.
enum TimelineText {
  private struct Line: Codable {
    var state: Int
    var at: Int64
    var transport: String
    var remoteIDs: [String]?
    var reason: String?
    var error: String?
  }

  /// The line of an event, with its line break.
  static func line(_ event: MessageEvent) throws -> String {
    if let plain = plainLine(event) { return plain }
    let line = Line(
      state: event.state.rawValue, at: event.at.milliseconds, transport: event.transport.rawValue,
      remoteIDs: event.remoteIDs.isEmpty ? nil : event.remoteIDs.map(\.rawValue), reason: event.reason, error: event.error)
    return String(decoding: try JSONEncoder().encode(line), as: UTF8.self) + "\n"
  }

  /// The line of an event in whose texts nothing needs an escape, as in nearly all: worth not asking an encoder for.
  private static func plainLine(_ event: MessageEvent) -> String? {
    var line = #"{"state":\#(event.state.rawValue),"at":\#(event.at.milliseconds)"#
    var isPlain = true
    func append(_ text: String) {
      if text.utf8.contains(where: needsEscape) { isPlain = false }
      line += "\""
      line += text
      line += "\""
    }
    line += #","transport":"#
    append(event.transport.rawValue)
    if !event.remoteIDs.isEmpty {
      line += #","remoteIDs":["#
      for (index, remoteID) in event.remoteIDs.enumerated() {
        if index > 0 { line += "," }
        append(remoteID.rawValue)
      }
      line += "]"
    }
    if let reason = event.reason {
      line += #","reason":"#
      append(reason)
    }
    if let error = event.error {
      line += #","error":"#
      append(error)
    }
    line += "}\n"
    return isPlain ? line : nil
  }

  private static func needsEscape(_ octet: UInt8) -> Bool {
    octet < 0x20 || octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\")
  }

  static func events(_ text: String) throws -> [MessageEvent] {
    let decoder = JSONDecoder()
    return try text.utf8.split(separator: UInt8(ascii: "\n")).map { octets in
      let line = try decoder.decode(Line.self, from: Data(octets))
      guard let state = MessageState(rawValue: line.state) else { throw DamagedRow(table: "messages") }
      return MessageEvent(
        state: state, at: Timestamp(milliseconds: line.at), transport: TransportID(rawValue: line.transport),
        remoteIDs: line.remoteIDs?.map(RemoteID.init(rawValue:)) ?? [], reason: line.reason, error: line.error)
    }
  }
}
