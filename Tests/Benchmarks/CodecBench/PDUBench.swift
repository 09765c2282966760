// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP

extension CodecBench {
  /// PDUs as a busy link has them: read from a buffer that holds a hundred, written into a buffer that is used again.
  static func pdus() throws {
    let subscriber = Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567")
    let sender = Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP")
    let submit = MessagePDU(
      source: sender, destination: subscriber, validityPeriod: .relative(seconds: 300), registeredDelivery: .finalReceipt,
      shortMessage: Array(otp.utf8.prefix(60)))
    let text = "id:7220bb6b-0a3f sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:Your Example"
    let receipt = MessagePDU(
      source: subscriber, destination: sender, esmClass: .deliveryReceipt, shortMessage: Array(text.utf8),
      parameters: [TLV(.receiptedMessageID, cString: "7220bb6b-0a3f"), TLV(.messageState, MessageState.delivered.rawValue)])
    try measure("submit_sm, 60 octets of text", .submitSM(submit))
    try measure("submit_sm_resp", .submitSMResponse(MessageResponse(messageID: "7220bb6b-0a3f")))
    try measure("deliver_sm, a receipt with two parameters", .deliverSM(receipt))
    try measure("deliver_sm_resp", .deliverSMResponse(MessageResponse()))
    measure("receipt with parameters, of its deliver_sm") { DeliveryReceipt(receipt)?.messageID?.utf8.count }
    var plain = receipt
    plain.parameters = []
    measure("receipt without parameters, of its deliver_sm") { DeliveryReceipt(plain)?.messageID?.utf8.count }
    var learner = ReceiptIDLearner()
    var number = 1_000_000_000 as UInt64
    measure("receipt id, decimal for hexadecimal, rule learnt") { () -> Int? in
      number += 1
      learner.submitted(String(number, radix: 16))
      return learner.candidates(for: String(number)).count
    }
  }

  private static func measure(_ name: String, _ body: PDU.Body) throws {
    let pdu = PDU(body, sequence: 0x0102_0304)
    var hundred = ByteBuffer()
    for _ in 0..<100 { try pdu.encode(into: &hundred) }
    var reading = hundred
    measure("\(name), decode", limit: 1_000) { () -> UInt32? in
      if reading.readableBytes == 0 { reading = hundred }
      return try? PDU.next(in: &reading)?.get().sequence
    }
    var writing = ByteBuffer()
    measure("\(name), encode", limit: 1_000) { () -> Int? in
      if writing.readableBytes > 16_384 { writing.clear() }
      do {
        try pdu.encode(into: &writing)
        return writing.readableBytes
      } catch {
        return nil
      }
    }
  }
}
