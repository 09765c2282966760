// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

struct SubmitRow: Decodable, Sendable {
  let source: String
  let to: String
  let text: String
  let report: Bool
  let validityMinutes: Int
  let messageClass: UInt8?
  let length: Int
  let pdu: String
}

@Suite("SMS-SUBMIT")
struct SubmitTPDUTests {
  @Test("a message has the octets that modems take, and reads back as itself", arguments: try Vectors<SubmitRow>.rows("submit"))
  func vectors(row: SubmitRow) throws {
    let part = try ShortMessage(row.text).parts[0]
    let submit = SubmitTPDU(
      part, to: try TPAddress(row.to), messageClass: row.messageClass.flatMap(TPDataCoding.MessageClass.init(rawValue:)),
      validityPeriod: .relative(notLongerThan: .seconds(60 * row.validityMinutes)), requestsStatusReport: row.report)
    let frame = PDUModeFrame(try submit.encoded())
    #expect(frame.hexadecimal == row.pdu)
    #expect(frame.lengthOctets == row.length)
    let read = try SubmitTPDU(decoding: PDUModeFrame(decoding: row.pdu, lengthOctets: row.length).tpdu)
    #expect(read == submit)
    #expect(try read.userData.text(read.dataCoding) == row.text)
  }

  @Test(
    "the first octet carries every flag, TS 23.040 §9.2.2.2",
    arguments: [
      (0x01, false, false, false, false, nil), (0x11, false, false, false, false, .relative(0)),
      (0x31, false, true, false, false, .relative(0)), (0x51, false, false, true, false, .relative(0)),
      (0x71, false, true, true, false, .relative(0)), (0x75, true, true, true, false, .relative(0)),
      (0x81, false, false, false, true, nil), (0x19, false, false, false, false, .absolute(TPTimestamp(octets: []))),
      (0x09, false, false, false, false, .enhanced(EnhancedValidity(.seconds(90)))),
    ] as [(UInt8, Bool, Bool, Bool, Bool, TPValidityPeriod?)])
  func firstOctet(octet: UInt8, duplicates: Bool, report: Bool, header: Bool, replyPath: Bool, validity: TPValidityPeriod?) throws {
    let submit = SubmitTPDU(
      destination: try TPAddress("12345"), dataCoding: .gsm7,
      userData: UserData(header: header ? UserDataHeader([.init(.concatenation8, [1, 2, 1])]) : nil, payload: [0x41]),
      validityPeriod: validity, requestsStatusReport: report, rejectsDuplicates: duplicates, hasReplyPath: replyPath)
    let octets = try submit.encoded()
    #expect(octets[0] == octet)
    #expect(try SubmitTPDU(decoding: octets) == submit)
  }

  @Test("user data fills 160 septets or 140 octets and not one more", arguments: [(TPDataCoding.gsm7, 160), (.octets, 140), (.ucs2, 140)])
  func limits(coding: TPDataCoding, most: Int) throws {
    func submit(_ count: Int) throws -> SubmitTPDU {
      SubmitTPDU(
        destination: try TPAddress("+358401234567"), dataCoding: coding, userData: UserData(payload: [UInt8](repeating: 0x41, count: count))
      )
    }
    #expect(try submit(most).encoded().count == 1 + 1 + 8 + 1 + 1 + 1 + 140)
    let error = #expect(throws: EncodingError.self) { try submit(most + 1).encoded() }
    #expect(error?.field == .userData)
  }

  @Test("an unknown element of the header comes back as it went")
  func unknownElement() throws {
    let header = UserDataHeader([.init(.concatenation8, [7, 2, 1]), .init(.init(rawValue: 0x7F), [1, 2, 3])])
    let submit = SubmitTPDU(destination: try TPAddress("1"), dataCoding: .ucs2, userData: UserData(header: header, payload: [0x04, 0x36]))
    #expect(try SubmitTPDU(decoding: submit.encoded()).userData.header == header)
  }

  @Test("every beginning of a message is a fault that names the field which ends early")
  func truncated() throws {
    let whole = try octets("71070B914151550521F30000000B050003A70202E8E1341B")
    let fields = (0..<whole.count).map { count in
      #expect(throws: DecodeFault.self) { try SubmitTPDU(decoding: Array(whole.prefix(count))) }?.field.rawValue
    }
    #expect(
      fields == ["TP-MTI", "TP-MR"] + [String](repeating: "TP-DA", count: 8) + ["TP-PID", "TP-DCS", "TP-VP", "TP-UDL"]
        + [String](repeating: "TP-UD", count: 10))
    #expect(throws: Never.self) { try SubmitTPDU(decoding: whole) }
  }
}
