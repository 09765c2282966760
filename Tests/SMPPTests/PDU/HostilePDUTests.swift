// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP
import TestSupport
import Testing

/// The decoder against octets that no honest peer sends: whatever comes is a PDU, a fault or not enough, and a PDU comes back as it went.
@Suite struct HostilePDUTests {
  @Test(arguments: 0..<8)
  func `mutated, cut and random octets are answered`(shard: Int) throws {
    var generator = PDUGenerator(seed: UInt64(1_000 + shard))
    for index in 0..<2_500 {
      var octets = index % 10 == 0 ? generator.octets(16...200) : try generator.pdu(kind: index).octets()
      for _ in 0..<Int.random(in: 0...4, using: &generator.random) {
        let place = Int.random(in: 4..<octets.count, using: &generator.random)
        switch UInt8.random(in: 0..<4, using: &generator.random) {
        case 0: octets[place] = generator.octet()
        case 1: octets[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator.random)
        case 2: octets.insert(generator.octet(), at: place)
        default: if octets.count > 17 { octets.remove(at: place) }
        }
      }
      if index % 3 == 0 { octets = Array(octets.prefix(Int.random(in: 16...octets.count, using: &generator.random))) }
      withUnsafeBytes(of: UInt32(octets.count).bigEndian) { octets.replaceSubrange(0..<4, with: $0) }
      try check(octets)
    }
  }

  @Test func `a PDU that is cut anywhere is answered`() throws {
    var generator = PDUGenerator(seed: 5)
    for kind in 0..<PDUGenerator.kinds {
      let whole = try generator.pdu(kind: kind).octets()
      for length in stride(from: 16, through: whole.count, by: max(1, whole.count / 300)) {
        var octets = Array(whole.prefix(length))
        withUnsafeBytes(of: UInt32(length).bigEndian) { octets.replaceSubrange(0..<4, with: $0) }
        try check(octets)
        // Without its length corrected it waits for the rest.
        if length < whole.count {
          var buffer = ByteBuffer(bytes: whole.prefix(length))
          #expect(try PDU.next(in: &buffer) == nil)
        }
      }
    }
  }

  private func check(_ octets: [UInt8]) throws {
    var buffer = ByteBuffer(bytes: octets)
    let next = try #require(try PDU.next(in: &buffer))
    #expect(buffer.readableBytes == 0)
    guard case .success(let pdu) = next else { return }
    // Whatever it holds, it is one line in a log.
    #expect(!pdu.description.unicodeScalars.contains { $0.properties.generalCategory == .control })
    var written = ByteBuffer()
    // What a peer makes longer than the standard allows is read and not written.
    guard (try? pdu.encode(into: &written)) != nil else { return }
    #expect(try PDU.next(in: &written)?.get() == pdu)
  }

  @Test func `reading takes time in proportion to the octets`() throws {
    func run(_ count: Int) throws -> Duration {
      let parameters = (0..<count).map { TLV(.init(rawValue: UInt16($0 & 0xFFFF)), []) }
      let octets = try PDU(.submitSMResponse(MessageResponse(parameters: parameters)), sequence: 1).octets()
      return try (0..<3).map { _ in
        try ContinuousClock().measure {
          for _ in 0..<10 {
            var buffer = ByteBuffer(bytes: octets)
            _ = try PDU.next(in: &buffer)
          }
        }
      }.min() ?? .zero
    }
    // Sixteen times the parameters: a quadratic decoder would take 256 times as long. The floor keeps noise out.
    let small = max(try run(1_000), .milliseconds(2))
    #expect(try run(16_000) < small * 128)
  }
}
