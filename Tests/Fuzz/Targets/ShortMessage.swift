// SPDX-License-Identifier: Apache-2.0

import SMSCodec

/// Any text becomes parts within their budgets that join to the text again, or is refused. The first three octets choose the options.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count >= 3 else { return 0 }
  let octets = Array(UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: octets.dropFirst(3), as: UTF8.self)
  let options = EncodingOptions(
    partsMax: Int(octets[0]), allowsUCS2: octets[1] & 1 == 0,
    nationalLanguages: NationalLanguage(rawValue: octets[1] >> 4).map { [$0] } ?? [],
    allowsLockingShift: octets[1] & 2 == 0, transliterates: octets[1] & 4 == 0,
    referenceWidth: octets[1] & 8 == 0 ? .octet : .twoOctets, reference: UInt16(octets[2]))
  _ = CostReport(text, options: options).description
  guard let message = try? ShortMessage(text, options: options) else { return 0 }
  precondition(!message.substitutions.isEmpty || message.text.unicodeScalars.elementsEqual(text.unicodeScalars))
  for part in message.parts {
    precondition(part.units <= part.unitsMax && part.userData.count <= MessagePart.userDataOctetsMax)
  }
  return 0
}
