// SPDX-License-Identifier: Apache-2.0

import SMSCodec

/// A stream of parts never takes more memory than its bounds. Every five octets are one part.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let octets = Array(UnsafeBufferPointer(start: start, count: count))
  var reassembler = Reassembler<UInt8, ContinuousClock.Instant>(messagesMax: 4, octetsMax: 1_000, lifetime: .seconds(300))
  var now = ContinuousClock.now
  for index in stride(from: 0, to: octets.count - 4, by: 5) {
    let message =
      [5, 0, 3, octets[index], octets[index + 1], octets[index + 2]] + [UInt8](repeating: 0x41, count: Int(octets[index + 3] % 154))
    guard let part = try? MessagePart(decodingUnpacked: message, encoding: .gsm7, hasHeader: true) else { continue }
    now = now.advanced(by: .seconds(octets[index + 4]))
    _ = reassembler.add(part, from: octets[index + 4] % 3, now: now)
    precondition(reassembler.messages <= 4 && reassembler.octets <= 1_000 + 153)
  }
  _ = reassembler.timeAdvanced(to: now.advanced(by: .seconds(301)))
  precondition(reassembler.messages == 0 && reassembler.octets == 0)
  return 0
}
