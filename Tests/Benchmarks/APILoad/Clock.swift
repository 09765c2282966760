// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The two clocks of a measurement, read without allocation.
enum Clock {
  /// Nanoseconds of the monotonic clock.
  static func now() -> UInt64 {
    read(CLOCK_MONOTONIC)
  }

  /// Seconds since 1970.
  static func wallSeconds() -> Int {
    Int(read(CLOCK_REALTIME) / 1_000_000_000)
  }

  /// Seconds since an earlier ``now()``.
  static func seconds(since start: UInt64) -> Double {
    Double(now() - start) / 1e9
  }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
