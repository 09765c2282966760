// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// The requests of a session that wait for their answers, by sequence_number. SMPP 3.4 §2.9, §5.1.4.
struct OutstandingRequests: Sendable {
  enum Kind: Sendable {
    case bind, enquireLink, unbind
    /// Takes a place in the window.
    case work
    /// Given up as unknown; an answer can still come.
    case overdue

    var isMessage: Bool { self == .work || self == .overdue }
  }

  /// Overdue requests that are remembered for late answers; the oldest give way.
  static let overdueMax = 10_000

  private(set) var workCount = 0
  private var kinds: [UInt32: Kind] = [:]
  private var deadlines = FIFO<(sequence: UInt32, deadline: NIODeadline)>()
  private var overdue = FIFO<UInt32>()
  private var lastSequence: UInt32 = 0

  /// Sequence numbers ascend from 1 to 0x7FFFFFFF and start again; one that still waits is left out.
  mutating func add(_ kind: Kind, deadline: NIODeadline) -> UInt32 {
    repeat {
      lastSequence = lastSequence >= 0x7FFF_FFFF ? 1 : lastSequence + 1
    } while kinds[lastSequence] != nil
    kinds[lastSequence] = kind
    if kind == .work {
      workCount += 1
      deadlines.append((lastSequence, deadline))
    }
    return lastSequence
  }

  /// What waits for an answer with this number.
  func kind(of sequence: UInt32) -> Kind? { kinds[sequence] }

  /// What waited for an answer with this number; it no longer does.
  mutating func remove(_ sequence: UInt32) -> Kind? {
    let kind = kinds.removeValue(forKey: sequence)
    if kind == .work { workCount -= 1 }
    return kind
  }

  /// When the next answer is due. All work waits equally long, so the oldest is due first.
  mutating func nextDeadline() -> NIODeadline? {
    while let first = deadlines.first {
      if kinds[first.sequence] == .work { return first.deadline }
      deadlines.removeFirst()
    }
    return nil
  }

  /// Work whose time is up at `now`; it becomes overdue. `forgotten` was overdue before, and gives way to it.
  mutating func takeOverdue(at now: NIODeadline) -> (taken: [UInt32], forgotten: [UInt32]) {
    var taken: [UInt32] = []
    var forgotten: [UInt32] = []
    while let deadline = nextDeadline(), deadline <= now, let first = deadlines.removeFirst() {
      kinds[first.sequence] = .overdue
      workCount -= 1
      taken.append(first.sequence)
      overdue.append(first.sequence)
      if overdue.count > Self.overdueMax, let oldest = overdue.removeFirst(), kinds[oldest] == .overdue {
        kinds.removeValue(forKey: oldest)
        forgotten.append(oldest)
      }
    }
    return (taken, forgotten)
  }

  /// The work that waits, in the order it was sent.
  var work: [UInt32] { deadlines.map(\.sequence).filter { kinds[$0] == .work } }

  #if DEBUG
    /// Lets a test come near the end of the numbers.
    mutating func setLastSequence(_ sequence: UInt32) { lastSequence = sequence }
  #endif
}
