// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Hummingbird
internal import OTPCore

/// GET /operator/messages and /operator/messages/{id}: where is my code?
enum MessagesPage {
  static let limitOtherwise = 50
  static let limitMax = 1000

  private struct Entry: Encodable {
    struct Step: Encodable {
      let state: String
      let at: String
      let transport: String
      let remoteIds: [String]?
      let reason: String?
      let error: String?
    }

    let messageId: String
    let application: String
    let destination: String
    let origination: String
    let country: String?
    let transport: String
    let state: String
    let encoding: String
    let parts: Int
    let remoteIds: [String]
    let possibleDuplicate: Bool
    let reason: String?
    let error: String?
    let createdAt: String
    let updatedAt: String
    let expiresAt: String
    let timeline: [Step]

    init(_ record: MessageRecord) {
      let message = record.message
      messageId = message.id.description
      application = message.application
      destination = message.destination.e164
      origination = message.origination
      country = message.country?.rawValue
      transport = message.transport.rawValue
      state = record.state.name
      encoding = message.encoding
      parts = message.parts
      remoteIds = record.timeline.last { $0.state == .submitted }?.remoteIDs.map(\.rawValue) ?? []
      possibleDuplicate = message.possibleDuplicate
      reason = record.timeline.last?.reason
      error = record.timeline.last?.error
      createdAt = message.createdAt.iso8601
      updatedAt = (record.timeline.last?.at ?? message.createdAt).iso8601
      expiresAt = message.expiresAt.iso8601
      timeline = record.timeline.map {
        Step(
          state: $0.state.name, at: $0.at.iso8601, transport: $0.transport.rawValue,
          remoteIds: $0.remoteIDs.isEmpty ? nil : $0.remoteIDs.map(\.rawValue), reason: $0.reason, error: $0.error)
      }
    }
  }

  private struct Page: Encodable {
    let messages: [Entry]
    let next: Nullable<String>
  }

  static func one(_ text: String, service: OperatorService) async throws(StoreError) -> Response {
    guard let id = MessageID(text), let record = try await service.message(id) else {
      return Problem(.notFound, "There is no message of this id; messages are kept for three days").response
    }
    return .json(Entry(record))
  }

  static func list(_ query: Query, service: OperatorService) async throws(StoreError) -> Response {
    let request: (filter: MessageFilter, limit: Int, after: MessageID?)
    do throws(Problem) {
      request = try read(query)
    } catch {
      return error.response
    }
    let records = try await service.messages(matching: request.filter, limit: request.limit + 1, after: request.after)
    let page = records.prefix(request.limit)
    return .json(
      Page(messages: page.map(Entry.init), next: Nullable(records.count > request.limit ? page.last?.message.id.description : nil)))
  }

  private static func read(_ query: Query) throws(Problem) -> (filter: MessageFilter, limit: Int, after: MessageID?) {
    let destination = try query.destination()
    var state: MessageState?
    if let name = query["state"] {
      state = MessageState(name: name)
      guard state != nil else {
        throw Problem(.badRequest, "state must be one of \(MessageState.allCases.map(\.name).joined(separator: ", "))")
      }
    }
    var after: MessageID?
    if let token = query["after"] {
      after = MessageID(token)
      guard after != nil else { throw Problem(.badRequest, "after must be the next token of an earlier page") }
    }
    return (MessageFilter(destination: destination, state: state), try query.limit(otherwise: limitOtherwise, max: limitMax), after)
  }
}

extension Query {
  /// The number of `destination`, if one is given. A bare '+' in a query stands for a blank by the rules of HTML forms,
  /// and as people type it here it stands for itself.
  func destination() throws(Problem) -> PhoneNumber? {
    guard let text = self["destination"] else { return nil }
    guard let number = PhoneNumber(text.trimmingCharacters(in: .whitespaces)) else {
      throw Problem(.badRequest, "destination must be a telephone number in E.164 format")
    }
    return number
  }

  func limit(otherwise: Int, max: Int) throws(Problem) -> Int {
    guard let text = self["limit"] else { return otherwise }
    guard let limit = Int(text), (1...max).contains(limit) else { throw Problem(.badRequest, "limit must be from 1 to \(max)") }
    return limit
  }
}
