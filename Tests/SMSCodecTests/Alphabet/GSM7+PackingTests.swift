// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

struct PackingRow: Decodable, Sendable {
  let source: String
  let text: String
  let packed: String
  let fillBits: Int
}

@Suite("packing of septets")
struct GSM7PackingTests {
  @Test("septets pack as TS 23.038 §6.1.2.1 has it", arguments: try Vectors<PackingRow>.rows("packing"))
  func packing(row: PackingRow) throws {
    let septets = try #require(GSM7.septets(of: row.text))
    let packed = try octets(row.packed)
    #expect(GSM7.pack(septets, fillBits: row.fillBits) == packed)
    #expect(try GSM7.unpack(packed, count: septets.count, fillBits: row.fillBits) == septets)
  }

  @Test("every count of septets after every count of fill bits unpacks to itself", arguments: 0...6)
  func identity(fillBits: Int) throws {
    var generator = SeededGenerator(seed: UInt64(fillBits))
    for count in 0...200 {
      let septets = generator.octets(count).map { $0 & 0x7F }
      let packed = GSM7.pack(septets, fillBits: fillBits)
      #expect(packed.count == (count == 0 && fillBits == 0 ? 0 : (7 * count + fillBits + 7) / 8))
      #expect(packed.first.map { $0 & (1 << UInt8(fillBits) - 1) } ?? 0 == 0, "fill bits are zero")
      #expect(try GSM7.unpack(packed, count: count, fillBits: fillBits) == septets)
    }
  }

  @Test("more septets than there is room for, or a count that makes no sense, is a fault", arguments: [9, 1 << 40, -1, Int.max, Int.min])
  func truncated(count: Int) {
    #expect(throws: DecodeFault(field: .userData, offset: 7, reason: .truncated)) {
      try GSM7.unpack([UInt8](repeating: 0xFF, count: 7), count: count)
    }
  }

  @Test("fill bits outside 0...6 are a fault, not a trap", arguments: [-1, 7, 8, Int.max])
  func fillBits(fillBits: Int) {
    #expect(throws: DecodeFault.self) { try GSM7.unpack([0xFF, 0xFF], count: 1, fillBits: fillBits) }
    #expect(GSM7.pack([0x41], fillBits: fillBits).count <= 2)
  }
}
