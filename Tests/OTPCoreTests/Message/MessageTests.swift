// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct MessageTests {
  @Test func `a message's name reads back, sorts by age, and is a UUID of version 7`() throws {
    var random = SystemRandomNumberGenerator()
    var earlier = ""
    for milliseconds in [Int64(0), 1, 255, 256, 1_790_000_000_000, 281_474_976_710_655] {
      let id = MessageID(at: Timestamp(milliseconds: milliseconds), random: &random)
      let text = id.description
      #expect(MessageID(text) == id)
      #expect(MessageID(text.uppercased()) == id)
      #expect(MessageID(octets: id.octets) == id)
      #expect(text.count == 36 && Array(text)[14] == "7" && "89ab".contains(Array(text)[19]))
      #expect(text > earlier)
      earlier = text
    }
  }

  @Test(arguments: [
    "", "0", "01a206c5-31e2-74bf-981b-49141e847b9", "01a206c5-31e2-74bf-981b-49141e847b9g", "01a206c5-31e2-74bf-981b-49141e847b980", "----",
    "é",
  ])
  func `what is no name of a message is refused`(text: String) {
    #expect(MessageID(text) == nil)
  }

  /// The states of the contract, §6, and every step between them; what is not here never happens.
  @Test func `messages move forward, and only late news corrects an unknown outcome`() {
    let allowed: [MessageState: Set<MessageState>] = [
      // The endings and `submitted`: of a message that is sent once more, its first attempt can still be heard.
      .queued: [.submitting, .submitted, .delivered, .expired, .failed, .unknown],
      .submitting: [.queued, .submitted, .delivered, .failed, .expired, .unknown],
      .submitted: [.delivered, .failed, .expired, .unknown],
      .unknown: [.queued, .submitted, .delivered, .failed, .expired],
    ]
    for state in MessageState.allCases {
      for next in MessageState.allCases {
        #expect(state.mayBecome(next) == (allowed[state]?.contains(next) ?? false), "\(state.name) to \(next.name)")
      }
      #expect(MessageState(name: state.name) == state)
    }
    #expect(MessageState.allCases.filter(\.isTerminal) == [.delivered, .failed, .expired, .unknown])
  }
}
