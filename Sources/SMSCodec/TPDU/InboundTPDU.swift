// SPDX-License-Identifier: Apache-2.0

/// What a service centre sends, told apart by TP-MTI: `AT+CMGL` lists both kinds together. TS 23.040 §9.2.3.1.
public enum InboundTPDU: Sendable, Hashable {
  /// SMS-DELIVER, or the reserved type that reads as one.
  case deliver(DeliverTPDU)
  /// SMS-STATUS-REPORT.
  case statusReport(StatusReportTPDU)

  /// Reads whichever the first octet announces.
  ///
  /// - Throws: a fault also for SMS-SUBMIT-REPORT, which answers a submission inside the protocol and no modem shows.
  public init(decoding octets: [UInt8]) throws(DecodeFault) {
    guard let first = octets.first else { throw DecodeFault(field: .firstOctet, offset: 0, reason: .truncated) }
    switch first & 0x03 {
    case 0x00, 0x03: self = .deliver(try DeliverTPDU(decoding: octets))
    case 0x02: self = .statusReport(try StatusReportTPDU(decoding: octets))
    default:
      throw DecodeFault(field: .firstOctet, offset: 0, reason: .invalidValue("neither SMS-DELIVER nor SMS-STATUS-REPORT"))
    }
  }
}
