// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import OTPCore

/// AWS Pinpoint VerifyOTPMessage on the wire; again without a wrapper in either direction.
enum VerifyOTPMessage {
  private struct Body: Decodable {
    enum CodingKeys: String, CodingKey {
      case destinationIdentity = "DestinationIdentity"
      case code = "Otp"
      case referenceID = "ReferenceId"
      case wrapper = "VerifyOTPMessageRequestParameters"
    }

    var fields = VerifyFields()

    init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: CodingKeys.self)
      if keys.contains(.wrapper) {
        throw RequestShapeFault(words: "The body must hold the fields themselves, without VerifyOTPMessageRequestParameters around them")
      }
      fields.destinationIdentity = try keys.text(.destinationIdentity)
      fields.code = try keys.text(.code)
      fields.referenceID = try keys.text(.referenceID)
    }
  }

  static func fields(from body: ByteBuffer) throws(PinpointError) -> VerifyFields {
    try RequestBody.decode(Body.self, from: body).fields
  }

  private struct VerificationResponse: Encodable {
    enum CodingKeys: String, CodingKey {
      case isValid = "Valid"
    }

    let isValid: Bool
  }

  static func response(isValid: Bool) -> Response { .json(VerificationResponse(isValid: isValid)) }
}
