// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import TestSupport
import Testing

/// TCP keeps octets in order and nothing else: a read may bring a part of a PDU, or many.
@Suite struct FramingTests {
  private func stream(_ count: Int, seed: UInt64) throws -> (pdus: [PDU], octets: [UInt8]) {
    var generator = PDUGenerator(seed: seed)
    let pdus = (0..<count).map { generator.pdu(kind: $0) }
    return (pdus, try pdus.flatMap { try $0.octets() })
  }

  @Test func `PDUs that come octet by octet are the PDUs that were sent`() throws {
    let (pdus, octets) = try stream(120, seed: 1)
    var buffer = ByteBuffer()
    var read: [PDU] = []
    for octet in octets {
      buffer.writeInteger(octet)
      while let next = try PDU.next(in: &buffer) { read.append(try next.get()) }
    }
    #expect(read == pdus)
    #expect(buffer.readableBytes == 0)
  }

  @Test func `PDUs that come all at once are the PDUs that were sent`() throws {
    let (pdus, octets) = try stream(500, seed: 2)
    var buffer = ByteBuffer(bytes: octets)
    var read: [PDU] = []
    while let next = try PDU.next(in: &buffer) { read.append(try next.get()) }
    #expect(read == pdus)
  }

  @Test func `PDUs that come in pieces of any length are the PDUs that were sent`() throws {
    let (pdus, octets) = try stream(1_000, seed: 3)
    var random = SeededRandom(seed: 4)
    var buffer = ByteBuffer()
    var read: [PDU] = []
    var rest = octets[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...300, using: &random))
      rest = rest.dropFirst(piece.count)
      buffer.writeBytes(piece)
      while let next = try PDU.next(in: &buffer) { read.append(try next.get()) }
      buffer.discardReadBytes()
    }
    #expect(read == pdus)
  }

  @Test func `a length is refused as soon as its four octets are there`() {
    var tooLong = ByteBuffer(integer: UInt32(PDU.lengthMax + 1))
    #expect(throws: FramingFault(commandLength: 69_633, lengthMax: 69_632)) { try PDU.next(in: &tooLong) }
    var tooShort = ByteBuffer(integer: UInt32(15))
    #expect(throws: FramingFault(commandLength: 15, lengthMax: 69_632)) { try PDU.next(in: &tooShort) }
  }

  @Test func `a caller's own limit counts`() throws {
    let pdu = PDU(.other(CommandID(rawValue: 0x200), [UInt8](repeating: 0, count: 1_008)), sequence: 1)
    var fits = ByteBuffer(bytes: try pdu.octets())
    #expect(try PDU.next(in: &fits, lengthMax: 1_024)?.get() == pdu)
    var doesNot = ByteBuffer(bytes: try pdu.octets())
    #expect(throws: FramingFault(commandLength: 1_024, lengthMax: 1_023)) { try PDU.next(in: &doesNot, lengthMax: 1_023) }
    var odd = ByteBuffer(bytes: try pdu.octets())
    #expect(throws: FramingFault(commandLength: 1_024, lengthMax: -1)) { try PDU.next(in: &odd, lengthMax: -1) }
  }

  @Test func `the longest PDU comes and goes`() throws {
    let octets = [UInt8](repeating: 0x5A, count: PDU.lengthMax - PDU.headerLength)
    let pdu = PDU(.other(CommandID(rawValue: 0x200), octets), sequence: 1)
    var buffer = ByteBuffer(bytes: try pdu.octets())
    #expect(buffer.readableBytes == PDU.lengthMax)
    #expect(try PDU.next(in: &buffer)?.get() == pdu)
  }

  @Test func `a PDU is read where the buffer stands, not where it starts`() throws {
    var buffer = ByteBuffer(string: "read before")
    buffer.moveReaderIndex(forwardBy: buffer.readableBytes)
    try PDU(.enquireLink, sequence: 9).encode(into: &buffer)
    try PDU(.unbind, sequence: 10).encode(into: &buffer)
    #expect(try PDU.next(in: &buffer)?.get() == PDU(.enquireLink, sequence: 9))
    #expect(try PDU.next(in: &buffer)?.get() == PDU(.unbind, sequence: 10))
    #expect(try PDU.next(in: &buffer) == nil)
  }
}
