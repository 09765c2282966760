// SPDX-License-Identifier: Apache-2.0

import SMPP
import Testing

@Suite struct CommandIDTests {
  @Test func `a response has bit 31 of its request set`() {
    #expect(CommandID.submitSM.response.rawValue == 0x8000_0004)
    #expect(CommandID.submitSM.response.isResponse)
    #expect(!CommandID.submitSM.isResponse)
  }
}
