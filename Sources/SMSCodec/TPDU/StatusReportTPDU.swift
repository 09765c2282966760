// SPDX-License-Identifier: Apache-2.0

/// SMS-STATUS-REPORT: what became of a message that asked for a report, TS 23.040 §9.2.2.3.
public struct StatusReportTPDU: Sendable, Hashable {
  /// TP-MMS, turned round: further messages wait. §9.2.3.2
  public var hasMoreMessages: Bool
  /// TP-LP: the report was forwarded, and is not to be forwarded again. §9.2.3.28
  public var preventsLoops: Bool
  /// TP-SRQ: the report answers an SMS-COMMAND, not an SMS-SUBMIT. §9.2.3.26
  public var answersCommand: Bool
  /// TP-MR: the reference that the modem told when it sent the message. §9.2.3.6
  public var messageReference: UInt8
  /// TP-RA, which need not be written as the message's destination was. §9.2.3.14
  public var recipient: TPAddress
  /// TP-SCTS: when the service centre had the message. §9.2.3.11
  public var serviceCentreTimestamp: TPTimestamp
  /// TP-DT: when the phone had it, or when it was last tried. §9.2.3.13
  public var dischargeTime: TPTimestamp
  /// TP-ST. §9.2.3.15
  public var status: TPStatus
  /// TP-PID; nil when the report leaves it out, as most do. §9.2.3.9
  public var protocolIdentifier: TPProtocolIdentifier?
  /// TP-DCS; nil when the report leaves it out. §9.2.3.10
  public var dataCoding: TPDataCoding?
  /// TP-UD with TP-UDL and TP-UDHI; nil when the report leaves it out. §9.2.3.24
  public var userData: UserData?

  /// Makes a report.
  public init(
    messageReference: UInt8, recipient: TPAddress, serviceCentreTimestamp: TPTimestamp, dischargeTime: TPTimestamp, status: TPStatus,
    protocolIdentifier: TPProtocolIdentifier? = nil, dataCoding: TPDataCoding? = nil, userData: UserData? = nil,
    hasMoreMessages: Bool = false, preventsLoops: Bool = false, answersCommand: Bool = false
  ) {
    self.hasMoreMessages = hasMoreMessages
    self.preventsLoops = preventsLoops
    self.answersCommand = answersCommand
    self.messageReference = messageReference
    self.recipient = recipient
    self.serviceCentreTimestamp = serviceCentreTimestamp
    self.dischargeTime = dischargeTime
    self.status = status
    self.protocolIdentifier = protocolIdentifier
    self.dataCoding = dataCoding
    self.userData = userData
  }

  /// Reads a report. Whatever follows TP-ST without making sense is ignored: the outcome is what counts.
  public init(decoding octets: [UInt8]) throws(DecodeFault) {
    var reader = OctetReader(octets)
    let first = try reader.octet(.firstOctet)
    guard first & 0x03 == 0x02 else { throw reader.fault(.firstOctet, "the message type is not SMS-STATUS-REPORT") }
    hasMoreMessages = first & 0x04 == 0
    preventsLoops = first & 0x08 != 0
    answersCommand = first & 0x20 != 0
    messageReference = try reader.octet(.messageReference)
    recipient = try TPAddress(from: &reader, .recipient)
    serviceCentreTimestamp = TPTimestamp(try reader.octets(TPTimestamp.lengthOctets, .serviceCentreTimestamp))
    dischargeTime = TPTimestamp(try reader.octets(TPTimestamp.lengthOctets, .dischargeTime))
    status = TPStatus(rawValue: try reader.octet(.status))
    let hasHeader = first & 0x40 != 0
    let optional = try? OptionalParameters(from: &reader, hasHeader: hasHeader)
    protocolIdentifier = optional?.protocolIdentifier
    dataCoding = optional?.dataCoding
    userData = optional?.userData
  }

  /// The report's octets, without the address of the service centre.
  /// - Throws: when the user data is longer than 131 octets, or has a coding that the report leaves out.
  public func encoded() throws(EncodingError) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(164)
    var first: UInt8 = 0x02
    if !hasMoreMessages { first |= 0x04 }
    if preventsLoops { first |= 0x08 }
    if answersCommand { first |= 0x20 }
    if userData?.header != nil { first |= 0x40 }
    octets.append(first)
    octets.append(messageReference)
    recipient.append(to: &octets)
    serviceCentreTimestamp.append(to: &octets)
    dischargeTime.append(to: &octets)
    octets.append(status.rawValue)
    let indicator: UInt8 = (protocolIdentifier == nil ? 0 : 1) | (dataCoding == nil ? 0 : 2) | (userData == nil ? 0 : 4)
    guard indicator != 0 else { return octets }
    octets.append(indicator)
    if let protocolIdentifier { octets.append(protocolIdentifier.rawValue) }
    if let dataCoding { octets.append(dataCoding.rawValue) }
    if let userData {
      let start = octets.count
      try userData.append(to: &octets, coding: dataCoding ?? .gsm7)
      guard octets.count - start - 1 <= Self.userDataOctetsMax else {
        throw .invalidField(.userData, "more than the \(Self.userDataOctetsMax) octets that a report takes")
      }
    }
    return octets
  }

  /// Octets of user data that a report takes, TS 23.040 §9.2.2.3.
  private static let userDataOctetsMax = 131
}

extension StatusReportTPDU {
  /// What may follow TP-ST.
  private struct OptionalParameters {
    var protocolIdentifier: TPProtocolIdentifier?
    var dataCoding: TPDataCoding?
    var userData: UserData?

    init(from reader: inout OctetReader, hasHeader: Bool) throws(DecodeFault) {
      guard reader.remaining > 0 else { return }
      let indicator = try reader.octet(.parameterIndicator)
      // The high bit announces a further octet of indicators, of which the standard uses none.
      var more = indicator & 0x80 != 0
      while more { more = try reader.octet(.parameterIndicator) & 0x80 != 0 }
      if indicator & 1 != 0 { protocolIdentifier = TPProtocolIdentifier(rawValue: try reader.octet(.protocolIdentifier)) }
      if indicator & 2 != 0 { dataCoding = TPDataCoding(rawValue: try reader.octet(.dataCoding)) }
      if indicator & 4 != 0 { userData = try UserData(from: &reader, coding: dataCoding ?? .gsm7, hasHeader: hasHeader) }
    }
  }
}
