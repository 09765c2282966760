// SPDX-License-Identifier: Apache-2.0

/// Why octets are not what they were taken for: the field, the octet where reading stopped, and what was wrong with it.
public struct DecodeFault: Error, Sendable, Hashable {
  /// A field of the wire, in the standard's words, such as `TP-OA`.
  public struct Field: RawRepresentable, Sendable, Hashable {
    /// The field's name in the standard.
    public let rawValue: String
    /// Names a field.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The first octet: TP-MTI and flags, TS 23.040 §9.2.3.1.
    public static let firstOctet = Field(rawValue: "TP-MTI")
    /// TP-MR, TS 23.040 §9.2.3.6.
    public static let messageReference = Field(rawValue: "TP-MR")
    /// TP-OA, TS 23.040 §9.2.3.7.
    public static let originator = Field(rawValue: "TP-OA")
    /// TP-DA, TS 23.040 §9.2.3.8.
    public static let destination = Field(rawValue: "TP-DA")
    /// An address that is not in a TPDU yet, TS 23.040 §9.1.2.5.
    public static let address = Field(rawValue: "address")
    /// TP-PID, TS 23.040 §9.2.3.9.
    public static let protocolIdentifier = Field(rawValue: "TP-PID")
    /// TP-DCS, TS 23.040 §9.2.3.10.
    public static let dataCoding = Field(rawValue: "TP-DCS")
    /// TP-SCTS, TS 23.040 §9.2.3.11.
    public static let serviceCentreTimestamp = Field(rawValue: "TP-SCTS")
    /// TP-VP, TS 23.040 §9.2.3.12.
    public static let validityPeriod = Field(rawValue: "TP-VP")
    /// TP-DT, TS 23.040 §9.2.3.13.
    public static let dischargeTime = Field(rawValue: "TP-DT")
    /// TP-RA, TS 23.040 §9.2.3.14.
    public static let recipient = Field(rawValue: "TP-RA")
    /// TP-ST, TS 23.040 §9.2.3.15.
    public static let status = Field(rawValue: "TP-ST")
    /// TP-UDL, TS 23.040 §9.2.3.16.
    public static let userDataLength = Field(rawValue: "TP-UDL")
    /// TP-UD, TS 23.040 §9.2.3.24.
    public static let userData = Field(rawValue: "TP-UD")
    /// The header in TP-UD, TS 23.040 §9.2.3.24.
    public static let userDataHeader = Field(rawValue: "TP-UDH")
    /// TP-PI, TS 23.040 §9.2.3.27.
    public static let parameterIndicator = Field(rawValue: "TP-PI")
    /// The address of the service centre before the TPDU, TS 27.005 §3.1 `<pdu>`.
    public static let serviceCentre = Field(rawValue: "SCA")
    /// The hexadecimal digits that a modem shows, TS 27.005 §3.1 `<pdu>`.
    public static let hexadecimal = Field(rawValue: "<pdu>")
    /// The count of octets that a modem announces, TS 27.005 §3.1 `<length>`.
    public static let length = Field(rawValue: "<length>")
  }

  /// What was wrong.
  public enum Reason: Sendable, Hashable {
    /// The octets end before the field does.
    case truncated
    /// The field cannot hold what it holds; the text says why.
    case invalidValue(String)
  }

  /// The field that could not be read.
  public let field: Field
  /// The octet, from the start of what was decoded, at which reading stopped.
  public let offset: Int
  /// What was wrong.
  public let reason: Reason

  /// Makes a fault.
  public init(field: Field, offset: Int, reason: Reason) {
    self.field = field
    self.offset = offset
    self.reason = reason
  }
}

extension DecodeFault: CustomStringConvertible {
  /// One line for an operator; it never holds any of the content.
  public var description: String {
    switch reason {
    case .truncated: "\(field.rawValue) ends early, at octet \(offset)"
    case .invalidValue(let why): "\(field.rawValue) at octet \(offset): \(why)"
    }
  }
}
