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
