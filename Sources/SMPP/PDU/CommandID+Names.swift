// SPDX-License-Identifier: Apache-2.0

extension CommandID: CustomStringConvertible {
  /// The standard's name, such as `submit_sm_resp`; the number of what it does not name, such as `command 0x00000200`.
  public var description: String {
    if self == .genericNack { return "generic_nack" }
    if let name = Self.requestNames[rawValue & 0x7FFF_FFFF], !(isResponse && Self.unanswered.contains(rawValue & 0x7FFF_FFFF)) {
      return isResponse ? name + "_resp" : name
    }
    return "command 0x" + rawValue.hexadecimal(digits: 8)
  }

  /// Requests that have no response.
  private static let unanswered: Set<UInt32> = [CommandID.outbind.rawValue, CommandID.alertNotification.rawValue]

  private static let requestNames: [UInt32: String] = [
    0x01: "bind_receiver", 0x02: "bind_transmitter", 0x03: "query_sm", 0x04: "submit_sm", 0x05: "deliver_sm", 0x06: "unbind",
    0x07: "replace_sm", 0x08: "cancel_sm", 0x09: "bind_transceiver", 0x0B: "outbind", 0x15: "enquire_link", 0x21: "submit_multi",
    0x102: "alert_notification", 0x103: "data_sm", 0x111: "broadcast_sm", 0x112: "query_broadcast_sm", 0x113: "cancel_broadcast_sm",
  ]
}
