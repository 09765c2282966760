// SPDX-License-Identifier: Apache-2.0

/// Counts events over the last minute, in ten-second slots. Pure.
struct RateMeter: Sendable {
  private static let slotMilliseconds: Int64 = 10_000
  private static let slotCount = 6

  private var counts = [Int](repeating: 0, count: slotCount)
  /// The number of the newest slot, counted from 1970.
  private var newest: Int64 = 0

  mutating func count(_ events: Int, at now: Timestamp) {
    advance(to: now)
    counts[Int(newest % Int64(Self.slotCount))] += events
  }

  /// Events a second.
  mutating func rate(at now: Timestamp) -> Double {
    advance(to: now)
    return Double(counts.reduce(0, +)) / Double(Int64(Self.slotCount) * Self.slotMilliseconds / 1000)
  }

  private mutating func advance(to now: Timestamp) {
    let slot = max(0, now.milliseconds) / Self.slotMilliseconds
    guard slot > newest else { return }
    for passed in max(newest + 1, slot - Int64(Self.slotCount) + 1)...slot { counts[Int(passed % Int64(Self.slotCount))] = 0 }
    newest = slot
  }
}
