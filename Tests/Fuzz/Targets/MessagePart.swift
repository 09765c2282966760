// SPDX-License-Identifier: Apache-2.0

import SMSCodec

/// SMPP's short_message is a part or a fault. The first octet chooses the encoding and whether there is a header.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count >= 1 else { return 0 }
  let octets = Array(UnsafeBufferPointer(start: start, count: count))
  let encoding: TextEncoding = octets[0] & 1 == 0 ? .gsm7 : .ucs2
  let message = Array(octets.dropFirst())
  guard let part = try? MessagePart(decodingUnpacked: message, encoding: encoding, hasHeader: octets[0] & 2 != 0) else { return 0 }
  _ = part.text
  let read = try? MessagePart(decodingUnpacked: part.unpackedUserData, encoding: encoding, hasHeader: part.hasHeader)
  precondition(read == part)
  return 0
}
