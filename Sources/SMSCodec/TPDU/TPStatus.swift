// SPDX-License-Identifier: Apache-2.0

/// TP-ST: what became of a message, TS 23.040 §9.2.3.15.
public struct TPStatus: RawRepresentable, Sendable, Hashable {
  /// What a status means for the sender.
  public enum Outcome: Sendable, Hashable, CaseIterable {
    /// The phone has it.
    case delivered
    /// It left the service centre, and nobody knows whether the phone has it.
    case forwardedUnconfirmed
    /// Another message took its place.
    case replaced
    /// Not yet; the service centre keeps trying.
    case stillTrying
    /// Never; the service centre tries no more, and trying again is of no use.
    case permanentFailure
    /// Not this time; the service centre tries no more, another attempt may succeed.
    case temporaryFailure
  }

  /// The octet.
  public let rawValue: UInt8
  /// Names a status by its octet; every octet is one.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The phone has it.
  public static let delivered = TPStatus(rawValue: 0x00)
  /// Forwarded, without a word from the phone.
  public static let forwardedUnconfirmed = TPStatus(rawValue: 0x01)
  /// Replaced by another message.
  public static let replaced = TPStatus(rawValue: 0x02)
  /// The validity period ended.
  public static let validityExpired = TPStatus(rawValue: 0x46)

  /// What the status means for the sender. What a service centre keeps for itself counts with its block; what the standard
  /// reserves counts as "service rejected", 0x63, as it says (§9.2.3.15).
  public var outcome: Outcome {
    switch rawValue {
    case 0x00, 0x10...0x1F: .delivered
    case 0x01: .forwardedUnconfirmed
    case 0x02: .replaced
    case 0x20...0x25, 0x30...0x3F: .stillTrying
    case 0x40...0x49, 0x50...0x5F: .permanentFailure
    default: .temporaryFailure
    }
  }

  /// Whether no further report can follow.
  public var isFinal: Bool { outcome != .stillTrying }

  /// The standard's words for the status.
  public var meaning: String {
    switch rawValue {
    case 0x00: "received by the phone"
    case 0x01: "forwarded, but not confirmed by the phone"
    case 0x02: "replaced by another message"
    case 0x20, 0x60: "congestion"
    case 0x21, 0x61: "phone busy"
    case 0x22, 0x62: "no response from phone"
    case 0x23, 0x63: "service rejected"
    case 0x24, 0x44, 0x64: "quality of service not available"
    case 0x25, 0x65: "error in phone"
    case 0x40: "remote procedure error"
    case 0x41: "incompatible destination"
    case 0x42: "connection rejected by phone"
    case 0x43: "not obtainable"
    case 0x45: "no interworking available"
    case 0x46: "validity period expired"
    case 0x47: "deleted by sender"
    case 0x48: "deleted by service centre"
    case 0x49: "message does not exist"
    default: "status 0x\(Hexadecimal.string([rawValue]))"
    }
  }
}

extension TPStatus: CustomStringConvertible {
  /// The octet and what it means.
  public var description: String { "0x\(Hexadecimal.string([rawValue])) (\(meaning))" }
}
