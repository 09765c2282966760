// SPDX-License-Identifier: Apache-2.0

import SMSCodec

/// Every octet of a header is kept, and its accessors answer whatever it holds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let octets = Array(UnsafeBufferPointer(start: start, count: count))
  let header = UserDataHeader(decoding: octets)
  _ = header.concatenation
  _ = header.nationalTables
  _ = header.ports
  if let written = try? header.encoded() { precondition(Array(written.dropFirst()) == octets) }
  return 0
}
