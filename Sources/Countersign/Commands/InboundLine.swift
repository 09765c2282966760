// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import SMPP
internal import Simulators

/// A message of a phone, as a person writes it: `FROM TO TEXT`.
struct InboundLine: Sendable, Hashable {
  let source: String
  let destination: String
  let text: String

  /// Reads a line; nil when it is not of three words or more.
  init?(_ line: String) {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3,
      words[..<2].allSatisfy({ (1...20).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
    else { return nil }
    (source, destination, text) = (String(words[0]), String(words[1]), String(words[2]))
  }

  /// Has the phone send it.
  func send(through server: SMSCServer) async throws {
    try await server.deliver(text, from: Address(written: source), to: Address(written: destination))
  }

  /// The lines of a file, or with `-` those that are typed or piped in.
  static func lines(of path: String) throws(CommandFault) -> AsyncStream<InboundLine> {
    if path == "-" { return typed() }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw CommandFault("--inbound: cannot read \(path)", exitCode: .noInput)
    }
    var lines: [InboundLine] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
      guard let message = InboundLine(String(line)) else {
        throw CommandFault("--inbound: \(path), line \(number + 1) is not 'FROM TO TEXT'", exitCode: .dataError)
      }
      lines.append(message)
    }
    return AsyncStream { continuation in
      for line in lines { continuation.yield(line) }
      continuation.finish()
    }
  }

  private static func typed() -> AsyncStream<InboundLine> {
    AsyncStream { continuation in
      // Nothing interrupts a read from a terminal: a thread of its own ends with the process.
      Thread.detachNewThread {
        while let line = readLine() {
          if let message = InboundLine(line) {
            continuation.yield(message)
          } else if !line.isEmpty {
            Console.complain("countersign: '\(line)' is not 'FROM TO TEXT'")
          }
        }
        continuation.finish()
      }
    }
  }
}

extension Address {
  /// Digits are an international number, or a short code when they are few; anything else is a name.
  init(written text: String) {
    let digits = text.hasPrefix("+") ? String(text.dropFirst()) : text
    if !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      let isShort = digits.utf8.count < 7
      self.init(typeOfNumber: isShort ? .networkSpecific : .international, numberingPlan: isShort ? .unknown : .isdn, digits)
    } else {
      self.init(typeOfNumber: .alphanumeric, numberingPlan: .unknown, text)
    }
  }
}

extension ExitCode {
  /// EX_NOINPUT.
  static let noInput = ExitCode(66)
}
