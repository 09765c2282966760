// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Wireshark's command line, which must be there: a test without its peer fails.
enum Tshark {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What the SMPP dissector makes of PDUs in one TCP stream, one packet for each: the values of each field, for each PDU.
  static func fields(of pdus: [[UInt8]], names: [String]) async throws -> [[String: [String]]] {
    struct Packet: Decodable {
      struct Source: Decodable { let layers: [String: [String]] }
      let source: Source
      enum CodingKeys: String, CodingKey { case source = "_source" }
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("smpp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let capture = folder.appendingPathComponent("pdus.pcap")
    try Data(pcap(pdus)).write(to: capture)
    let output = folder.appendingPathComponent("packets.json")
    let options = ["-n", "-r", capture.path, "-d", "tcp.port==2775,smpp", "-T", "json"]
    try await run(["tshark"] + options + (["_ws.malformed"] + names).flatMap { ["-e", $0] }, output: output)
    return try JSONDecoder().decode([Packet].self, from: Data(contentsOf: output)).map(\.source.layers)
  }

  /// A capture of IPv4 packets (link type 228).
  private static func pcap(_ pdus: [[UInt8]]) -> [UInt8] {
    func little(_ values: UInt32...) -> [UInt8] { values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } } }
    func big(_ value: Int, octets: Int) -> [UInt8] { (0..<octets).map { UInt8(truncatingIfNeeded: value >> (8 * (octets - 1 - $0))) } }
    var file = little(0xA1B2_C3D4, 0x0004_0002, 0, 0, 262_144, 228)
    var sequence = 1
    for (index, pdu) in pdus.enumerated() {
      let length = 40 + pdu.count
      var packet: [UInt8] = [0x45, 0] + big(length, octets: 2) + [0, 0, 0x40, 0, 64, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1]
      packet += big(40_000, octets: 2) + big(2_775, octets: 2) + big(sequence, octets: 4) + big(1, octets: 4)
      packet += [0x50, 0x18, 0xFF, 0xFF, 0, 0, 0, 0] + pdu
      sequence += pdu.count
      file += little(UInt32(index), 0, UInt32(length), UInt32(length)) + packet
    }
    return file
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
            throwing: Failure(description: "\(command[0]) ended with \(process.terminationStatus); it must be installed. It said: \(said)"))
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
