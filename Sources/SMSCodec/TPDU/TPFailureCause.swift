// SPDX-License-Identifier: Apache-2.0

/// TP-FCS: why a service centre or a phone refused a message, TS 23.040 §9.2.3.22. A modem shows it as `+CMS ERROR` 128...255.
public struct TPFailureCause: RawRepresentable, Sendable, Hashable {
  /// The octet.
  public let rawValue: UInt8
  /// Names a cause by its octet; every octet is one.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The service centre still holds a message with the same reference and destination, and TP-RD asked it to refuse another.
  public static let duplicateRejected = TPFailureCause(rawValue: 0xC5)

  /// The standard's words for the cause; nil for what it reserves or leaves to applications.
  public var meaning: String? {
    Self.meanings.first { $0.0 == rawValue }?.1
  }

  private static let meanings: [(UInt8, String)] = [
    (0x80, "telematic interworking not supported"), (0x81, "short message type 0 not supported"), (0x82, "cannot replace short message"),
    (0x8F, "unspecified TP-PID error"), (0x90, "data coding scheme not supported"), (0x91, "message class not supported"),
    (0x9F, "unspecified TP-DCS error"), (0xA0, "command cannot be actioned"), (0xA1, "command unsupported"),
    (0xAF, "unspecified TP-Command error"), (0xB0, "TPDU not supported"), (0xC0, "service centre busy"),
    (0xC1, "no service centre subscription"), (0xC2, "service centre system failure"), (0xC3, "invalid address of short message entity"),
    (0xC4, "destination barred"), (0xC5, "duplicate rejected"), (0xC6, "validity period format not supported"),
    (0xC7, "validity period not supported"), (0xD0, "SIM storage full"), (0xD1, "no storage in SIM"), (0xD2, "error in phone"),
    (0xD3, "memory capacity exceeded"), (0xD4, "SIM application toolkit busy"), (0xD5, "SIM data download error"),
    (0xFF, "unspecified error cause"),
  ]
}

extension TPFailureCause: CustomStringConvertible {
  /// The octet and what it means.
  public var description: String {
    "0x\(Hexadecimal.string([rawValue]))" + (meaning.map { " (\($0))" } ?? "")
  }
}
