// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Where a command talks to the person who gave it.
enum Console {
  /// Progress and results.
  static func say(_ line: String) { write(line, to: FileHandle.standardOutput) }

  /// What is wrong.
  static func complain(_ line: String) { write(line, to: FileHandle.standardError) }

  /// Results that are lines already.
  static func say(lines: Data) throws { try FileHandle.standardOutput.write(contentsOf: lines) }

  private static func write(_ line: String, to handle: FileHandle) {
    // Nobody listening any more is no reason to stop.
    try? handle.write(contentsOf: Data((line + "\n").utf8))
  }
}
