// SPDX-License-Identifier: Apache-2.0

import SMSCodec

/// Whatever a modem prints as a PDU is a frame or a fault.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let octets = UnsafeBufferPointer(start: start, count: count)
  let line = String(decoding: octets, as: UTF8.self)
  if let frame = try? PDUModeFrame(decoding: line) {
    _ = try? InboundTPDU(decoding: frame.tpdu)
    precondition((try? PDUModeFrame(decoding: frame.hexadecimal))?.tpdu == frame.tpdu)
  }
  _ = try? PDUModeFrame(decoding: line, lengthOctets: count / 2)
  return 0
}
