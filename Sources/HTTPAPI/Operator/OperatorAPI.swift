// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
package import OTPCore

/// What a loopback transport "delivered": the only page that shows bodies, and so codes.
package struct LoopbackEntry: Sendable {
  package let message: Message
  package let body: String
  package let submittedAt: Timestamp

  package init(message: Message, body: String, submittedAt: Timestamp) {
    self.message = message
    self.body = body
    self.submittedAt = submittedAt
  }
}

/// Health, metrics and the operator's pages.
package struct OperatorAPI: Sendable {
  private let service: OperatorService
  private let token: OperatorToken?
  private let metrics: PrometheusMetrics
  private let loopback: @Sendable (PhoneNumber?) -> [LoopbackEntry]

  /// Without a token the /operator endpoints are off. `loopback` answers what was delivered to a number, or to any, newest first.
  package init(
    service: OperatorService, token: String?, metrics: PrometheusMetrics, loopback: @escaping @Sendable (PhoneNumber?) -> [LoopbackEntry]
  ) {
    self.service = service
    self.token = token.map(OperatorToken.init)
    self.metrics = metrics
    self.loopback = loopback
  }

  func answer(_ endpoint: Endpoint, request: Request, requestID: String, logger: Logger) async -> Response {
    do throws(Problem) {
      switch endpoint {
      case .health: return HealthPage.response(await service.health())
      case .metrics:
        return Response(
          status: .ok, headers: [.contentType: PrometheusMetrics.contentType],
          body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.exposition())))
      default:
        try authorize(request)
        return try await page(endpoint, query: Query(request.head.path ?? ""))
      }
    } catch {
      if error.status == .internalServerError {
        logger.named(requestID).error("an operator's request failed", metadata: ["error": "\(error.detail)"])
      }
      return error.response
    }
  }

  private func authorize(_ request: Request) throws(Problem) {
    guard let token else { throw Problem(.notFound, "The operator endpoints are off; set operator.token to turn them on") }
    guard let value = request.headers[.authorization], value.prefix(7).lowercased() == "bearer ", token.matches(value.dropFirst(7)) else {
      throw Problem(.unauthorized, "Send the operator token as 'Authorization: Bearer TOKEN'")
    }
  }

  private func page(_ endpoint: Endpoint, query: Query) async throws(Problem) -> Response {
    do throws(StoreError) {
      switch endpoint {
      case .messages: return try await MessagesPage.list(query, service: service)
      case .message(let id): return try await MessagesPage.one(id, service: service)
      case .transports: return .json(TransportsPage(service.transports()))
      case .loopbackMessages: return LoopbackPage.response(query, loopback: loopback)
      case .blocks: return .json(BlocksPage(try await service.blocks()))
      case .block(let destination): return try await BlocksPage.lift(destination, service: service)
      case .sendOTP, .verifyOTP, .health, .metrics: return Response(status: .notFound)
      }
    } catch {
      throw Problem(.internalServerError, error.description)
    }
  }
}

/// The operator's bearer token, kept as its digest, which also makes comparing two of any length constant in time.
private struct OperatorToken: Sendable {
  private let digest: SHA256Digest

  init(_ text: String) {
    digest = SHA256.hash(data: Data(text.utf8))
  }

  func matches(_ text: Substring) -> Bool { SHA256.hash(data: Data(text.utf8)) == digest }
}
