// SPDX-License-Identifier: Apache-2.0

internal import AsyncHTTPClient
internal import Foundation
internal import HTTPAPI
internal import NIOCore
internal import NIOFoundationCompat
internal import NIOHTTP1

/// The user's side of the demo: what an application, the phone and an operator do, over HTTP alone.
struct DemoScript {
  let credentials: EmbeddedDefault.Credentials

  private static let destination = "+14255550142"
  private static let reference = "demo-login-1"

  func play(against url: String) async throws {
    let start = ContinuousClock.now
    Console.say("gateway    listening on \(url) (SQLite in a temporary directory, loopback transport)")
    let sent: SendAnswer = try await call(
      "otp", at: url,
      [
        "Channel": "SMS", "BrandName": "Countersign", "OriginationIdentity": "+18555550142", "DestinationIdentity": Self.destination,
        "ReferenceId": Self.reference,
      ])
    guard let result = sent.results[Self.destination], let id = result.message, result.status == "SUCCESSFUL" else {
      throw CommandFault("the send was not accepted: \(sent.results[Self.destination]?.words ?? "no result")")
    }
    Console.say("send       SendOTPMessage to \(Self.destination)  ->  \(result.status), message \(id)")
    let message = try await delivered(id, at: url)
    Console.say("timeline   \(Self.words(message.timeline))")
    let inbox: Inbox = try await operate("loopback/messages?destination=%2B\(Self.destination.dropFirst())", at: url)
    guard let body = inbox.messages.first?.body, let code = body.split(separator: " ").first(where: { $0.count == 6 && Int($0) != nil })
    else {
      throw CommandFault("the loopback inbox does not hold the message")
    }
    Console.say("phone      \"\(body)\"")
    let wrong = String(code.reversed()) == code ? "000000" : String(code.reversed())
    for (typed, expected, remark) in [
      (wrong, false, "a wrong code"), (String(code), true, "the right one"),
      (String(code), false, "the right one again: a code verifies once"),
    ] {
      let verdict: VerifyAnswer = try await call(
        "verify-otp", at: url, ["DestinationIdentity": Self.destination, "Otp": typed, "ReferenceId": Self.reference])
      guard verdict.isValid == expected else { throw CommandFault("VerifyOTPMessage with \(remark) answered Valid: \(verdict.isValid)") }
      Console.say("verify     VerifyOTPMessage \(typed)  ->  Valid: \(verdict.isValid)  (\(remark))")
    }
    Console.say("done       in \((ContinuousClock.now - start).formatted(.units(allowed: [.milliseconds], width: .narrow)))")
  }

  /// The message's page, once its timeline has come to an end.
  private func delivered(_ id: String, at url: String) async throws -> MessageAnswer {
    for _ in 0..<500 {
      let message: MessageAnswer = try await operate("messages/\(id)", at: url)
      if message.state == "delivered" { return message }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw CommandFault("the message was not delivered within 5 seconds")
  }

  private static func words(_ timeline: [MessageAnswer.Step]) -> String {
    guard let first = timeline.first else { return "empty" }
    return timeline.map { step in "\(step.state) +\(Int((step.at.timeIntervalSince(first.at) * 1000).rounded())) ms" }.joined(
      separator: ", ")
  }

  private func call<Answer: Decodable>(_ operation: String, at url: String, _ fields: [String: String]) async throws -> Answer {
    let path = "/v1/apps/\(credentials.applicationID)/\(operation)"
    let body = try JSONEncoder().encode(fields)
    let key = AccessKey(id: credentials.accessKeyID, secret: SecretAccessKey(credentials.secretAccessKey))
    let host = url.replacingOccurrences(of: "http://", with: "")
    var request = HTTPClientRequest(url: url + path)
    request.method = .POST
    request.body = .bytes(ByteBuffer(bytes: body))
    for header in RequestSigner(accessKey: key).headers(method: "POST", target: path, host: host, body: body, now: Date()) {
      request.headers.replaceOrAdd(name: header.name, value: header.value)
    }
    return try await answer(to: request)
  }

  private func operate<Answer: Decodable>(_ page: String, at url: String) async throws -> Answer {
    var request = HTTPClientRequest(url: "\(url)/operator/\(page)")
    request.headers.add(name: "Authorization", value: "Bearer \(credentials.operatorToken)")
    return try await answer(to: request)
  }

  private func answer<Answer: Decodable>(to request: HTTPClientRequest) async throws -> Answer {
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
    let body = try await response.body.collect(upTo: 1024 * 1024)
    guard response.status == .ok else {
      throw CommandFault("\(request.method) \(request.url) answered \(response.status.code): \(String(buffer: body))")
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let text = try decoder.singleValueContainer().decode(String.self)
      return try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
    return try decoder.decode(Answer.self, from: Data(buffer: body))
  }
}

/// SendOTPMessage's answer, as far as the demo reads it; the others likewise.
private struct SendAnswer: Decodable {
  struct Outcome: Decodable {
    enum CodingKeys: String, CodingKey {
      case status = "DeliveryStatus"
      case words = "StatusMessage"
      case message = "MessageId"
    }

    let status: String
    let words: String?
    let message: String?
  }

  enum CodingKeys: String, CodingKey {
    case results = "Result"
  }

  let results: [String: Outcome]
}

private struct VerifyAnswer: Decodable {
  enum CodingKeys: String, CodingKey {
    case isValid = "Valid"
  }

  let isValid: Bool
}

private struct MessageAnswer: Decodable {
  struct Step: Decodable {
    let state: String
    let at: Date
  }

  let state: String
  let timeline: [Step]
}

private struct Inbox: Decodable {
  struct Entry: Decodable {
    let body: String
  }

  let messages: [Entry]
}
