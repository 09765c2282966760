// SPDX-License-Identifier: Apache-2.0

import SMPP
import Testing

/// PDUs that this module writes, field by field as Wireshark's SMPP dissector reads them from a capture.
@Suite("SMPP PDUs against tshark (Differential)")
struct SMPPDifferentialTests {
  @Test("5,400 PDUs of every kind that is written, field by field")
  func fields() async throws {
    var generator = PDUGenerator(seed: 5_400, isMeaningful: true)
    let pdus = (0..<5_400).map { generator.pdu(kind: $0) }
    let packets = try await Tshark.fields(of: try pdus.map { try $0.octets() }, names: TsharkFields.names.map { "smpp." + $0 })
    try #require(packets.count == pdus.count)
    var compared = 0
    var differences: [String] = []
    for (pdu, packet) in zip(pdus, packets) {
      let expected = TsharkFields(pdu).values
      var read = packet
      if let malformed = read.removeValue(forKey: "_ws.malformed") { differences.append("\(malformed) \(hexadecimal(try pdu.octets()))") }
      for name in Set(expected.keys).union(read.keys.map { String($0.dropFirst("smpp.".count)) }) {
        compared += 1
        // Of some fields an empty text is shown, of others it is left out.
        let theirs = read["smpp." + name].map { $0.filter { !$0.isEmpty } }.flatMap { $0.isEmpty ? nil : $0 }
        if expected[name] != theirs {
          differences.append(
            "\(name): ours \(expected[name] ?? []), theirs \(theirs ?? []), in \(pdu.commandID) \(hexadecimal(try pdu.octets()))")
        }
      }
    }
    #expect(compared > 50_000)
    if !differences.isEmpty { Issue.record("\(differences.count) differences, such as:\n\(differences.prefix(8).joined(separator: "\n"))") }
  }
}
