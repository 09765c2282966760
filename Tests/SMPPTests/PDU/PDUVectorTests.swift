// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@Suite struct PDUVectorTests {
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let octets: String
    /// True of what is read but not written so.
    let isLoose: Bool?
    var testDescription: String { name }
  }

  @Test(arguments: try Vectors<Row>.rows("pdus"))
  func `a vector is read and written the same`(row: Row) throws {
    var buffer = ByteBuffer(bytes: try octets(row.octets))
    let pdu = try #require(try PDU.next(in: &buffer)).get()
    #expect(buffer.readableBytes == 0)
    if row.isLoose == nil {
      var written = ByteBuffer()
      try pdu.encode(into: &written)
      #expect(hexadecimal(written) == row.octets)
    }
  }
}
