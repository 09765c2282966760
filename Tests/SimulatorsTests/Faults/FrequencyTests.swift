// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Simulators

@Suite struct FrequencyTests {
  @Test(
    arguments: [
      ("0", .never), ("1", .always), ("10", Frequency(.every(10))), ("10x3", Frequency(.every(10), run: 3)),
      ("5%", Frequency(.share(0.05))), ("0.5%x4", Frequency(.share(0.005), run: 4)), ("0%", .never), ("100%", Frequency(.share(1))),
    ] as [(String, Frequency)])
  func `a frequency is read as a person writes it`(text: String, frequency: Frequency) {
    #expect(Frequency(text) == frequency)
    #expect(Frequency("\(frequency)") == frequency)
  }

  @Test(arguments: ["", "x", "%", "-1", "+1", "1.5", "101%", "-5%", "nan%", "inf%", "10x", "10x0", "x3", "10x3x2", "5 %", "99999999999"])
  func `anything else is no frequency`(text: String) {
    #expect(Frequency(text) == nil)
  }

  @Test func `counts and runs`() {
    func times(_ text: String, of count: Int) -> [Int] {
      var counter = FrequencyCounter(Frequency(text) ?? .never, seed: 7)
      return (1...count).filter { _ in counter.isDue() }
    }
    #expect(times("3", of: 10) == [3, 6, 9])
    #expect(times("3x2", of: 10) == [3, 4, 7, 8])
    #expect(times("1", of: 3) == [1, 2, 3])
    #expect(times("0", of: 100) == [])
    #expect((400...600).contains(times("5%", of: 10_000).count))
    #expect(times("5%", of: 1000) == times("5%", of: 1000))
  }
}
