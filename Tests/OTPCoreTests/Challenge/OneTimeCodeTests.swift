// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct OneTimeCodeTests {
  @Test(arguments: 5...8) func `a code has its length and nothing but digits`(length: Int) {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<1000 {
      let code = OneTimeCode(length: length, random: &random)
      #expect(code.digits.utf8.count == length)
      #expect(code.digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    }
  }

  @Test func `leading zeros are kept`() {
    var random = SeededRandom(seed: 1)
    let codes = (0..<100_000).map { _ in OneTimeCode(length: 5, random: &random).digits }
    #expect(codes.contains { $0.hasPrefix("000") })
    #expect(codes.allSatisfy { $0.utf8.count == 5 })
  }

  /// Chi-square over the digits of each place: 9 degrees of freedom, 27.88 at p = 0.001. A modulo bias of the usual kind
  /// (a random octet % 10) gives about 960 with this many codes.
  @Test(arguments: 5...8) func `every digit is equally likely in every place`(length: Int) {
    var random = SeededRandom(seed: 20_261_123)
    let codes = 200_000
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 10), count: length)
    for _ in 0..<codes {
      for (place, digit) in OneTimeCode(length: length, random: &random).digits.utf8.enumerated() {
        counts[place][Int(digit - UInt8(ascii: "0"))] += 1
      }
    }
    let expected = Double(codes) / 10
    for place in counts {
      let chiSquare = place.reduce(0) { sum, count in sum + (Double(count) - expected) * (Double(count) - expected) / expected }
      #expect(chiSquare < 27.88)
    }
  }

  @Test func `a code never prints itself`() {
    var random = SystemRandomNumberGenerator()
    let code = OneTimeCode(length: 8, random: &random)
    var dumped = ""
    dump(code, to: &dumped)
    for text in ["\(code)", String(reflecting: code), dumped] { #expect(!text.contains(code.digits)) }
  }
}
