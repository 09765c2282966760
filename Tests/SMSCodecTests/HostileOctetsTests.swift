// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

/// Every decoder against octets that no honest peer sends: 1,000,000 buffers, seeded.
@Suite("hostile octets")
struct HostileOctetsTests {
  static let shards = 20
  static let buffersPerShard = 50_000

  @Test("a million random and mutated buffers are values or faults, and values come back as they went", arguments: 0..<shards)
  func mutations(shard: Int) throws {
    var generator = SeededGenerator(seed: UInt64(shard))
    let seeds = try Self.seeds()
    for index in 0..<Self.buffersPerShard {
      let buffer = Self.buffer(index, of: seeds, using: &generator)
      switch index % 5 {
      case 0: Self.checkSubmit(buffer)
      case 1: Self.checkDeliver(buffer)
      case 2: Self.checkStatusReport(buffer)
      case 3: Self.checkHeaderAndFrame(buffer, using: &generator)
      default: Self.checkText(buffer, using: &generator)
      }
    }
  }

  @Test("decoding takes time in proportion to the octets", arguments: ["septets", "ucs2", "header", "packing", "frame"])
  func linear(what: String) {
    func run(_ count: Int) -> Duration {
      var generator = SeededGenerator(seed: 1)
      let octets = (0..<count).map { _ in UInt8.random(in: 0..<128, using: &generator) }
      let digits = String(decoding: octets.map { $0 % 10 + 48 }, as: UTF8.self)
      return (0..<3).map { _ in
        ContinuousClock().measure {
          switch what {
          case "septets": _ = try? GSM7.text(of: octets)
          case "ucs2": _ = try? UCS2.text(of: octets)
          case "header": _ = UserDataHeader(decoding: octets).elements.count
          case "packing": _ = try? GSM7.unpack(octets, count: count)
          default: _ = try? PDUModeFrame(decoding: digits)
          }
        }
      }.min() ?? .zero
    }
    // Sixteen times the octets: a quadratic decoder would take 256 times as long. The floor keeps noise out.
    let small = max(run(1 << 14), .microseconds(200))
    #expect(run(1 << 18) < small * 80)
  }

  private static func seeds() throws -> [[UInt8]] {
    try [
      "31000B914151550521F300000013D9775D0E1ABFC965507A0E8AC966B49A0D", "51070B914151550521F30000000B050003A70202E8E1341B",
      "19000B914151550521F30008621132114300800204360000000000000000", "040BD0C7F7FBCC2E030000621132114300690BE8329BFD06DDDF723619",
      "440181F100086211321143008009060804123402010436", "440181F10000621132114300800703240101D8CC01",
      "062A0B914151550521F3621132114300806211321143108000", "46010181F1621132114300806211321143108030070000090300010402E8329B",
    ].map(octets)
  }

  /// A seed with a few octets changed, cut or put in; or octets at random.
  private static func buffer(_ index: Int, of seeds: [[UInt8]], using generator: inout SeededGenerator) -> [UInt8] {
    if index % 8 == 7 { return generator.octets(Int.random(in: 0...200, using: &generator)) }
    var buffer = seeds[Int(generator.next() % UInt64(seeds.count))]
    for _ in 0...generator.next() % 4 where !buffer.isEmpty {
      let choice = generator.next()
      let place = Int(choice >> 32) % buffer.count
      switch choice % 5 {
      case 0: buffer[place] ^= 1 << UInt8((choice >> 8) % 8)
      case 1: buffer[place] = UInt8(truncatingIfNeeded: choice >> 8)
      case 2: buffer.removeSubrange(place...)
      case 3: buffer.insert(contentsOf: generator.octets(Int(generator.next() % 150)), at: place)
      default: buffer.remove(at: place)
      }
    }
    return buffer
  }

  private static func checkSubmit(_ buffer: [UInt8]) {
    guard let value = try? SubmitTPDU(decoding: buffer) else { return }
    if (try? SubmitTPDU(decoding: value.encoded())) != value { Issue.record("changed: \(hexadecimal(buffer))") }
    _ = try? value.userData.text(value.dataCoding)
  }

  private static func checkDeliver(_ buffer: [UInt8]) {
    guard let value = try? DeliverTPDU(decoding: buffer) else { return }
    if (try? DeliverTPDU(decoding: value.encoded())) != value { Issue.record("changed: \(hexadecimal(buffer))") }
    _ = try? value.text()
    _ = value.serviceCentreTimestamp.secondsSince1970
    _ = try? MessagePart(value)
  }

  private static func checkStatusReport(_ buffer: [UInt8]) {
    guard let value = try? StatusReportTPDU(decoding: buffer) else { return }
    _ = value.dischargeTime.secondsSince1970
    // Octets of user data past the 131 that a report takes are read, and not written.
    guard let written = try? value.encoded() else { return }
    if (try? StatusReportTPDU(decoding: written)) != value { Issue.record("changed: \(hexadecimal(buffer))") }
  }

  private static func checkHeaderAndFrame(_ buffer: [UInt8], using generator: inout SeededGenerator) {
    let header = UserDataHeader(decoding: buffer)
    _ = header.concatenation
    _ = header.ports
    if let written = try? header.encoded(), !written.dropFirst().elementsEqual(buffer) {
      Issue.record("changed: \(hexadecimal(buffer))")
    }
    let digits = generator.next().isMultiple(of: 4) ? String(decoding: buffer, as: UTF8.self) : PDUModeFrame(buffer).hexadecimal
    _ = try? PDUModeFrame(decoding: digits.dropFirst(2))
  }

  private static func checkText(_ buffer: [UInt8], using generator: inout SeededGenerator) {
    let choice = generator.next()
    let tables = NationalTables(
      locking: NationalLanguage(rawValue: UInt8(choice % 16)), single: NationalLanguage(rawValue: UInt8((choice >> 4) % 16)))
    _ = try? GSM7.text(of: buffer.map { $0 & 0x7F }, tables: tables)
    _ = try? GSM7.unpack(buffer, count: Int((choice >> 8) % 256), fillBits: Int((choice >> 16) % 8))
    switch (choice >> 32) % 4 {
    case 0: _ = try? GSM7.text(of: buffer, tables: tables)
    case 1: _ = try? UCS2.text(of: buffer)
    case 2: _ = try? MessagePart(decodingUnpacked: buffer, encoding: .gsm7, hasHeader: true)
    default: _ = try? MessagePart(decodingUnpacked: buffer, encoding: .ucs2, hasHeader: true)
    }
  }
}
