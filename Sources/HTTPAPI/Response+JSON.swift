// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Response {
  private static let jsonEncoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
    return encoder
  }()

  /// A response with `body` as JSON. What we encode are plain structs of strings and numbers, which cannot fail to encode.
  static func json(_ body: some Encodable, status: HTTPResponse.Status = .ok, contentType: String = "application/json") -> Response {
    guard let octets = try? jsonEncoder.encode(body) else { return Response(status: .internalServerError) }
    return Response(
      status: status, headers: [.contentType: contentType], body: ResponseBody(byteBuffer: ByteBuffer(bytes: octets)))
  }
}

/// A member that is there even when it has no value: null then.
struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
  private let value: Value?

  init(_ value: Value?) {
    self.value = value
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}
