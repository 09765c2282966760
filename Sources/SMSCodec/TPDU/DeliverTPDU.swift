// SPDX-License-Identifier: Apache-2.0

/// SMS-DELIVER: a message on its way from the service centre to a phone or modem, TS 23.040 §9.2.2.1.
public struct DeliverTPDU: Sendable, Hashable {
  /// TP-MMS, turned round: further messages wait. §9.2.3.2
  public var hasMoreMessages: Bool
  /// TP-LP: the message was forwarded, and is not to be forwarded again. §9.2.3.28
  public var preventsLoops: Bool
  /// TP-SRI: the sender is to have a report. §9.2.3.4
  public var reportsStatus: Bool
  /// TP-RP: the answer may go the same way. §9.2.3.17
  public var hasReplyPath: Bool
  /// TP-OA. §9.2.3.7
  public var originator: TPAddress
  /// TP-PID. §9.2.3.9
  public var protocolIdentifier: TPProtocolIdentifier
  /// TP-DCS. §9.2.3.10
  public var dataCoding: TPDataCoding
  /// TP-SCTS: when the service centre had the message. §9.2.3.11
  public var serviceCentreTimestamp: TPTimestamp
  /// TP-UD with TP-UDL and TP-UDHI. §9.2.3.24
  public var userData: UserData

  /// Makes a message.
  public init(
    originator: TPAddress, dataCoding: TPDataCoding, serviceCentreTimestamp: TPTimestamp, userData: UserData,
    protocolIdentifier: TPProtocolIdentifier = .shortMessage, hasMoreMessages: Bool = false, preventsLoops: Bool = false,
    reportsStatus: Bool = false, hasReplyPath: Bool = false
  ) {
    self.hasMoreMessages = hasMoreMessages
    self.preventsLoops = preventsLoops
    self.reportsStatus = reportsStatus
    self.hasReplyPath = hasReplyPath
    self.originator = originator
    self.protocolIdentifier = protocolIdentifier
    self.dataCoding = dataCoding
    self.serviceCentreTimestamp = serviceCentreTimestamp
    self.userData = userData
  }

  /// Reads a message. The reserved message type 3 reads as SMS-DELIVER (§9.2.3.1); octets after TP-UD are ignored.
  public init(decoding octets: [UInt8]) throws(DecodeFault) {
    var reader = OctetReader(octets)
    let first = try reader.octet(.firstOctet)
    guard first & 0x03 == 0x00 || first & 0x03 == 0x03 else {
      throw reader.fault(.firstOctet, "the message type is not SMS-DELIVER")
    }
    hasMoreMessages = first & 0x04 == 0
    preventsLoops = first & 0x08 != 0
    reportsStatus = first & 0x20 != 0
    hasReplyPath = first & 0x80 != 0
    originator = try TPAddress(from: &reader, .originator)
    protocolIdentifier = TPProtocolIdentifier(rawValue: try reader.octet(.protocolIdentifier))
    dataCoding = TPDataCoding(rawValue: try reader.octet(.dataCoding))
    serviceCentreTimestamp = TPTimestamp(try reader.octets(TPTimestamp.lengthOctets, .serviceCentreTimestamp))
    userData = try UserData(from: &reader, coding: dataCoding, hasHeader: first & 0x40 != 0)
  }

  /// The message's octets, without the address of the service centre.
  /// - Throws: when the user data is longer than 140 octets.
  public func encoded() throws(EncodingError) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(1 + 12 + 2 + TPTimestamp.lengthOctets + 1 + MessagePart.userDataOctetsMax)
    var first: UInt8 = 0x00
    if !hasMoreMessages { first |= 0x04 }
    if preventsLoops { first |= 0x08 }
    if reportsStatus { first |= 0x20 }
    if userData.header != nil { first |= 0x40 }
    if hasReplyPath { first |= 0x80 }
    octets.append(first)
    originator.append(to: &octets)
    octets.append(protocolIdentifier.rawValue)
    octets.append(dataCoding.rawValue)
    serviceCentreTimestamp.append(to: &octets)
    try userData.append(to: &octets, coding: dataCoding)
    return octets
  }

  /// The text; see ``UserData/text(_:)``.
  public func text() throws(DecodeFault) -> String {
    try userData.text(dataCoding)
  }
}
