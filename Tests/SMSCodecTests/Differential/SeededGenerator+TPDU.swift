// SPDX-License-Identifier: Apache-2.0

@testable import SMSCodec

extension SeededGenerator {
  mutating func digits(_ length: ClosedRange<Int>, of digits: String = "0123456789") -> String {
    let digits = Array(digits)
    return String((0..<Int.random(in: length, using: &self)).map { _ in digits[Int.random(in: 0..<digits.count, using: &self)] })
  }

  mutating func address() throws -> TPAddress {
    switch next() % 5 {
    case 0: try TPAddress(.unknown, .telephone, digits(3...8, of: "0123456789*#abc"))
    case 1: try TPAddress(.national, .telephone, digits(5...12))
    case 2: try TPAddress(.alphanumeric, .unknown, digits(1...11, of: "ABCdefGHI 123&-"))
    default: try TPAddress(.international, .telephone, digits(7...15))
    }
  }

  mutating func timestamp() -> TPTimestamp {
    while true {
      let time = TPTimestamp(
        year: Int.random(in: 2000...2069, using: &self), month: Int.random(in: 1...12, using: &self),
        day: Int.random(in: 1...31, using: &self),
        hour: Int.random(in: 0...23, using: &self), minute: Int.random(in: 0...59, using: &self),
        second: Int.random(in: 0...59, using: &self),
        quarterHours: Int.random(in: -48...56, using: &self))
      if let time { return time }
    }
  }

  /// A part of a message of several or of one, or octets without a text.
  mutating func content(national: Bool) throws -> (coding: TPDataCoding, userData: UserData) {
    if next().isMultiple(of: 10) {
      return (.octets, UserData(payload: octets(Int.random(in: 0...140, using: &self))))
    }
    let options = EncodingOptions(
      nationalLanguages: national ? [.turkish, .spanish, .portuguese, .hindi, .urdu] : [],
      referenceWidth: next().isMultiple(of: 2) ? .octet : .twoOctets, reference: UInt16(truncatingIfNeeded: next()))
    let message = try ShortMessage(text(maxLength: 300), options: options)
    let part = message.parts[Int.random(in: 0..<message.parts.count, using: &self)]
    let messageClass: TPDataCoding.MessageClass? = next().isMultiple(of: 4) ? .immediateDisplay : nil
    return (TPDataCoding(part.encoding, messageClass: messageClass), UserData(part))
  }

  mutating func deliver(national: Bool) throws -> DeliverTPDU {
    let content = try content(national: national)
    return DeliverTPDU(
      originator: try address(), dataCoding: content.coding, serviceCentreTimestamp: timestamp(), userData: content.userData,
      protocolIdentifier: TPProtocolIdentifier(rawValue: UInt8.random(in: 0...255, using: &self)),
      hasMoreMessages: next().isMultiple(of: 2),
      preventsLoops: next().isMultiple(of: 2), reportsStatus: next().isMultiple(of: 2), hasReplyPath: next().isMultiple(of: 2))
  }

  mutating func submit(national: Bool) throws -> SubmitTPDU {
    let content = try content(national: national)
    let validity: TPValidityPeriod? =
      switch next() % 4 {
      case 0: nil
      case 1: .absolute(timestamp())
      case 2: .enhanced(EnhancedValidity(.seconds(UInt8.random(in: 1...255, using: &self)), singleShot: next().isMultiple(of: 2)))
      default: .relative(UInt8.random(in: 0...255, using: &self))
      }
    return SubmitTPDU(
      destination: try address(), dataCoding: content.coding, userData: content.userData, validityPeriod: validity,
      protocolIdentifier: TPProtocolIdentifier(rawValue: UInt8.random(in: 0...255, using: &self)),
      messageReference: UInt8.random(in: 0...255, using: &self), requestsStatusReport: next().isMultiple(of: 2),
      rejectsDuplicates: next().isMultiple(of: 2), hasReplyPath: next().isMultiple(of: 2))
  }

  mutating func statusReport() throws -> StatusReportTPDU {
    var report = StatusReportTPDU(
      messageReference: UInt8.random(in: 0...255, using: &self), recipient: try address(), serviceCentreTimestamp: timestamp(),
      dischargeTime: timestamp(), status: TPStatus(rawValue: UInt8.random(in: 0...255, using: &self)),
      hasMoreMessages: next().isMultiple(of: 2), preventsLoops: next().isMultiple(of: 2), answersCommand: next().isMultiple(of: 2))
    if next().isMultiple(of: 3) {
      let text = try ShortMessage(text(maxLength: 5)).parts[0]
      report.protocolIdentifier = .shortMessage
      report.dataCoding = TPDataCoding(text.encoding)
      report.userData = UserData(text)
    }
    return report
  }
}
