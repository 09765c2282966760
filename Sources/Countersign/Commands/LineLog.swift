// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc
internal import NIOPosix
internal import Synchronization

/// Lines of JSON for a file or standard output. They gather in memory and are written by ``run()``, so that who has something to say does
/// not wait for a disk or a pipe.
final class LineLog: Sendable {
  /// So many octets may gather before ``isFull``.
  private static let octetsMax = 4 << 20

  private let path: String?
  private let file: FileHandle?
  private let gathered = Mutex(Data())
  private let wakeUps: AsyncStream<Void>
  private let wakeUp: AsyncStream<Void>.Continuation

  /// Makes a log, and its file anew; without a path it is standard output.
  init(path: String?) throws(CommandFault) {
    self.path = path
    if let path {
      // A file is emptied; a device or a pipe stays what it is.
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw CommandFault("--log: cannot write \(path): \(String(cString: strerror(errno)))") }
      file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    } else {
      file = nil
    }
    (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Whether lines come faster than they can be written.
  var isFull: Bool { gathered.withLock { $0.count >= Self.octetsMax } }

  /// Takes a line.
  func write(_ entry: some Encodable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let line = try? encoder.encode(entry) else { return }
    gathered.withLock {
      $0.append(line)
      $0.append(UInt8(ascii: "\n"))
    }
    wakeUp.yield()
  }

  /// No more lines come.
  func finish() { wakeUp.finish() }

  /// Writes what comes until ``finish()`` or until it is cancelled, and then what has gathered.
  func run() async throws {
    for await _ in wakeUps { try await writeGathered() }
    try await writeGathered()
  }

  private func writeGathered() async throws {
    let lines = gathered.withLock { lines in
      defer { lines = Data() }
      return lines
    }
    if lines.isEmpty { return }
    do {
      try await NIOThreadPool.singleton.runIfActive { [file] in
        if let file { try file.write(contentsOf: lines) } else { try Console.say(lines: lines) }
      }
    } catch {
      throw CommandFault("\(path.map { "--log: cannot write \($0); is the disk full?" } ?? "nobody reads standard output any more")")
    }
  }
}
