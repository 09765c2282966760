// SPDX-License-Identifier: Apache-2.0

import SMPP
import Testing

@Suite struct TLVTests {
  /// SMPP 3.4 §5.3.2, SMPP 5.0 §4.8.1: those that a gateway meets.
  @Test(
    arguments: [
      (0x0017, "qos_time_to_live"), (0x001D, "additional_status_info_text"), (0x001E, "receipted_message_id"),
      (0x0204, "user_message_reference"), (0x020A, "source_port"), (0x020B, "destination_port"), (0x020C, "sar_msg_ref_num"),
      (0x020E, "sar_total_segments"), (0x020F, "sar_segment_seqnum"), (0x0210, "sc_interface_version"),
      (0x0422, "ms_availability_status"), (0x0423, "network_error_code"), (0x0424, "message_payload"), (0x0425, "delivery_failure_reason"),
      (0x0426, "more_messages_to_send"), (0x0427, "message_state"), (0x0428, "congestion_state"), (0x060B, "billing_identification"),
      (0x0611, "dest_addr_np_resolution"), (0x0612, "dest_addr_np_information"), (0x0613, "dest_addr_np_country"), (0x1400, "0x1400"),
      (0x0002, "0x0002"), (0xFFFF, "0xFFFF"),
    ] as [(UInt16, String)])
  func `a tag has the standard's name, and a number if it has none`(tag: UInt16, name: String) {
    #expect(TLV.Tag(rawValue: tag).description == name)
  }

  @Test func `vendors have their range`() {
    #expect([0x13FF, 0x1400, 0x3FFF, 0x4000].map { TLV.Tag(rawValue: $0).isVendorSpecific } == [false, true, true, false])
  }

  @Test func `the first parameter of a tag counts`() {
    let parameters = [TLV(.messageState, [2]), TLV(.messageState, [5]), TLV(.receiptedMessageID, [])]
    #expect(parameters[.messageState] == [2])
    #expect(parameters[.receiptedMessageID] == [])
    #expect(parameters[.messagePayload] == nil)
  }

  @Test func `text ends at the first NUL or at the end`() {
    #expect([TLV(.receiptedMessageID, Array("A1B2\0".utf8))].text(.receiptedMessageID) == "A1B2")
    #expect([TLV(.receiptedMessageID, Array("A1B2".utf8))].text(.receiptedMessageID) == "A1B2")
    #expect([TLV(.receiptedMessageID, Array("A1\0B2\0".utf8))].text(.receiptedMessageID) == "A1")
    #expect([TLV(.receiptedMessageID, [0xE9, 0])].text(.receiptedMessageID) == "\u{E9}")
    #expect([TLV(.receiptedMessageID, [])].text(.receiptedMessageID) == "")
    #expect([TLV]().text(.receiptedMessageID) == nil)
  }

  @Test func `a number has the octets that the peer gave it`() {
    func parameters(_ octets: UInt8...) -> [TLV] { [TLV(.sarMessageReference, octets)] }
    #expect(parameters(0x12).uint16(.sarMessageReference) == 0x12)
    #expect(parameters(0x12, 0x34).uint16(.sarMessageReference) == 0x1234)
    #expect(parameters(0, 0, 0x12, 0x34).uint16(.sarMessageReference) == 0x1234)
    #expect(parameters(1, 0, 0x12, 0x34).uint16(.sarMessageReference) == nil)
    #expect(parameters(1, 0, 0x12, 0x34).uint32(.sarMessageReference) == 0x0100_1234)
    #expect(parameters(0xFF, 0xFF, 0xFF, 0xFF).uint32(.sarMessageReference) == .max)
    #expect(parameters(0, 0, 0, 0, 1).uint32(.sarMessageReference) == nil)
    #expect(parameters().uint8(.sarMessageReference) == nil)
    #expect(parameters(1, 0).uint8(.sarMessageReference) == nil)
    #expect(parameters(0, 7).uint8(.sarMessageReference) == 7)
  }

  @Test func `parameters are made of numbers and texts`() {
    #expect(TLV(.moreMessagesToSend, 1 as UInt8).value == [1])
    #expect(TLV(.sarMessageReference, 0x1234 as UInt16).value == [0x12, 0x34])
    #expect(TLV(.qosTimeToLive, 300 as UInt32).value == [0, 0, 1, 0x2C])
    #expect(TLV(.receiptedMessageID, cString: "A\u{E9}\u{20AC}").value == [0x41, 0xE9, 0x3F, 0])
  }

  @Test(
    arguments: [
      ([3, 0, 33], 3, 33, "GSM 33"), ([1, 1, 0], 1, 256, "ANSI-136 256"), ([2, 0, 1], 2, 1, "IS-95 1"), ([8, 0, 1], 8, 1, "network 8 1"),
      ([0x30, 0x33, 0x34], nil, 34, "34"), ([0x39, 0x39, 0x39], nil, 999, "999"),
    ] as [([UInt8], UInt8?, UInt16, String)])
  func `a network error is a network and a code, or three digits`(value: [UInt8], network: UInt8?, code: UInt16, words: String) throws {
    let error = try #require([TLV(.networkErrorCode, value)].networkErrorCode)
    #expect(error.network?.rawValue == network)
    #expect(error.code == code)
    #expect(error.description == words)
    #expect(error.value == value)
  }

  @Test func `a network error of another length is none`() {
    for value: [UInt8] in [[], [3], [3, 0], [3, 0, 0, 0]] { #expect(NetworkErrorCode(value) == nil) }
  }

  @Test(
    arguments: [
      (0, "0 (idle)"), (1, "1 (low load)"), (29, "29 (low load)"), (30, "30 (medium load)"), (50, "50 (high load)"),
      (80, "80 (optimum load)"), (89, "89 (optimum load)"), (90, "90 (nearing congestion)"), (100, "100 (congested)"),
      (101, "101 (reserved)"), (255, "255 (reserved)"),
    ] as [(UInt8, String)])
  func `congestion has the standard's words`(state: UInt8, words: String) {
    let congestion = [TLV(.congestionState, state)].congestionState
    #expect(congestion?.description == words)
    #expect(CongestionState.optimum.contains(CongestionState(rawValue: state)) == (80...89).contains(state))
  }

  @Test func `the state of a message is read, and which are final`() {
    #expect([TLV(.messageState, [2])].messageState == .delivered)
    #expect([TLV(.messageState, [77])].messageState?.description == "message_state 77")
    let final = (0...10 as ClosedRange<UInt8>).filter { MessageState(rawValue: $0).isFinal }
    #expect(final == [2, 3, 4, 5, 8, 9])
    let names = (0...9 as ClosedRange<UInt8>).map { MessageState(rawValue: $0).description }
    #expect(
      names == [
        "SCHEDULED", "ENROUTE", "DELIVERED", "EXPIRED", "DELETED", "UNDELIVERABLE", "ACCEPTED", "UNKNOWN", "REJECTED", "SKIPPED",
      ])
  }
}
