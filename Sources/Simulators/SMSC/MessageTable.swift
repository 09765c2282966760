// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import SMPP

/// A message that the SMSC has taken.
struct SimulatedMessage: Sendable, Hashable {
  let number: UInt64
  let systemID: String
  let source: Address
  let destination: Address
  let submittedAt: NIODeadline
  /// When it reaches its final state.
  var finalAt: NIODeadline
  var finalState: MessageState

  /// Where it stands at a time.
  func state(at now: NIODeadline) -> MessageState { now < finalAt ? .enroute : finalState }
}

/// The last messages, found by their number.
struct MessageTable: Sendable {
  private let messagesMax: Int
  private var messages: CircularBuffer<SimulatedMessage>
  private var firstNumber: UInt64

  init(firstNumber: UInt64, messagesMax: Int) {
    self.firstNumber = firstNumber
    self.messagesMax = max(1, messagesMax)
    messages = CircularBuffer()
  }

  /// The number of the next message.
  var nextNumber: UInt64 { firstNumber &+ UInt64(messages.count) }

  /// Keeps a message under the number that `nextNumber` gave; the oldest gives way.
  mutating func add(_ message: SimulatedMessage) {
    if messages.count >= messagesMax {
      messages.removeFirst()
      firstNumber &+= 1
    }
    messages.append(message)
  }

  /// The message of a number; nil when it is none, or has given way.
  subscript(number: UInt64) -> SimulatedMessage? {
    get { index(of: number).map { messages[$0] } }
    set {
      guard let index = index(of: number), let newValue else { return }
      messages[index] = newValue
    }
  }

  private func index(of number: UInt64) -> CircularBuffer<SimulatedMessage>.Index? {
    let offset = number &- firstNumber
    guard offset < UInt64(messages.count) else { return nil }
    return messages.index(messages.startIndex, offsetBy: Int(offset))
  }
}
