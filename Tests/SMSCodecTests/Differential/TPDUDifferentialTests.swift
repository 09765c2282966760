// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SMSCodec

/// TPDUs that this module writes, read by others; and written by others, compared octet for octet.
@Suite("TPDUs against smspdudecoder, python-gsmmodem-new and tshark")
struct TPDUDifferentialTests {
  struct Request: Encodable {
    let verb: String
    var pdu: String?
    var to: String?
    var text: String?
    var reference: UInt8?
    var minutes: Int?
    var report: Bool?
  }

  struct Answer: Decodable {
    let text: String?
    let octets: String?
    let place: [Int]?
    let number: String
    let time: Int64?
    let more: Bool?
    let report: Bool?
  }

  @Test("3,000 messages read alike by smspdudecoder")
  func smspdudecoder() async throws {
    var generator = SeededGenerator(seed: 3_000)
    let delivers = try (0..<1_500).map { _ in try generator.deliver(national: false) }
    let submits = try (0..<1_500).map { _ in try generator.submit(national: false) }
    let requests =
      try delivers.map { Request(verb: "deliver", pdu: PDUModeFrame(try $0.encoded()).hexadecimal) }
      + submits.map { Request(verb: "submit", pdu: PDUModeFrame(try $0.encoded()).hexadecimal) }
    let answers = try await Peer.python(requests, as: Answer.self)
    var differences = Differences()
    for ((request, answer), message) in zip(zip(requests, answers), delivers.map(Message.init) + submits.map(Message.init)) {
      let pdu = request.pdu ?? ""
      guard let answer else {
        differences.expectEqual("read", "refused", pdu)
        continue
      }
      differences.expectEqual(message.place, answer.place, pdu)
      // It shows * # a b c as A to E, and an alphanumeric address with the padding of its last octet.
      differences.expectEqual(
        message.address.typeOfNumber == .alphanumeric ? nil : Self.letters(message.address.value),
        message.address.typeOfNumber == .alphanumeric ? nil : answer.number, pdu)
      if message.address.typeOfNumber == .alphanumeric {
        differences.expectEqual(true, answer.number.hasPrefix(message.address.value), pdu)
      }
      if message.coding.alphabet == .octets {
        differences.expectEqual(hexadecimal(message.userData.payload), answer.octets, pdu)
      } else if !message.hasTwoSeptets {
        differences.expectEqual(try message.userData.text(message.coding), answer.text, pdu)
      }
      differences.expectEqual(message.time, answer.time, pdu)
      if let more = message.more { differences.expectEqual(more, answer.more, pdu) }
      if let report = message.report { differences.expectEqual(report, answer.report, pdu) }
    }
    differences.check()
  }

  @Test("2,000 messages written alike by python-gsmmodem-new")
  func gsmmodem() async throws {
    var generator = SeededGenerator(seed: 2_000)
    var requests: [Request] = []
    var ours: [String] = []
    while requests.count < 2_000 {
      // Of its default table 0x5F is a backtick and not §, it knows no form feed, and refuses what takes a surrogate pair.
      let text = generator.text(maxLength: 70).filter { !"§`\u{0C}".contains($0) && $0.unicodeScalars.allSatisfy { $0.value < 0x10000 } }
      let message = try ShortMessage(text)
      guard message.parts.count == 1 else { continue }
      let octet = UInt8.random(in: 0...255, using: &generator)
      let report = generator.next().isMultiple(of: 2)
      let to = "+" + generator.digits(7...15)
      let reference = UInt8.random(in: 0...255, using: &generator)
      let submit = SubmitTPDU(
        message.parts[0], to: try TPAddress(to), validityPeriod: .relative(octet), messageReference: reference, requestsStatusReport: report
      )
      ours.append(PDUModeFrame(try submit.encoded()).hexadecimal)
      let minutes = Int(TPValidityPeriod.relativeDuration(of: octet).components.seconds / 60)
      requests.append(Request(verb: "encodedSubmit", to: to, text: text, reference: reference, minutes: minutes, report: report))
    }
    let answers = try await Peer.python(requests, as: [String].self)
    var differences = Differences()
    for (ours, answer) in zip(ours, answers) { differences.expectEqual([ours], answer, ours) }
    differences.check()
  }
}

/// What the two kinds of message have in common.
private struct Message {
  let address: TPAddress
  let coding: TPDataCoding
  let userData: UserData
  var time: Int64?
  var more: Bool?
  var report: Bool?

  init(_ deliver: DeliverTPDU) {
    address = deliver.originator
    coding = deliver.dataCoding
    userData = deliver.userData
    time = deliver.serviceCentreTimestamp.secondsSince1970
    more = deliver.hasMoreMessages
  }

  init(_ submit: SubmitTPDU) {
    address = submit.destination
    coding = submit.dataCoding
    userData = submit.userData
    report = submit.requestsStatusReport
  }

  var place: [Int]? {
    userData.header?.concatenation.map { [Int($0.reference), Int($0.total), Int($0.sequence)] }
  }

  /// smspdudecoder decodes the header as septets too and cuts it off after joining escape pairs: an escape anywhere moves its cut.
  var hasTwoSeptets: Bool {
    guard coding.alphabet == .gsm7 else { return false }
    let header = (try? userData.header?.encoded()) ?? []
    let asSeptets = try? GSM7.unpack(header + [0], count: (header.count * 8 + 6) / 7)
    return userData.payload.contains(GSM7.escape) || asSeptets?.contains(GSM7.escape) == true
  }
}

extension TPDUDifferentialTests {
  private static func letters(_ number: String) -> String {
    String(number.map { ["*": "A", "#": "B", "a": "C", "b": "D", "c": "E"][$0] ?? $0 })
  }
}
