// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

struct HeaderRow: Decodable, Sendable {
  let source: String
  let octets: String
  let concatenation: [UInt16]?
  let single: UInt8?
  let locking: UInt8?
  let ports: [UInt16]?
}

@Suite("user data header")
struct UserDataHeaderTests {
  @Test("a header says what the standard has it say, and is written as it was read", arguments: try Vectors<HeaderRow>.rows("headers"))
  func headers(row: HeaderRow) throws {
    let wire = try octets(row.octets)
    #expect(Int(wire[0]) == wire.count - 1)
    let header = UserDataHeader(decoding: Array(wire.dropFirst()))
    let place = header.concatenation
    #expect(
      place.map { [UInt16($0.referenceWidth.rawValue), $0.reference, UInt16($0.total), UInt16($0.sequence)] } == row.concatenation)
    #expect(header.nationalTables.single?.rawValue == row.single)
    #expect(header.nationalTables.locking?.rawValue == row.locking)
    #expect(header.ports.map { [$0.destination, $0.source] } == row.ports)
    #expect(try header.encoded() == wire)
  }

  @Test("a header that does not divide into elements has none, and keeps its octets", arguments: ["00", "0003A702", "000501", "7F"])
  func malformed(hexadecimal: String) throws {
    let wire = try octets(hexadecimal)
    let header = UserDataHeader(decoding: wire)
    #expect(header.elements.isEmpty)
    #expect(header.malformed == wire)
    #expect(try header.encoded() == [UInt8(wire.count)] + wire)
  }

  @Test("a header that is longer than user data is refused")
  func tooLong() {
    let header = UserDataHeader([InformationElement(.init(rawValue: 0x7F), [UInt8](repeating: 0, count: 138))])
    #expect(throws: EncodingError.self) { try header.encoded() }
    #expect(throws: EncodingError.self) { try UserDataHeader([.init(.ports8, [UInt8](repeating: 0, count: 300))]).encoded() }
  }
}
