// SPDX-License-Identifier: Apache-2.0

import SMSCodec

/// UTF-16 of any kind is a text or a fault, and a text that it made is written and reads the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard let text = try? UCS2.text(of: Array(UnsafeBufferPointer(start: start, count: count))) else { return 0 }
  precondition((try? UCS2.text(of: UCS2.octets(of: text))) == text)
  return 0
}
