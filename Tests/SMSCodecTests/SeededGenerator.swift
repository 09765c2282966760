// SPDX-License-Identifier: Apache-2.0

/// A random number generator that starts where it is told to, so that a failure can be seen again (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

extension SeededGenerator {
  /// Texts as people and programs write them: of one script or several, short or long, with characters that are hard to cut.
  mutating func text(maxLength: Int = 400) -> String {
    let pools = [
      "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJ 0123456789", "€[]{}~^|\\abc", "\r\n", "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉäöñüà¿¡§",
      "ığİşçÖ abc", "áíóúÁÍÓÚ código", "आपका कोड है कृपया", "жщюя код", "😀👩‍👩‍👧‍👦🇫🇮👍🏽", "e\u{301}o\u{308}a\u{30A}", "’“”…–\u{A0}", "中文验证码", "کوڈ ہے",
    ]
    var pool: [Character] = []
    for _ in 0..<Int.random(in: 1...3, using: &self) { pool += Array(pools[Int.random(in: 0..<pools.count, using: &self)]) }
    let length = Int.random(in: 0...maxLength, using: &self)
    return String((0..<length).map { _ in pool[Int.random(in: 0..<pool.count, using: &self)] })
  }

  /// So many octets.
  mutating func octets(_ count: Int) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(count + 8)
    while octets.count < count { withUnsafeBytes(of: next()) { octets.append(contentsOf: $0) } }
    return Array(octets.prefix(count))
  }
}
