// SPDX-License-Identifier: Apache-2.0

import SMPP

/// Any octets are a receipt text, any id has its rules, any text is a time, a date or none.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let octets = Array(UnsafeBufferPointer(start: start, count: count))
  let text = DeliveryReceiptText(octets)
  for value in [text.id, text.stateWord, text.error, text.submitted, text.delivered, text.submitDate, text.doneDate] {
    precondition(value != "" && (value?.unicodeScalars.count ?? 0) <= 255)
  }
  precondition(!(text.isEmpty && text.id != nil))
  let whole = String(decoding: octets, as: UTF8.self)
  for id in [whole, text.id ?? ""] {
    for rule in ReceiptIDRule.allCases { _ = rule.responseID(for: id) }
    _ = ReceiptDate(id)
    if let time = SMPPTime(id), let written = time.text { precondition(SMPPTime(written) == time) }
  }
  return 0
}
