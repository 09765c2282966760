// SPDX-License-Identifier: Apache-2.0

/// The latencies of one step in microseconds, each of them kept: percentiles are exact.
struct LatencyRecord {
  private(set) var microseconds: [UInt32] = []

  init(capacity: Int) {
    microseconds.reserveCapacity(capacity)
  }

  /// Records one latency given in nanoseconds.
  mutating func record(nanoseconds: UInt64) {
    microseconds.append(UInt32(truncatingIfNeeded: min(nanoseconds / 1000, UInt64(UInt32.max))))
  }

  /// The nearest-rank percentiles (0 to 100, 100 is the greatest), in microseconds; 0 for each when nothing was recorded.
  func percentiles(_ ranks: [Double]) -> [UInt32] {
    let sorted = microseconds.sorted()
    return ranks.map { rank in
      guard let last = sorted.indices.last else { return 0 }
      let place = Int((rank / 100 * Double(sorted.count)).rounded(.up)) - 1
      return sorted[min(max(place, 0), last)]
    }
  }
}
