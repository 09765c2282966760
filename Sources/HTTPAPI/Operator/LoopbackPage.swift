// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import OTPCore

/// GET /operator/loopback/messages: the inbox of developers and test suites.
struct LoopbackPage: Encodable {
  struct Entry: Encodable {
    let messageId: String
    let transport: String
    let origination: String
    let destination: String
    let body: String
    let parts: Int
    let encoding: String
    let submittedAt: String
  }

  let messages: [Entry]

  static func response(_ query: Query, loopback: @Sendable (PhoneNumber?) -> [LoopbackEntry]) -> Response {
    do throws(Problem) {
      let entries = loopback(try query.destination()).prefix(try query.limit(otherwise: .max, max: .max))
      return .json(
        LoopbackPage(
          messages: entries.map { entry in
            let message = entry.message
            return Entry(
              messageId: message.id.description, transport: message.transport.rawValue, origination: message.origination,
              destination: message.destination.e164, body: entry.body, parts: message.parts, encoding: message.encoding,
              submittedAt: entry.submittedAt.iso8601)
          }))
    } catch {
      return error.response
    }
  }
}
