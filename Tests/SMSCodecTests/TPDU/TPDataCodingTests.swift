// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

struct DataCodingRow: Decodable, Sendable {
  let octet: UInt8
  let alphabet: String
  let messageClass: UInt8?
  let compressed: Bool
  let waiting: Bool
  let note: String
}

@Suite("data coding and protocol identifier")
struct TPDataCodingTests {
  @Test("a coding means what TS 23.038 §4 says", arguments: try Vectors<DataCodingRow>.rows("data-coding"))
  func codings(row: DataCodingRow) {
    let coding = TPDataCoding(rawValue: row.octet)
    #expect("\(coding.alphabet)" == row.alphabet)
    #expect(coding.messageClass?.rawValue == row.messageClass)
    #expect(coding.isCompressed == row.compressed)
    #expect(coding.indicatesWaiting == row.waiting)
  }

  @Test("a text is sent in a general group, with a class when one is asked for")
  func texts() {
    #expect(TPDataCoding(.gsm7).rawValue == 0x00)
    #expect(TPDataCoding(.ucs2).rawValue == 0x08)
    #expect(TPDataCoding(.gsm7, messageClass: .immediateDisplay).rawValue == 0x10)
    #expect(TPDataCoding(.ucs2, messageClass: .immediateDisplay).rawValue == 0x18)
  }

  @Test("replacing messages are numbered 1 to 7, TS 23.040 §9.2.3.9")
  func replacing() {
    #expect((0...8).map { TPProtocolIdentifier.replacing(type: $0)?.rawValue } == [nil, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, nil])
    #expect(TPProtocolIdentifier(rawValue: 0x47).replaceType == 7)
    #expect(TPProtocolIdentifier.silent.replaceType == nil)
  }

  @Test("a compressed text is not read as something else")
  func compressed() throws {
    let deliver = try DeliverTPDU(decoding: octets("040181F1002062113211430080" + "03" + "FFFEFD"))
    #expect(deliver.userData.payload == [0xFF, 0xFE, 0xFD])
    #expect(try deliver.text() == "")
    #expect(try MessagePart(deliver) == nil)
  }
}
