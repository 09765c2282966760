// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// Events in the order of their times; those of one time in the order in which they were added.
struct DeadlineQueue<Event: Sendable>: Sendable {
  /// What the heap moves about; the events stay in their slots.
  private struct Entry: Sendable {
    let deadline: NIODeadline
    let serial: UInt64
    let slot: Int

    static func < (left: Entry, right: Entry) -> Bool {
      left.deadline == right.deadline ? left.serial < right.serial : left.deadline < right.deadline
    }
  }

  private var heap: [Entry] = []
  private var slots: [Event?] = []
  private var freeSlots: [Int] = []
  private var nextSerial: UInt64 = 0

  /// When the next event is due; nil without any.
  var nextDeadline: NIODeadline? { heap.first?.deadline }

  mutating func add(_ event: Event, at deadline: NIODeadline) {
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
      slots[slot] = event
    } else {
      slot = slots.count
      slots.append(event)
    }
    heap.append(Entry(deadline: deadline, serial: nextSerial, slot: slot))
    nextSerial &+= 1
    rise(from: heap.count - 1)
  }

  /// The next event that is due, taken out.
  mutating func popDue(at now: NIODeadline) -> Event? {
    guard let first = heap.first, first.deadline <= now, let last = heap.popLast() else { return nil }
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    freeSlots.append(first.slot)
    let event = slots[first.slot]
    slots[first.slot] = nil
    return event
  }

  private mutating func rise(from start: Int) {
    let entry = heap[start]
    var index = start
    while index > 0, entry < heap[(index - 1) / 2] {
      heap[index] = heap[(index - 1) / 2]
      index = (index - 1) / 2
    }
    heap[index] = entry
  }

  private mutating func sink() {
    let entry = heap[0]
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < entry else { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = entry
  }
}
