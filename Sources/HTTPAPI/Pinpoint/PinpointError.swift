// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

/// The errors of the Amazon Pinpoint API, as AWS SDKs know them by name.
enum PinpointError: Error, Sendable {
  case badRequest(String)
  case forbidden(String)
  case notFound(String)
  case methodNotAllowed(allowed: HTTPRequest.Method)
  case payloadTooLarge(octetsMax: Int)
  case tooManyRequests
  case internalServerError

  /// The shape's name in the AWS service model.
  var shape: String {
    switch self {
    case .badRequest: "BadRequestException"
    case .forbidden: "ForbiddenException"
    case .notFound: "NotFoundException"
    case .methodNotAllowed: "MethodNotAllowedException"
    case .payloadTooLarge: "PayloadTooLargeException"
    case .tooManyRequests: "TooManyRequestsException"
    case .internalServerError: "InternalServerErrorException"
    }
  }

  var status: HTTPResponse.Status {
    switch self {
    case .badRequest: .badRequest
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .payloadTooLarge: .contentTooLarge
    case .tooManyRequests: .tooManyRequests
    case .internalServerError: .internalServerError
    }
  }

  var message: String {
    switch self {
    case .badRequest(let words), .forbidden(let words), .notFound(let words): words
    case .methodNotAllowed(let allowed): "The method is not allowed here; use \(allowed.rawValue)"
    case .payloadTooLarge(let octetsMax): "The body is larger than \(octetsMax) octets"
    case .tooManyRequests: "The gateway is answering as many requests as it is set to; try again in a second"
    case .internalServerError: "The gateway could not do this; its log says why"
    }
  }

  private struct Body: Encodable {
    enum CodingKeys: String, CodingKey {
      case message = "Message"
      case requestID = "RequestID"
    }

    let message: String
    let requestID: String
  }

  func response(requestID: String) -> Response {
    var response = Response.json(Body(message: message, requestID: requestID), status: status)
    response.headers[.amazonErrorType] = shape
    if case .tooManyRequests = self { response.headers[.retryAfter] = "1" }
    return response
  }
}
