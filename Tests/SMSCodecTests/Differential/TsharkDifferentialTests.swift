// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SMSCodec

/// TPDUs that this module writes, field by field as Wireshark's GSM SMS dissector reads them.
@Suite("TPDUs against tshark")
struct TsharkDifferentialTests {
  static let fields = [
    "tp-mti", "tp-mms", "tp-lp", "tp-sri", "tp-srr", "tp-srq", "tp-udhi", "tp-rp", "tp-rd", "tp-vpf", "tp-mr", "tp-oa", "tp-da", "tp-ra",
    "dis_field_addr.num_type", "dis_field_addr.num_plan", "tp-pid", "tp-dcs", "scts.year", "scts.month", "scts.day", "scts.hour",
    "scts.minutes", "scts.seconds", "tp.user_data_length", "sms_text", "sms_body", "udh.mm.msg_id", "udh.mm.msg_parts", "udh.mm.msg_part",
    "dis_iei_lang.single_shift", "dis_iei_lang.locking_shift", "dis_field.st_error", "dis.field_st_reason", "vp.single_shot_sm",
    "vp.validity_period",
  ]

  /// A TPDU and what each field must be; a field that is not named is not compared.
  struct Case {
    let octets: [UInt8]
    let fromPhone: Bool
    var fields: [String: [String]]
  }

  @Test("12,000 TPDUs of three kinds, field by field")
  func fields() async throws {
    var generator = SeededGenerator(seed: 12_000)
    var cases: [Case] = []
    for _ in 0..<4_000 {
      cases.append(try Self.expected(generator.submit(national: true)))
      cases.append(try Self.expected(generator.deliver(national: true)))
      cases.append(try Self.expected(generator.statusReport()))
    }
    let packets = try await Peer.tshark(cases.map { ($0.octets, $0.fromPhone) }, fields: Self.fields.map { "gsm_sms." + $0 })
    try #require(packets.count == cases.count)
    var differences = Differences()
    var compared = 0
    for (entry, packet) in zip(cases, packets) {
      differences.expectEqual(nil, packet["_ws.malformed"], hexadecimal(entry.octets))
      for (name, expected) in entry.fields {
        compared += 1
        differences.expectEqual(expected, packet["gsm_sms." + name] ?? [], "\(name) \(hexadecimal(entry.octets))")
      }
    }
    #expect(compared > 200_000)
    differences.check()
  }

  private static func flag(_ value: Bool) -> [String] { [value ? "1" : "0"] }

  private static func expected(_ submit: SubmitTPDU) throws -> Case {
    var fields = content(submit.dataCoding, submit.userData).merging(address(submit.destination, "tp-da")) { $1 }
    fields["tp-mti"] = ["1"]
    fields["tp-rd"] = flag(submit.rejectsDuplicates)
    fields["tp-srr"] = flag(submit.requestsStatusReport)
    fields["tp-rp"] = flag(submit.hasReplyPath)
    fields["tp-mr"] = ["\(submit.messageReference)"]
    fields["tp-pid"] = ["\(submit.protocolIdentifier.rawValue)"]
    switch submit.validityPeriod {
    case nil: fields["tp-vpf"] = ["0"]
    case .relative:
      fields["tp-vpf"] = ["2"]
    case .absolute(let time):
      fields["tp-vpf"] = ["3"]
      fields.merge(times([time])) { $1 }
    case .enhanced(let validity):
      fields["tp-vpf"] = ["1"]
      fields["vp.single_shot_sm"] = flag(validity.isSingleShot)
      fields["vp.validity_period"] = ["\(validity.octets[1])"]
    }
    return Case(octets: try submit.encoded(), fromPhone: true, fields: fields)
  }

  private static func expected(_ deliver: DeliverTPDU) throws -> Case {
    var fields = content(deliver.dataCoding, deliver.userData).merging(address(deliver.originator, "tp-oa")) { $1 }
    fields["tp-mti"] = ["0"]
    fields["tp-mms"] = flag(!deliver.hasMoreMessages)
    fields["tp-lp"] = flag(deliver.preventsLoops)
    fields["tp-sri"] = flag(deliver.reportsStatus)
    fields["tp-rp"] = flag(deliver.hasReplyPath)
    fields["tp-pid"] = ["\(deliver.protocolIdentifier.rawValue)"]
    fields.merge(times([deliver.serviceCentreTimestamp])) { $1 }
    return Case(octets: try deliver.encoded(), fromPhone: false, fields: fields)
  }

  private static func expected(_ report: StatusReportTPDU) throws -> Case {
    var fields = address(report.recipient, "tp-ra")
    if let coding = report.dataCoding, let userData = report.userData { fields.merge(content(coding, userData)) { $1 } }
    fields["tp-mti"] = ["2"]
    fields["tp-mms"] = flag(!report.hasMoreMessages)
    fields["tp-lp"] = flag(report.preventsLoops)
    fields["tp-srq"] = flag(report.answersCommand)
    fields["tp-mr"] = ["\(report.messageReference)"]
    fields.merge(times([report.serviceCentreTimestamp, report.dischargeTime])) { $1 }
    if report.status.rawValue < 0x80 {
      fields["dis_field.st_error"] = ["\(report.status.rawValue >> 5)"]
      fields["dis.field_st_reason"] = ["\(report.status.rawValue & 0x1F)"]
    }
    return Case(octets: try report.encoded(), fromPhone: false, fields: fields)
  }

  private static func address(_ address: TPAddress, _ name: String) -> [String: [String]] {
    [
      name: [address.value], "dis_field_addr.num_type": ["\(address.typeOfNumber.rawValue)"],
      "dis_field_addr.num_plan": ["\(address.numberingPlan.rawValue)"],
    ]
  }

  private static func times(_ times: [TPTimestamp]) -> [String: [String]] {
    [
      "scts.year": times.map { "\(($0.year ?? 0) % 100)" }, "scts.month": times.map { "\($0.month ?? 0)" },
      "scts.day": times.map { "\($0.day ?? 0)" }, "scts.hour": times.map { "\($0.hour ?? 0)" },
      "scts.minutes": times.map { "\($0.minute ?? 0)" }, "scts.seconds": times.map { "\($0.second ?? 0)" },
    ]
  }

  private static func content(_ coding: TPDataCoding, _ userData: UserData) -> [String: [String]] {
    var fields: [String: [String]] = ["tp-dcs": ["\(coding.rawValue)"], "tp-udhi": flag(userData.header != nil)]
    let headerOctets = userData.header.map { $0.lengthOctets + 1 } ?? 0
    let length = coding.alphabet == .gsm7 ? (headerOctets * 8 + 6) / 7 + userData.payload.count : headerOctets + userData.payload.count
    fields["tp.user_data_length"] = ["\(length)"]
    let tables = userData.header?.nationalTables ?? .none
    if let place = userData.header?.concatenation {
      fields["udh.mm.msg_id"] = ["\(place.reference)"]
      fields["udh.mm.msg_parts"] = ["\(place.total)"]
      fields["udh.mm.msg_part"] = ["\(place.sequence)"]
    }
    if let language = tables.single { fields["dis_iei_lang.single_shift"] = ["\(language.rawValue)"] }
    if let language = tables.locking { fields["dis_iei_lang.locking_shift"] = ["\(language.rawValue)"] }
    if coding.alphabet != .octets, tables == .none, !userData.payload.isEmpty, let text = try? userData.text(coding) {
      fields["sms_text"] = [text]
    }
    return fields
  }
}
