// SPDX-License-Identifier: Apache-2.0

import SMPP

/// Ids of responses and receipts in any order, one for each line: there is a candidate for every receipt, and never many.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var learner = ReceiptIDLearner(memory: 3)
  for line in UnsafeBufferPointer(start: start, count: count).split(separator: 0x0A) {
    let id = String(decoding: line.dropFirst(), as: UTF8.self)
    switch line.first ?? 0 {
    case UInt8(ascii: "s"): precondition(learner.submitted(id).count <= 3)
    case UInt8(ascii: "m"): learner.missed(id)
    default:
      let candidates = learner.candidates(for: id)
      precondition(id.isEmpty == candidates.isEmpty && candidates.count <= 12)
      precondition(Set(candidates).count == candidates.count)
      precondition(learner.rule == nil || candidates.count <= 2)
      if let last = candidates.last { learner.confirmed(id, as: last) }
    }
  }
  precondition(!learner.facts.isEmpty)
  return 0
}
