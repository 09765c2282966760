// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import TestSupport
import Testing

@Suite struct PDURoundTripTests {
  @Test(arguments: 0..<PDUGenerator.kinds)
  func `what is written is read the same, and written the same again`(kind: Int) throws {
    var generator = PDUGenerator(seed: UInt64(kind))
    for _ in 0..<400 {
      let pdu = generator.pdu(kind: kind)
      var buffer = ByteBuffer(bytes: try pdu.octets())
      let before = buffer
      #expect(buffer.getInteger(at: 0, as: UInt32.self) == UInt32(buffer.readableBytes))
      let read = try #require(try PDU.next(in: &buffer)).get()
      #expect(read == pdu)
      #expect(buffer.readableBytes == 0)
      #expect(try read.octets() == Array(before.readableBytesView))
    }
  }

  @Test func `every body there is has its turn`() {
    var generator = PDUGenerator(seed: 1)
    var seen: Set<CommandID> = []
    for kind in 0..<2_000 { seen.insert(generator.pdu(kind: kind).commandID) }
    let requests: [CommandID] = [
      .bindReceiver, .bindTransmitter, .bindTransceiver, .querySM, .submitSM, .deliverSM, .unbind, .replaceSM, .cancelSM, .enquireLink,
      .submitMulti, .dataSM,
    ]
    let expected = requests + requests.map(\.response) + [.genericNack, .outbind, .alertNotification, .broadcastSM]
    #expect(seen == Set(expected))
  }

  @Test func `a PDU is written behind what the buffer holds`() throws {
    var buffer = ByteBuffer(string: "before")
    try PDU(.enquireLink, sequence: 1).encode(into: &buffer)
    #expect(buffer.readString(length: 6) == "before")
    #expect(hexadecimal(buffer) == "00000010000000150000000000000001")
  }

  @Test func `a short message of 255 octets is read, as SMPP 5.0 allows it`() throws {
    let text = [UInt8](repeating: 0x41, count: 255)
    let body: [UInt8] = [0, 1, 1, 0x33, 0, 1, 1, 0x34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255] + text
    var buffer = ByteBuffer(bytes: try PDU(.other(.deliverSM, body), sequence: 1).octets())
    guard case .deliverSM(let message) = try PDU.next(in: &buffer)?.get().body else {
      Issue.record("no deliver_sm")
      return
    }
    #expect(message.shortMessage == text)
  }

  @Test func `fields that are longer than the standard allows are read`() throws {
    func body(_ length: Int) -> [UInt8] {
      let address = [UInt8](repeating: 0x31, count: length)
      return [0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0, 1, 1] + address + [0, 1, 1] + address + [0] + [UInt8](repeating: 0, count: 10)
    }
    var buffer = ByteBuffer()
    try PDU(.other(.submitSM, body(64)), sequence: 1).encode(into: &buffer)
    try PDU(.other(.submitSM, body(255)), sequence: 2).encode(into: &buffer)
    for length in [64, 255] {
      guard case .submitSM(let message) = try PDU.next(in: &buffer)?.get().body else {
        Issue.record("no submit_sm")
        return
      }
      #expect(message.source.value == String(repeating: "1", count: length))
      #expect(message.destination.value == message.source.value)
      #expect(message.serviceType == "AAAAAAA")
    }
  }

  @Test(arguments: ["yymmddhhmmsstnnp", "0000000005000000R", "5", "991332000000000+", "000000000500000X", "\u{E9}00000000500000R"])
  func `a time that is none leaves the rest of the PDU as it is`(time: String) throws {
    let octets = time.unicodeScalars.map { UInt8($0.value) }
    let body = [0, 1, 1, 0x33, 0, 1, 1, 0x34, 0, 0, 0, 0] + octets + [0] + octets + [0, 1, 0, 3, 0, 2, 0x48, 0x69]
    var buffer = ByteBuffer(bytes: try PDU(.other(.submitSM, body), sequence: 1).octets())
    let destination = Address(typeOfNumber: .international, numberingPlan: .isdn, "4")
    let source = Address(typeOfNumber: .international, numberingPlan: .isdn, "3")
    #expect(
      try PDU.next(in: &buffer)?.get().body
        == .submitSM(
          MessagePDU(
            source: source, destination: destination, registeredDelivery: .finalReceipt, dataCoding: .latin1, shortMessage: [0x48, 0x69])))
  }
}
