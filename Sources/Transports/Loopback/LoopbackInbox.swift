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

/// The last messages of a loopback transport, found by destination. Pure; appending costs the same however many there are.
struct LoopbackInbox {
  private struct Entry {
    let message: LoopbackMessage
    /// The number of the one before it to the same destination.
    let previous: Int?
  }

  private let capacity: Int
  /// Message number n stands at n modulo the capacity.
  private var ring: [Entry] = []
  private var count = 0
  private var newest: [PhoneNumber: Int] = [:]

  init(capacity: Int) {
    self.capacity = max(1, capacity)
  }

  mutating func append(_ message: LoopbackMessage) {
    let destination = message.message.destination
    let entry = Entry(message: message, previous: newest[destination])
    if ring.count < capacity {
      ring.append(entry)
    } else {
      let forgotten = ring[count % capacity].message.message.destination
      if newest[forgotten] == count - capacity { newest[forgotten] = nil }
      ring[count % capacity] = entry
    }
    newest[destination] = count
    count += 1
  }

  /// Newest first.
  func messages(to destination: PhoneNumber?) -> [LoopbackMessage] {
    guard let destination else { return (0..<ring.count).map { ring[(count - 1 - $0) % capacity].message } }
    var found: [LoopbackMessage] = []
    var number = newest[destination]
    while let current = number, current >= count - ring.count {
      found.append(ring[current % capacity].message)
      number = ring[current % capacity].previous
    }
    return found
  }
}
