// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import Testing

/// A file of `Tests/Vectors/smpp`: data with its source, one row for each test case.
struct Vectors<Row: Decodable & Sendable>: Decodable {
  let source: String
  let rows: [Row]

  static func rows(_ file: String) throws -> [Row] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appendingPathComponent("Vectors/smpp/\(file).json"))
    return try JSONDecoder().decode(Self.self, from: data).rows
  }
}

/// Octets from hexadecimal digits, written here again so that no test leans on the code it tests.
func octets(_ hexadecimal: String) throws -> [UInt8] {
  let digits = Array(hexadecimal)
  try #require(digits.count.isMultiple(of: 2))
  return try stride(from: 0, to: digits.count, by: 2).map { try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16)) }
}

func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
  octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

func hexadecimal(_ buffer: ByteBuffer) -> String { hexadecimal(buffer.readableBytesView) }
