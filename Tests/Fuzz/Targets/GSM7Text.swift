// SPDX-License-Identifier: Apache-2.0

import SMSCodec

/// Septets under any tables have a text, and packed septets unpack to themselves. The first three octets choose tables and fill bits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count >= 3 else { return 0 }
  let octets = Array(UnsafeBufferPointer(start: start, count: count))
  let tables = NationalTables(locking: NationalLanguage(rawValue: octets[0] % 16), single: NationalLanguage(rawValue: octets[1] % 16))
  let fillBits = Int(octets[2] % 9) - 1
  let text = Array(octets.dropFirst(3))
  _ = try? GSM7.text(of: text, tables: tables)
  let septets = text.map { $0 & 0x7F }
  precondition((try? GSM7.text(of: septets, tables: tables)) != nil)
  if (0...6).contains(fillBits) {
    precondition((try? GSM7.unpack(GSM7.pack(septets, fillBits: fillBits), count: septets.count, fillBits: fillBits)) == septets)
  }
  _ = try? GSM7.unpack(text, count: Int(octets[0]), fillBits: fillBits)
  return 0
}
