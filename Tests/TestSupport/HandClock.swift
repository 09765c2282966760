// SPDX-License-Identifier: Apache-2.0

package import OTPCore
internal import Synchronization

/// A clock whose hands a test moves.
package final class HandClock: Sendable {
  private let time: Mutex<Timestamp>

  package init(at milliseconds: Int64 = 1_790_000_000_000) {
    time = Mutex(Timestamp(milliseconds: milliseconds))
  }

  package var now: Timestamp { time.withLock { $0 } }

  package func advance(by duration: Duration) {
    time.withLock { $0 = $0.advanced(by: duration) }
  }

  /// The clock to hand out.
  package var clock: GatewayClock { GatewayClock { self.now } }
}
