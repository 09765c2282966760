// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

struct DeliverRow: Decodable, Sendable {
  let source: String
  let pdu: String
  let serviceCentre: String?
  let typeOfNumber: UInt8
  let originator: String
  let time: String
  let coding: UInt8
  let text: String
  let concatenation: [UInt16]?
}

@Suite("SMS-DELIVER")
struct DeliverTPDUTests {
  @Test("a message says what it says, and is written as it was read", arguments: try Vectors<DeliverRow>.rows("deliver"))
  func vectors(row: DeliverRow) throws {
    let frame = try PDUModeFrame(decoding: row.pdu)
    #expect(frame.serviceCentre?.value == row.serviceCentre)
    let deliver = try DeliverTPDU(decoding: frame.tpdu)
    #expect(deliver.originator.typeOfNumber.rawValue == row.typeOfNumber)
    #expect(deliver.originator.value == row.originator)
    #expect(deliver.serviceCentreTimestamp.description == row.time)
    #expect(deliver.dataCoding.rawValue == row.coding)
    #expect(try deliver.text() == row.text)
    let place = deliver.userData.header?.concatenation
    #expect(place.map { [UInt16($0.referenceWidth.rawValue), $0.reference, UInt16($0.total), UInt16($0.sequence)] } == row.concatenation)
    #expect(try MessagePart(deliver)?.text == row.text)
    // The reserved message type is written as the one that it reads as.
    let written = PDUModeFrame(try deliver.encoded(), serviceCentre: frame.serviceCentre).hexadecimal
    #expect(written == row.pdu.replacing("00070181F1", with: "00040181F1"))
  }

  @Test(
    "what a network or a modem can get wrong is a fault, never a trap; gsm-modems §c6",
    arguments: [
      ("", "TP-MTI"), ("01", "TP-MTI"), ("04", "TP-OA"), ("0415", "TP-OA"), ("04FF91", "TP-OA"), ("0402911100", "TP-DCS"),
      ("04029111000062113211430080", "TP-UDL"),  // no length
      ("0402911100006211321143008005E8329B", "TP-UD"),  // length larger than the data
      ("04029111000462113211430080FF", "TP-UDL"),  // more than 140 octets
      ("44029111000062113211430080010A", "TP-UDH"),  // header longer than the user data
      ("4402911100086211321143008000", "TP-UDH"),  // header announced, no octet for its length
    ])
  func faults(hexadecimal: String, field: String) throws {
    let wire = try octets(hexadecimal)
    let fault = #expect(throws: DecodeFault.self) { try DeliverTPDU(decoding: wire) }
    #expect(fault?.field.rawValue == field)
    #expect((fault?.offset ?? -1) <= wire.count)
  }

  @Test(
    "odd digits of a frame, other characters and a wrong length are faults",
    arguments: [("0", nil), ("000", nil), ("0G", nil), ("00 04", nil), ("0004", 2), ("0C91", nil), ("02", nil)] as [(String, Int?)])
  func frameFaults(digits: String, length: Int?) {
    #expect(throws: DecodeFault.self) { try PDUModeFrame(decoding: digits, lengthOctets: length) }
  }

  @Test("a fault in the digits names the octet", arguments: [("0G", 0, true), ("00G0", 1, true), ("000", 1, false), ("00G", 1, true)])
  func digitFault(digits: String, offset: Int, isInvalid: Bool) {
    let fault = #expect(throws: DecodeFault.self) { try PDUModeFrame(decoding: digits) }
    #expect(fault?.field == .hexadecimal)
    #expect(fault?.offset == offset)
    #expect((fault?.reason == .truncated) == !isInvalid)
  }

  @Test("a frame writes and reads the service centre, and lower case")
  func frame() throws {
    let frame = PDUModeFrame([0x01, 0xAB], serviceCentre: try TPAddress("+27381000015"))
    #expect(frame.hexadecimal == "07917283010010F501AB")
    #expect(frame.lengthOctets == 2)
    #expect(try PDUModeFrame(decoding: "07917283010010f501ab", lengthOctets: 2) == frame)
  }

  @Test("inbound kinds are told apart by their first octet, TS 23.040 §9.2.3.1")
  func kinds() throws {
    guard case .deliver = try InboundTPDU(decoding: octets("040181F1000862113211430080020436")) else {
      Issue.record("not SMS-DELIVER")
      return
    }
    guard case .statusReport = try InboundTPDU(decoding: octets("062A0B914151550521F3621132114300806211321143108000")) else {
      Issue.record("not SMS-STATUS-REPORT")
      return
    }
    #expect(throws: DecodeFault.self) { try InboundTPDU(decoding: [0x01, 0x00]) }
    #expect(throws: DecodeFault.self) { try InboundTPDU(decoding: []) }
  }

  @Test("UCS-2 with an odd count of octets is a fault of its text, not of the message")
  func oddText() throws {
    let deliver = try DeliverTPDU(decoding: octets("040181F1000862113211430080" + "03" + "043604"))
    #expect(throws: DecodeFault.self) { try deliver.text() }
  }
}
