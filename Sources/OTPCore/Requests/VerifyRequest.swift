// SPDX-License-Identifier: Apache-2.0

/// The fields of AWS VerifyOTPMessage as they came in.
package struct VerifyFields: Sendable {
  package var destinationIdentity: String?
  package var referenceID: String?
  package var code: String?

  package init() {}
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
