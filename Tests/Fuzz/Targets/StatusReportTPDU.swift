// SPDX-License-Identifier: Apache-2.0

import SMSCodec

/// What reads as a TPDU is written and reads the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard let value = try? StatusReportTPDU(decoding: Array(UnsafeBufferPointer(start: start, count: count))) else { return 0 }
  _ = value.status.description + value.dischargeTime.description
  guard let written = try? value.encoded() else { return 0 }
  precondition((try? StatusReportTPDU(decoding: written)) == value)
  return 0
}
