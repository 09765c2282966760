// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import OTPCore

extension Response {
  private static let jsonEncoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
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

extension Timestamp {
  /// ISO 8601 in UTC with exactly three decimals of the second; `Date`'s floating point can come out a millisecond early.
  var iso8601: String {
    let seconds = (milliseconds - (milliseconds % 1000 + 1000) % 1000) / 1000
    let rest = String(milliseconds - seconds * 1000)
    let text = Timestamp(milliseconds: seconds * 1000).date.formatted(.iso8601)
    return text.dropLast() + "." + String(repeating: "0", count: 3 - rest.utf8.count) + rest + "Z"
  }
}
