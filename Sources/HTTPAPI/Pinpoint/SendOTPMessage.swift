// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import OTPCore

/// AWS Pinpoint SendOTPMessage on the wire. No wrapper object in either direction: the SDK's
/// `SendOTPMessageRequestParameters` and `MessageResponse` are the payloads themselves.
enum SendOTPMessage {
  private struct Body: Decodable {
    enum CodingKeys: String, CodingKey {
      case channel = "Channel"
      case brandName = "BrandName"
      case originationIdentity = "OriginationIdentity"
      case destinationIdentity = "DestinationIdentity"
      case referenceID = "ReferenceId"
      case codeLength = "CodeLength"
      case validityPeriod = "ValidityPeriod"
      case allowedAttempts = "AllowedAttempts"
      case language = "Language"
      case entityID = "EntityId"
      case templateID = "TemplateId"
      case wrapper = "SendOTPMessageRequestParameters"
    }

    var fields = SendFields()

    init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: CodingKeys.self)
      if keys.contains(.wrapper) {
        throw RequestShapeFault(words: "The body must hold the fields themselves, without SendOTPMessageRequestParameters around them")
      }
      fields.channel = try keys.text(.channel)
      fields.brandName = try keys.text(.brandName)
      fields.originationIdentity = try keys.text(.originationIdentity)
      fields.destinationIdentity = try keys.text(.destinationIdentity)
      fields.referenceID = try keys.text(.referenceID)
      fields.codeLength = try keys.wholeNumber(.codeLength)
      fields.validityPeriod = try keys.wholeNumber(.validityPeriod)
      fields.allowedAttempts = try keys.wholeNumber(.allowedAttempts)
      fields.language = try keys.text(.language)
      fields.entityID = try keys.text(.entityID)
      fields.templateID = try keys.text(.templateID)
    }
  }

  static func fields(from body: ByteBuffer) throws(PinpointError) -> SendFields {
    try RequestBody.decode(Body.self, from: body).fields
  }

  private struct MessageResponse: Encodable {
    struct MessageResult: Encodable {
      enum CodingKeys: String, CodingKey {
        case deliveryStatus = "DeliveryStatus"
        case statusCode = "StatusCode"
        case statusMessage = "StatusMessage"
        case messageID = "MessageId"
      }

      let deliveryStatus: String
      let statusCode: Int
      let statusMessage: String
      let messageID: String?
    }

    enum CodingKeys: String, CodingKey {
      case applicationID = "ApplicationId"
      case requestID = "RequestId"
      case result = "Result"
    }

    let applicationID: String
    let requestID: String
    /// Keyed by the destination exactly as the caller wrote it.
    let result: [String: MessageResult]
  }

  static func response(_ answer: SendAnswer, application: String, requestID: String) -> Response {
    let result = MessageResponse.MessageResult(
      deliveryStatus: answer.status.rawValue, statusCode: answer.status.code, statusMessage: answer.statusMessage,
      messageID: answer.message?.description)
    return .json(MessageResponse(applicationID: application, requestID: requestID, result: [answer.destinationAsSent: result]))
  }
}
