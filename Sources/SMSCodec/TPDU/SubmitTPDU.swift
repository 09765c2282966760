// SPDX-License-Identifier: Apache-2.0

/// SMS-SUBMIT: a message on its way from a phone or modem to the service centre, TS 23.040 §9.2.2.2.
public struct SubmitTPDU: Sendable, Hashable {
  /// TP-RD: the service centre is to refuse a message that it still holds with the same reference and destination. §9.2.3.25
  public var rejectsDuplicates: Bool
  /// TP-SRR: the service centre is to report what becomes of the message. §9.2.3.5
  public var requestsStatusReport: Bool
  /// TP-RP: the answer may go the same way. §9.2.3.17
  public var hasReplyPath: Bool
  /// TP-MR, which most modems overwrite. §9.2.3.6
  public var messageReference: UInt8
  /// TP-DA. §9.2.3.8
  public var destination: TPAddress
  /// TP-PID. §9.2.3.9
  public var protocolIdentifier: TPProtocolIdentifier
  /// TP-DCS. §9.2.3.10
  public var dataCoding: TPDataCoding
  /// TP-VP with TP-VPF; nil leaves the validity to the service centre. §9.2.3.12
  public var validityPeriod: TPValidityPeriod?
  /// TP-UD with TP-UDL and TP-UDHI. §9.2.3.24
  public var userData: UserData

  /// Makes a message.
  public init(
    destination: TPAddress, dataCoding: TPDataCoding, userData: UserData, validityPeriod: TPValidityPeriod? = nil,
    protocolIdentifier: TPProtocolIdentifier = .shortMessage, messageReference: UInt8 = 0, requestsStatusReport: Bool = false,
    rejectsDuplicates: Bool = false, hasReplyPath: Bool = false
  ) {
    self.rejectsDuplicates = rejectsDuplicates
    self.requestsStatusReport = requestsStatusReport
    self.hasReplyPath = hasReplyPath
    self.messageReference = messageReference
    self.destination = destination
    self.protocolIdentifier = protocolIdentifier
    self.dataCoding = dataCoding
    self.validityPeriod = validityPeriod
    self.userData = userData
  }

  /// Makes a message of one part of a text.
  public init(
    _ part: MessagePart, to destination: TPAddress, messageClass: TPDataCoding.MessageClass? = nil,
    validityPeriod: TPValidityPeriod? = nil, protocolIdentifier: TPProtocolIdentifier = .shortMessage, messageReference: UInt8 = 0,
    requestsStatusReport: Bool = false, rejectsDuplicates: Bool = false
  ) {
    self.init(
      destination: destination, dataCoding: TPDataCoding(part.encoding, messageClass: messageClass), userData: UserData(part),
      validityPeriod: validityPeriod, protocolIdentifier: protocolIdentifier, messageReference: messageReference,
      requestsStatusReport: requestsStatusReport, rejectsDuplicates: rejectsDuplicates)
  }

  /// Reads a message. Octets after TP-UD are ignored.
  public init(decoding octets: [UInt8]) throws(DecodeFault) {
    var reader = OctetReader(octets)
    let first = try reader.octet(.firstOctet)
    guard first & 0x03 == 0x01 else { throw reader.fault(.firstOctet, "the message type is not SMS-SUBMIT") }
    rejectsDuplicates = first & 0x04 != 0
    requestsStatusReport = first & 0x20 != 0
    hasReplyPath = first & 0x80 != 0
    messageReference = try reader.octet(.messageReference)
    destination = try TPAddress(from: &reader, .destination)
    protocolIdentifier = TPProtocolIdentifier(rawValue: try reader.octet(.protocolIdentifier))
    dataCoding = TPDataCoding(rawValue: try reader.octet(.dataCoding))
    validityPeriod = try TPValidityPeriod(from: &reader, format: first >> 3 & 0x03)
    userData = try UserData(from: &reader, coding: dataCoding, hasHeader: first & 0x40 != 0)
  }

  /// The message's octets, without the address of the service centre.
  /// - Throws: when the user data is longer than 140 octets.
  public func encoded() throws(EncodingError) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(Self.lengthOctetsMax)
    var first: UInt8 = 0x01
    if rejectsDuplicates { first |= 0x04 }
    if let validityPeriod { first |= validityPeriod.format << 3 }
    if requestsStatusReport { first |= 0x20 }
    if userData.header != nil { first |= 0x40 }
    if hasReplyPath { first |= 0x80 }
    octets.append(first)
    octets.append(messageReference)
    destination.append(to: &octets)
    octets.append(protocolIdentifier.rawValue)
    octets.append(dataCoding.rawValue)
    validityPeriod?.append(to: &octets)
    try userData.append(to: &octets, coding: dataCoding)
    return octets
  }

  /// First octet, reference, twelve octets of address, protocol, coding, seven of validity, length, user data.
  private static let lengthOctetsMax = 2 + 12 + 2 + 7 + 1 + MessagePart.userDataOctetsMax
}
