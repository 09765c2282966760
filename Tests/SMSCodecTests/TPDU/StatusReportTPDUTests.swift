// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

struct StatusReportRow: Decodable, Sendable {
  let source: String
  let tpdu: String
  let reference: UInt8
  let recipient: String
  let status: UInt8
  let outcome: String
  let time: String
  let discharge: String
  let text: String?
}

struct StatusRow: Decodable, Sendable {
  let octet: UInt8
  let outcome: String
}

@Suite("SMS-STATUS-REPORT")
struct StatusReportTPDUTests {
  @Test("a report says what became of a message", arguments: try Vectors<StatusReportRow>.rows("status-report"))
  func vectors(row: StatusReportRow) throws {
    let report = try StatusReportTPDU(decoding: octets(row.tpdu))
    #expect(report.messageReference == row.reference)
    #expect(report.recipient.value == row.recipient)
    #expect(report.status.rawValue == row.status)
    #expect("\(report.status.outcome)" == row.outcome)
    #expect(report.serviceCentreTimestamp.description == row.time)
    #expect(report.dischargeTime.description == row.discharge)
    #expect(try report.userData?.text(report.dataCoding ?? .gsm7) == row.text)
    #expect(try StatusReportTPDU(decoding: report.encoded()) == report)
    // What makes no sense after TP-ST is not kept, everything else is written as it was read.
    if !row.tpdu.hasSuffix("07FF") { #expect(hexadecimal(try report.encoded()) == row.tpdu) }
  }

  @Test("a status has the outcome that TS 23.040 §9.2.3.15 gives it", arguments: try Vectors<StatusRow>.rows("status"))
  func outcomes(row: StatusRow) {
    let status = TPStatus(rawValue: row.octet)
    #expect("\(status.outcome)" == row.outcome)
    #expect(status.isFinal == (row.outcome != "stillTrying"))
    #expect(!status.description.isEmpty)
  }

  @Test("every beginning of a report up to TP-ST is a fault")
  func truncated() throws {
    let whole = try octets("062A0B914151550521F3621132114300806211321143108000")
    for count in 0..<whole.count {
      #expect(throws: DecodeFault.self) { try StatusReportTPDU(decoding: Array(whole.prefix(count))) }
    }
  }

  @Test("user data of a report ends at 131 octets")
  func limit() throws {
    var report = try StatusReportTPDU(decoding: octets("062A0B914151550521F3621132114300806211321143108000"))
    report.dataCoding = .octets
    report.userData = UserData(payload: [UInt8](repeating: 1, count: 131))
    #expect(try StatusReportTPDU(decoding: report.encoded()) == report)
    report.userData = UserData(payload: [UInt8](repeating: 1, count: 132))
    #expect(throws: EncodingError.self) { try report.encoded() }
  }

  @Test("a failure cause has the standard's words, TS 23.040 §9.2.3.22")
  func failureCauses() {
    #expect(TPFailureCause.duplicateRejected.description == "0xC5 (duplicate rejected)")
    #expect(TPFailureCause(rawValue: 0xE0).meaning == nil)
  }
}
