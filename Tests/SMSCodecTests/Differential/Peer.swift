// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Another program that reads what this module writes. It must be there: a test without its peer fails.
enum Peer {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Asks the Python libraries of Tests/requirements.txt.
  static func python<Answer: Decodable>(_ requests: [some Encodable], as: Answer.Type) async throws -> [Answer?] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let interpreter =
      ProcessInfo.processInfo.environment["COUNTERSIGN_VENV_PYTHON"] ?? root.appendingPathComponent(".build/venv/bin/python").path
    let script = root.appendingPathComponent("Tests/Peers/sms-codecs.py")
    return try await withFolder { folder in
      let question = folder.appendingPathComponent("requests.json")
      let answer = folder.appendingPathComponent("answers.json")
      try JSONEncoder().encode(requests).write(to: question)
      try await run([interpreter, script.path, question.path, answer.path], output: folder.appendingPathComponent("output"))
      return try JSONDecoder().decode([Answer?].self, from: Data(contentsOf: answer))
    }
  }

  /// What tshark's GSM SMS dissector makes of TPDUs: the values of each field, for each TPDU.
  static func tshark(_ tpdus: [(octets: [UInt8], fromPhone: Bool)], fields: [String]) async throws -> [[String: [String]]] {
    struct Packet: Decodable {
      struct Source: Decodable { let layers: [String: [String]] }
      let source: Source
      enum CodingKeys: String, CodingKey { case source = "_source" }
    }
    return try await withFolder { folder in
      let capture = folder.appendingPathComponent("tpdus.pcap")
      let output = folder.appendingPathComponent("packets.json")
      try Data(pcap(tpdus)).write(to: capture)
      let names = (["_ws.malformed"] + fields).flatMap { ["-e", $0] }
      try await run(["tshark", "-n", "-r", capture.path, "-o", "gsm_sms.reassemble:FALSE", "-T", "json"] + names, output: output)
      return try JSONDecoder().decode([Packet].self, from: Data(contentsOf: output)).map(\.source.layers)
    }
  }

  /// A capture of exported PDUs (link type 252): each with tags for its dissector (12) and its direction (35), then the TPDU.
  private static func pcap(_ tpdus: [(octets: [UInt8], fromPhone: Bool)]) -> [UInt8] {
    func little(_ values: UInt32...) -> [UInt8] { values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } } }
    var file = little(0xA1B2_C3D4, 0x0004_0002, 0, 0, 65_535, 252)
    for (index, tpdu) in tpdus.enumerated() {
      var packet: [UInt8] = [0, 12, 0, 8] + Array("gsm_sms\0".utf8)
      packet += [0, 35, 0, 4, 0, 0, 0, tpdu.fromPhone ? 1 : 0, 0, 0, 0, 0]
      packet += tpdu.octets
      file += little(UInt32(index), 0, UInt32(packet.count), UInt32(packet.count)) + packet
    }
    return file
  }

  private static func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("codec-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
  }

  private static func run(_ command: [String], output: URL) async throws {
    guard FileManager.default.createFile(atPath: output.path, contents: nil) else {
      throw Failure(description: "cannot write \(output.path)")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = try FileHandle(forWritingTo: output)
    let complaints = output.appendingPathExtension("errors")
    _ = FileManager.default.createFile(atPath: complaints.path, contents: nil)
    process.standardError = try FileHandle(forWritingTo: complaints)
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { process in
        if process.terminationStatus == 0 {
          continuation.resume()
        } else {
          let said = (try? String(contentsOf: complaints, encoding: .utf8)) ?? ""
          continuation.resume(
            throwing: Failure(
              description:
                "\(command[0]) ended with \(process.terminationStatus); it and the packages of Tests/requirements.txt must be installed. It said: \(said)"
            ))
        }
      }
      do {
        try process.run()
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }
}

/// Differences found, of which the first few are worth reading.
struct Differences {
  private(set) var count = 0
  private(set) var first: [String] = []

  mutating func expectEqual<Value: Equatable>(_ ours: Value, _ theirs: Value, _ what: @autoclosure () -> String) {
    if ours == theirs { return }
    count += 1
    if first.count < 8 { first.append("\(what()): ours \(ours), theirs \(theirs)") }
  }

  /// Fails the test when there are any.
  func check() {
    if count > 0 { Issue.record("\(count) differences, such as:\n\(first.joined(separator: "\n"))") }
  }
}
