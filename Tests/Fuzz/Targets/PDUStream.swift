// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP

/// Octets as a connection brings them: PDUs, faults, and one end. What is read is written and reads the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var buffer = ByteBuffer(bytes: UnsafeBufferPointer(start: start, count: count))
  do {
    while let next = try PDU.next(in: &buffer) {
      guard case .success(let pdu) = next else { continue }
      precondition(!pdu.description.utf8.contains { $0 < 0x20 })
      var written = ByteBuffer()
      guard (try? pdu.encode(into: &written)) != nil else { continue }
      precondition((try? PDU.next(in: &written)?.get()) == pdu)
      precondition(written.readableBytes == 0)
    }
  } catch {
    precondition(error.commandLength < 16 || error.commandLength > 69_632)
  }
  return 0
}
