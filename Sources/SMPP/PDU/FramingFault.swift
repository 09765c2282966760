// SPDX-License-Identifier: Apache-2.0

/// A stream whose next octets are no PDU: where the one after it starts cannot be known. SMPP 3.4 §3.2: command_length.
///
/// The answer is generic_nack with status 0x02 and sequence number 0; then the connection ends.
public struct FramingFault: Error, Sendable, Hashable {
  /// The command_length that stood there.
  public let commandLength: UInt32
  /// The longest that was allowed.
  public let lengthMax: Int

  /// Makes a fault.
  public init(commandLength: UInt32, lengthMax: Int) {
    self.commandLength = commandLength
    self.lengthMax = lengthMax
  }

  /// What to answer: ESME_RINVCMDLEN.
  public var status: CommandStatus { .invalidCommandLength }
}

extension FramingFault: CustomStringConvertible {
  /// The fault in words, with the usual cause when the octets are those of another protocol.
  public var description: String {
    let octets = (0..<4).map { UInt8(truncatingIfNeeded: commandLength >> (24 - 8 * $0)) }
    let words = "command_length \(commandLength) is outside of \(PDU.headerLength)...\(lengthMax)"
    guard octets.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      return octets[0] == 0x16 && octets[1] == 0x03 ? words + ": the peer speaks TLS" : words
    }
    return words + ": the peer sent the text '\(String(decoding: octets, as: UTF8.self))' and does not speak SMPP"
  }
}
