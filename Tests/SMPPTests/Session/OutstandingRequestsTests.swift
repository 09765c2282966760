// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import SMPP

/// sequence_number, SMPP 3.4 §5.1.4.
@Suite struct OutstandingRequestsTests {
  private static let deadline = NIODeadline.uptimeNanoseconds(1)

  @Test func `numbers start at 1, and again after 0x7FFFFFFF`() {
    var requests = OutstandingRequests()
    #expect(requests.add(.work, deadline: Self.deadline) == 1)
    requests.setLastSequence(0x7FFF_FFFE)
    #expect(requests.add(.work, deadline: Self.deadline) == 0x7FFF_FFFF)
    // 1 still waits for its answer.
    #expect(requests.add(.work, deadline: Self.deadline) == 2)
    #expect(requests.workCount == 3)
  }

  @Test(arguments: [OutstandingRequests.Kind.bind, .enquireLink, .unbind, .work]) func `a number in use is left out, whatever waits on it`(
    kind: OutstandingRequests.Kind
  ) {
    var requests = OutstandingRequests()
    for expected: UInt32 in 1...3 { #expect(requests.add(kind, deadline: Self.deadline) == expected) }
    _ = requests.remove(2)
    requests.setLastSequence(0x7FFF_FFFF)
    #expect(requests.add(.work, deadline: Self.deadline) == 2)
    #expect(requests.add(.work, deadline: Self.deadline) == 4)
  }

  @Test func `what is overdue keeps its number until it is answered late`() {
    var requests = OutstandingRequests()
    _ = requests.add(.work, deadline: Self.deadline)
    #expect(requests.takeOverdue(at: Self.deadline).taken == [1])
    requests.setLastSequence(0x7FFF_FFFF)
    #expect(requests.add(.work, deadline: Self.deadline) == 2)
    #expect(requests.remove(1) == .overdue)
  }
}
