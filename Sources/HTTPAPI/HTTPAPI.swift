// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
package import Hummingbird
internal import Logging
internal import NIOCore

/// Answers every HTTP request: finds the endpoint, asks who calls, lets the API answer, and puts the names of the request on
/// the response.
package struct HTTPAPI: HTTPResponder {
  package typealias Context = BasicRequestContext

  private let pinpoint: PinpointAPI
  private let operators: OperatorAPI
  private let metrics = HTTPMetrics()

  package init(pinpoint: PinpointAPI, operators: OperatorAPI) {
    self.pinpoint = pinpoint
    self.operators = operators
  }

  package func respond(to request: Request, context: Context) async throws -> Response {
    let start = ContinuousClock.now
    let requestID = RequestID.new()
    let path = request.head.path?.prefix { $0 != "?" } ?? ""
    let endpoint = Endpoint(path: path)
    var response: Response
    if let endpoint, endpoint.method == request.method {
      response = await answer(endpoint, request, requestID: requestID, logger: context.logger)
    } else {
      let pinpointError: PinpointError = endpoint.map { .methodNotAllowed(allowed: $0.method) } ?? .notFound("Resource not found")
      let isOperator = endpoint == .health || endpoint == .metrics || Endpoint.isOperator(path: path)
      response = isOperator ? Problem(pinpointError).response : pinpointError.response(requestID: requestID)
      if let endpoint { response.headers[.allow] = endpoint.method.rawValue }
    }
    response.headers[.amazonRequestID] = requestID
    metrics.answered(endpoint?.name ?? "none", response.status, in: ContinuousClock.now - start)
    return response
  }

  private func answer(_ endpoint: Endpoint, _ request: Request, requestID: String, logger: Logger) async -> Response {
    switch endpoint {
    case .sendOTP(let application):
      await pinpoint.answer(.send, application: application, request: request, requestID: requestID, logger: logger)
    case .verifyOTP(let application):
      await pinpoint.answer(.verify, application: application, request: request, requestID: requestID, logger: logger)
    default:
      await operators.answer(endpoint, request: request, requestID: requestID, logger: logger)
    }
  }
}

extension Logger {
  /// For the lines of one request: with the name that its caller is told, so that an operator finds them, in place of the web
  /// framework's own. Made only when there is something to say.
  func named(_ requestID: String) -> Logger {
    var logger = self
    logger[metadataKey: "hb.request.id"] = nil
    logger[metadataKey: "request"] = "\(requestID)"
    return logger
  }
}

extension HTTPField.Name {
  /// AWS SDKs show it as the request's id.
  static let amazonRequestID = requiredName("x-amzn-RequestId")
  static let amazonErrorType = requiredName("x-amzn-ErrorType")
  static let amazonInvocationID = requiredName("amz-sdk-invocation-id")

  private static func requiredName(_ text: String) -> HTTPField.Name {
    // The fallback is never taken: every name above is a token of RFC 9110 §5.6.2.
    HTTPField.Name(text) ?? .server
  }
}
