// SPDX-License-Identifier: Apache-2.0

import SMPP
import Testing

@Suite struct CommandIDTests {
  @Test func `a response has bit 31 of its request set`() {
    #expect(CommandID.submitSM.response.rawValue == 0x8000_0004)
    #expect(CommandID.submitSM.response.isResponse)
    #expect(!CommandID.submitSM.isResponse)
  }

  /// SMPP 3.4 §5.1.2.1, SMPP 5.0 §4.7.5.
  @Test(
    arguments: [
      (0x01, "bind_receiver"), (0x02, "bind_transmitter"), (0x03, "query_sm"), (0x04, "submit_sm"), (0x05, "deliver_sm"), (0x06, "unbind"),
      (0x07, "replace_sm"), (0x08, "cancel_sm"), (0x09, "bind_transceiver"), (0x15, "enquire_link"), (0x21, "submit_multi"),
      (0x103, "data_sm"), (0x111, "broadcast_sm"), (0x112, "query_broadcast_sm"), (0x113, "cancel_broadcast_sm"),
    ] as [(UInt32, String)])
  func `a command and its response have the standard's names`(number: UInt32, name: String) {
    #expect(CommandID(rawValue: number).description == name)
    #expect(CommandID(rawValue: number | 0x8000_0000).description == name + "_resp")
  }

  @Test func `commands without a response and commands that nobody knows have names too`() {
    #expect(CommandID.genericNack.description == "generic_nack")
    #expect(CommandID.outbind.description == "outbind")
    #expect(CommandID.outbind.response.description == "command 0x8000000B")
    #expect(CommandID.alertNotification.description == "alert_notification")
    #expect(CommandID.alertNotification.response.description == "command 0x80000102")
    #expect(CommandID(rawValue: 0).description == "command 0x00000000")
    #expect(CommandID(rawValue: 0x200).description == "command 0x00000200")
    #expect(CommandID(rawValue: .max).description == "command 0xFFFFFFFF")
  }
}
