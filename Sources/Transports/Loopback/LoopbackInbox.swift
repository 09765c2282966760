// SPDX-License-Identifier: Apache-2.0

package import OTPCore

/// A message that a loopback transport "delivered". It prints without the body.
package struct LoopbackMessage: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  package let message: Message
  package let body: String
  package let submittedAt: Timestamp

  package var description: String { "loopback message \(message.id)" }

  package var customMirror: Mirror { Mirror(self, children: ["id": message.id.description]) }
}

/// The last messages of a loopback transport, found by destination. Pure.
struct LoopbackInbox {
  private let capacity: Int
  /// Message number n stands at n modulo the capacity.
  private var ring: [LoopbackMessage] = []
  private var count = 0
  private var numbers: [PhoneNumber: [Int]] = [:]

  init(capacity: Int) {
    self.capacity = max(1, capacity)
  }

  mutating func append(_ message: LoopbackMessage) {
    if ring.count < capacity {
      ring.append(message)
    } else {
      forget(ring[count % capacity].message.destination)
      ring[count % capacity] = message
    }
    numbers[message.message.destination, default: []].append(count)
    count += 1
  }

  /// The oldest message of all is also the oldest to its destination.
  private mutating func forget(_ destination: PhoneNumber) {
    numbers[destination]?.removeFirst()
    if numbers[destination]?.isEmpty == true { numbers[destination] = nil }
  }

  /// Newest first.
  func messages(to destination: PhoneNumber?) -> [LoopbackMessage] {
    if let destination { return (numbers[destination] ?? []).reversed().map { ring[$0 % capacity] } }
    return (0..<ring.count).map { ring[(count - 1 - $0) % capacity] }
  }
}
