// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP

/// One octet to choose a command, and its body, behind a header that is right: a value or a fault, and the next PDU stands where it should.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let commands: [CommandID] = [
    .submitSM, .deliverSM, .dataSM, .bindTransceiver, .bindReceiver, .bindTransmitter, .outbind, .submitMulti, .querySM, .cancelSM,
    .replaceSM, .alertNotification, .unbind, .enquireLink, .genericNack, .broadcastSM,
  ]
  let command = commands[Int(start[0] & 0x7F) % commands.count]
  let body = UnsafeBufferPointer(start: start + 1, count: count - 1)
  var buffer = ByteBuffer()
  buffer.writeMultipleIntegers(
    UInt32(16 + body.count), start[0] & 0x80 == 0 ? command.rawValue : command.response.rawValue, 0 as UInt32, 1 as UInt32)
  buffer.writeBytes(body)
  guard (try? PDU(.enquireLink, sequence: 2).encode(into: &buffer)) != nil, let first = try? PDU.next(in: &buffer) else {
    preconditionFailure("framing")
  }
  precondition((try? PDU.next(in: &buffer)?.get()) == PDU(.enquireLink, sequence: 2))
  guard case .success(let pdu) = first else {
    precondition(start[0] & 0x80 == 0, "a response is never refused")
    return 0
  }
  precondition(!pdu.description.utf8.contains { $0 < 0x20 })
  switch pdu.body {
  case .deliverSM(let message): _ = DeliveryReceipt(message, sniffsText: true)
  case .dataSM(let message): _ = DeliveryReceipt(message, sniffsText: true)
  default: break
  }
  var written = ByteBuffer()
  guard (try? pdu.encode(into: &written)) != nil else { return 0 }
  precondition((try? PDU.next(in: &written)?.get()) == pdu)
  return 0
}
