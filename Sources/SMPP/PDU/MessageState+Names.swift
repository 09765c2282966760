// SPDX-License-Identifier: Apache-2.0

extension MessageState: CustomStringConvertible {
  /// The standard's name, such as `DELIVERED`.
  public var description: String {
    let names = [
      "SCHEDULED", "ENROUTE", "DELIVERED", "EXPIRED", "DELETED", "UNDELIVERABLE", "ACCEPTED", "UNKNOWN", "REJECTED", "SKIPPED",
    ]
    return rawValue < names.count ? names[Int(rawValue)] : "message_state \(rawValue)"
  }

  /// True when nothing more will become of the message. ACCEPTED and UNKNOWN are no end: they prove nothing.
  public var isFinal: Bool { [.delivered, .expired, .deleted, .undeliverable, .rejected, .skipped].contains(self) }
}
