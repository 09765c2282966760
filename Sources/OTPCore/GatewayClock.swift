// SPDX-License-Identifier: Apache-2.0

package import struct Foundation.Date

/// The clock of the OTP core, as a value, so that a test can hold the hands.
package struct GatewayClock: Sendable {
  private let read: @Sendable () -> Timestamp

  package init(_ read: @escaping @Sendable () -> Timestamp) {
    self.read = read
  }

  package var now: Timestamp { read() }

  /// The wall clock as it stood at the first reading, carried forward by the machine's steady clock.
  ///
  /// A step of the wall clock (NTP, an operator) then neither shortens nor stretches the life of a code, and time that
  /// the machine slept through counts. After a restart lives are measured by the wall clock again.
  package static func steady() -> GatewayClock {
    let origin = ContinuousClock.now
    let wall = Timestamp(Date())
    return GatewayClock { wall.advanced(by: ContinuousClock.now - origin) }
  }
}

extension Timestamp {
  /// The same time, to the millisecond below.
  package init(_ date: Date) {
    self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down)))
  }

  package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
