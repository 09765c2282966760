// SPDX-License-Identifier: Apache-2.0

/// The fields of AWS SendOTPMessage as they came in, before anybody believed them.
package struct SendFields: Sendable {
  package var channel: String?
  package var brandName: String?
  package var originationIdentity: String?
  package var destinationIdentity: String?
  package var referenceID: String?
  package var codeLength: Int?
  package var validityPeriod: Int?
  package var allowedAttempts: Int?
  package var language: String?
  package var entityID: String?
  package var templateID: String?

  package init() {}
}

/// The fields of AWS VerifyOTPMessage as they came in.
package struct VerifyFields: Sendable {
  package var destinationIdentity: String?
  package var referenceID: String?
  package var code: String?

  package init() {}
}

/// Why a request is not one: every fault, in words for the caller, who is told nothing else.
package struct RequestFault: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

/// A request for a code, valid by construction.
package struct SendRequest: Sendable {
  package let application: String
  package let brandName: String
  package let originationIdentity: String
  package let destination: PhoneNumber
  /// Exactly as the caller wrote it: the answer's key.
  package let destinationAsSent: String
  package let referenceID: String
  package let codeLength: Int
  package let validity: Duration
  package let allowedAttempts: Int
  package let language: Language
  package let entityID: String?
  package let templateID: String?

  /// Reads the fields by the limits of AWS SendOTPMessage; where AWS documents no default, ours are 6 digits, 10 minutes,
  /// 3 attempts, en-US.
  package init(_ fields: SendFields, application: String) throws(RequestFault) {
    var check = FieldCheck()
    check.require(fields.channel == "SMS", fields.channel == nil ? "Channel is required; it must be SMS" : "Channel must be SMS")
    let brand = check.text("BrandName", fields.brandName, charactersMax: 20)
    let origination = check.text("OriginationIdentity", fields.originationIdentity, charactersMax: 256)
    let destination = check.destination(fields.destinationIdentity)
    let reference = check.text("ReferenceId", fields.referenceID, charactersMax: 48)
    codeLength = check.number("CodeLength", fields.codeLength, in: 5...8, otherwise: 6)
    validity = .seconds(60 * check.number("ValidityPeriod", fields.validityPeriod, in: 5...60, otherwise: 10))
    allowedAttempts = check.number("AllowedAttempts", fields.allowedAttempts, in: 1...5, otherwise: 3)
    let language = Language(rawValue: fields.language ?? Language.americanEnglish.rawValue)
    check.require(language != nil, "Language must be one of \(Language.allCases.map(\.rawValue).joined(separator: ", "))")
    check.digits("EntityId", fields.entityID)
    check.digits("TemplateId", fields.templateID)
    guard check.faults.isEmpty, let destination, let language else { throw check.fault }
    self.application = application
    brandName = brand
    originationIdentity = origination
    self.destination = destination
    destinationAsSent = fields.destinationIdentity ?? destination.e164
    referenceID = reference
    self.language = language
    entityID = fields.entityID
    templateID = fields.templateID
  }
}

/// A request to verify what a user typed, valid by construction.
package struct VerifyRequest: Sendable {
  package let key: ChallengeKey
  /// Any text: what is not the code is a wrong code.
  package let code: String

  package static let codeOctetsMax = 64

  package init(_ fields: VerifyFields, application: String) throws(RequestFault) {
    var check = FieldCheck()
    let destination = check.destination(fields.destinationIdentity)
    let reference = check.text("ReferenceId", fields.referenceID, charactersMax: 48)
    check.require(fields.code != nil, "Otp is required")
    check.require((fields.code?.utf8.count ?? 0) <= Self.codeOctetsMax, "Otp must not be longer than \(Self.codeOctetsMax) octets")
    guard check.faults.isEmpty, let destination, let code = fields.code else { throw check.fault }
    key = ChallengeKey(application: application, destination: destination, reference: reference)
    self.code = code
  }
}

/// Collects the faults of one request.
private struct FieldCheck {
  private(set) var faults: [String] = []

  var fault: RequestFault { RequestFault(faults.joined(separator: "; ")) }

  mutating func require(_ condition: Bool, _ otherwise: @autoclosure () -> String) {
    if !condition { faults.append(otherwise()) }
  }

  mutating func text(_ name: String, _ value: String?, charactersMax: Int) -> String {
    guard let value, !value.isEmpty else {
      faults.append("\(name) is required")
      return ""
    }
    // A character can be many scalars; four octets each is what the longest honest text needs.
    let isShort = value.count <= charactersMax && value.unicodeScalars.count <= 4 * charactersMax
    require(isShort, "\(name) must not be longer than \(charactersMax) characters")
    require(!value.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(name) must not contain control characters")
    return value
  }

  mutating func destination(_ value: String?) -> PhoneNumber? {
    guard let value, !value.isEmpty else {
      faults.append("DestinationIdentity is required")
      return nil
    }
    let number = PhoneNumber(value)
    require(number != nil, "DestinationIdentity must be a telephone number in E.164 format, such as +14255550142")
    return number
  }

  mutating func number(_ name: String, _ value: Int?, in range: ClosedRange<Int>, otherwise: Int) -> Int {
    let value = value ?? otherwise
    require(range.contains(value), "\(name) must be from \(range.lowerBound) to \(range.upperBound)")
    return value
  }

  mutating func digits(_ name: String, _ value: String?) {
    guard let value else { return }
    let isDigits = value.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    require(isDigits && (1...30).contains(value.utf8.count), "\(name) must be 1 to 30 digits, as India's DLT registry gives them")
  }
}
