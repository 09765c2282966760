// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import Testing

@Suite struct MalformedPDUTests {
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let octets: String
    let answer: String
    let sequence: UInt32?
    var testDescription: String { name }
  }

  @Test(arguments: try Vectors<Row>.rows("malformed"))
  func `octets that are no PDU have their answer`(row: Row) throws {
    let octets = try octets(row.octets)
    // A PDU behind it shows whether the stream goes on where it should.
    var buffer = ByteBuffer(bytes: octets)
    if !row.answer.hasPrefix("more") { try PDU(.enquireLink, sequence: 77).encode(into: &buffer) }
    let before = buffer
    do {
      switch try PDU.next(in: &buffer) {
      case nil:
        #expect(row.answer == "more")
        #expect(buffer == before)
      case .failure(let fault):
        let status = "0x" + (fault.status.rawValue < 16 ? "0" : "") + String(fault.status.rawValue, radix: 16, uppercase: true)
        #expect("fault \(status) \(fault.reason)" == row.answer)
        #expect(fault.sequence == row.sequence)
        #expect(fault.commandID.rawValue == before.getInteger(at: before.readerIndex + 4))
        #expect(try PDU.next(in: &buffer)?.get() == PDU(.enquireLink, sequence: 77))
      case .success(let pdu):
        guard case .other(let commandID, let body) = pdu.body else {
          Issue.record("\(pdu)")
          return
        }
        #expect("other \(hexadecimal(body))" == row.answer)
        #expect(commandID.rawValue == before.getInteger(at: before.readerIndex + 4))
        #expect(try pdu.octets() == octets)
        #expect(try PDU.next(in: &buffer)?.get() == PDU(.enquireLink, sequence: 77))
      }
    } catch let error as FramingFault {
      #expect("framing \(error.commandLength)" == row.answer)
      #expect(error.status == .invalidCommandLength)
      #expect(buffer == before)
    }
  }

  @Test func `a peer of another protocol is named`() {
    #expect(
      FramingFault(commandLength: 0x4854_5450, lengthMax: 69_632).description
        == "command_length 1213486160 is outside of 16...69632: the peer sent the text 'HTTP' and does not speak SMPP")
    #expect(FramingFault(commandLength: 0x1603_0102, lengthMax: 69_632).description.hasSuffix(": the peer speaks TLS"))
    #expect(FramingFault(commandLength: 2, lengthMax: 1_024).description == "command_length 2 is outside of 16...1024")
  }

  @Test func `a fault names its PDU and shows nothing of it`() {
    let fault = PDUFault(commandID: .deliverSM, sequence: 7, status: .invalidMessageLength, reason: "sm_length is 255")
    #expect("\(fault)" == "deliver_sm 7: sm_length is 255")
  }

  @Test func `no fault, whatever a response is like`() throws {
    for id: UInt32 in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x15, 0x21, 0x103] {
      for octets in [[], [0], [0x41], [0, 0], [0, 0, 0, 0, 0], [UInt8](repeating: 0x41, count: 300), [UInt8](repeating: 0xFF, count: 40)] {
        var buffer = ByteBuffer(integer: UInt32(16 + octets.count))
        buffer.writeMultipleIntegers(id | 0x8000_0000, 0 as UInt32, 1 as UInt32)
        buffer.writeBytes(octets)
        let pdu = try #require(try PDU.next(in: &buffer)).get()
        #expect(pdu.commandID.rawValue == id | 0x8000_0000)
        if case .other = pdu.body { Issue.record("\(pdu)") }
      }
    }
  }
}
