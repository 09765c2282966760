// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import OTPCore

/// GET /operator/blocks and DELETE /operator/blocks/{destination}: numbers whose failure budget ran out.
struct BlocksPage: Encodable {
  struct Entry: Encodable {
    let destination: String
    let failures: Int
    let blockedAt: String
  }

  let blocks: [Entry]

  init(_ blocks: [DestinationBlock]) {
    self.blocks = blocks.map { Entry(destination: $0.destination.e164, failures: $0.failures, blockedAt: $0.blockedAt.iso8601) }
  }

  static func lift(_ text: String, service: OperatorService) async throws(StoreError) -> Response {
    guard let destination = PhoneNumber(text) else {
      return Problem(.badRequest, "The destination must be a telephone number in E.164 format").response
    }
    guard try await service.liftBlock(of: destination) else {
      return Problem(.notFound, "This destination is not blocked").response
    }
    return Response(status: .noContent)
  }
}
