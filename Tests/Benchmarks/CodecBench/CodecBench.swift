// SPDX-License-Identifier: Apache-2.0

import CAllocationCount
import Foundation
import SMSCodec

/// Times the codec's verbs on one core, with the allocations of each, and Python's libraries on the same work in the same run.
@main
struct CodecBench {
  static let otp = "Your Example code is 482913. It expires in 5 minutes. Thanks."
  static let turkish = "Doğrulama kodunuz 482913. Kimseyle paylaşmayınız."
  static let cyrillic = "Ваш код подтверждения 482913. Никому его не сообщайте, он действует пять минут."

  static func main() throws {
    print("operation                                                  ns/op   (min … max of 9)    allocations/op   limit")
    try segmentation()
    try tpdus()
    try pdus()
    print("")
    fflush(nil)
    try python()
  }

  private static func segmentation() throws {
    let long = String((String(repeating: otp + " ", count: 17)).prefix(1_000))
    let sixty = String(otp.prefix(60))
    precondition(sixty.count == 60 && long.count == 1_000)
    let turkishRoute = EncodingOptions(nationalLanguages: [.turkish])
    measure("GSM-7 encode and segment, 60 characters", limit: 1_000) { (try? ShortMessage(sixty))?.parts.count }
    measure("GSM-7 encode and segment, 1,000 characters", limit: 15_000) { (try? ShortMessage(long))?.parts.count }
    measure("UCS-2 encode and segment, 80 Cyrillic characters") { (try? ShortMessage(cyrillic))?.parts.count }
    measure("Turkish single shift, 49 characters") { (try? ShortMessage(turkish, options: turkishRoute))?.parts.count }
    measure("cost report, 80 Cyrillic characters") { CostReport(cyrillic).parts.count }
  }

  private static func tpdus() throws {
    let part = try ShortMessage(otp).parts[0]
    let destination = try TPAddress("+358401234567")
    let submit = SubmitTPDU(part, to: destination, validityPeriod: .relative(0), requestsStatusReport: true)
    let report = try PDUModeFrame(decoding: "00062A0B914151550521F3621132114300806211321143108000").tpdu
    let deliver = try PDUModeFrame(decoding: "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37").tpdu
    let unpacked = part.unpackedUserData
    measure("SUBMIT encode", limit: 1_000) { (try? submit.encoded())?.count }
    measure("text to PDU-mode digits (segment, SUBMIT, hexadecimal)") { () -> Int? in
      guard let part = (try? ShortMessage(otp))?.parts.first,
        let octets = try? SubmitTPDU(part, to: destination, validityPeriod: .relative(0), requestsStatusReport: true).encoded()
      else { return nil }
      return PDUModeFrame(octets).hexadecimal.utf8.count
    }
    measure("STATUS-REPORT decode", limit: 1_000) { (try? StatusReportTPDU(decoding: report))?.status.rawValue }
    measure("DELIVER decode, with its text") { (try? DeliverTPDU(decoding: deliver).text())?.utf8.count }
    let reportDigits = PDUModeFrame(report).hexadecimal
    let deliverDigits = PDUModeFrame(deliver).hexadecimal
    measure("STATUS-REPORT decode from PDU-mode digits") {
      (try? StatusReportTPDU(decoding: PDUModeFrame(decoding: reportDigits).tpdu))?.status.rawValue
    }
    measure("DELIVER decode from PDU-mode digits, with its text") {
      (try? DeliverTPDU(decoding: PDUModeFrame(decoding: deliverDigits).tpdu).text())?.utf8.count
    }
    measure("SMPP short_message decode, with its text") {
      (try? MessagePart(decodingUnpacked: unpacked, encoding: .gsm7, hasHeader: false))?.text.utf8.count
    }
  }

  /// Runs an operation in nine batches of about 20 ms after one to warm up, and prints the median.
  static func measure<Value>(_ name: String, limit: Int? = nil, _ operation: () -> Value?) {
    var consumed = 0
    func run(_ count: Int) -> Duration {
      ContinuousClock().measure {
        for _ in 0..<count where operation() != nil { consumed &+= 1 }
      }
    }
    let warm = max(run(2_000), .microseconds(1))
    let count = max(1_000, Int(Duration.milliseconds(20) / warm * 2_000))
    let times = (0..<9).map { _ in run(count) / .nanoseconds(1) / Double(count) }.sorted()
    let before = allocation_count()
    for _ in 0..<1_000 where operation() != nil { consumed &+= 1 }
    let allocations = Double(allocation_count() - before) / 1_000
    precondition(consumed > count, "\(name) gave no value")
    let verdict = limit.map { "\(Int(times[4])) of \($0) ns: \(times[4] <= Double($0) ? "met" : "MISSED")" } ?? ""
    print(
      name.padding(toLength: 56, withPad: " ", startingAt: 0),
      String(format: "%8.0f   (%.0f … %.0f)".padding(toLength: 26, withPad: " ", startingAt: 0), times[4], times[0], times[8]),
      String(format: "%12.1f", allocations), "  ", verdict)
  }

  /// Python on the same texts: its own process, so that its figures are its best.
  private static func python() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let interpreter =
      ProcessInfo.processInfo.environment["COUNTERSIGN_VENV_PYTHON"] ?? root.appendingPathComponent(".build/venv/bin/python").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter, root.appendingPathComponent("Tests/Peers/sms-codec-benchmark.py").path, otp]
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      print("the Python figures are missing: install the packages of Tests/requirements.txt")
      exit(1)
    }
  }
}
