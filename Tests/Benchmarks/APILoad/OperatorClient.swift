// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Glibc

/// Reads the operator endpoints of the server under test, while no clock runs.
struct OperatorClient {
  private struct Page: Decodable {
    struct Message: Decodable {
      var destination: String?
      var body: String?
    }
    var messages: [Message]
    var next: String?
  }

  let address: Address
  let token: String

  /// Waits until no message is on its way any more.
  ///
  /// - Returns: how long that took, in seconds.
  func waitUntilSettled(timeLimit: Double) throws -> Double {
    let start = Clock.now()
    var connection = try LoadConnection(to: address)
    defer { connection.disconnect() }
    for state in ["queued", "submitting", "submitted"] {
      while try !get("/operator/messages?state=\(state)&limit=1", over: &connection).messages.isEmpty {
        guard Clock.seconds(since: start) < timeLimit else {
          throw LoadFailure("messages are still in state \(state) after \(timeLimit) s")
        }
        usleep(10_000)
      }
    }
    return Clock.seconds(since: start)
  }

  /// The codes of the messages that a loopback transport delivered, in the order of the series.
  ///
  /// The newest messages are read by page first; what is not among them is asked for by destination.
  func codes(of series: OTPSeries) throws -> [String] {
    var connection = try LoadConnection(to: address)
    defer { connection.disconnect() }
    var codes: [String: String] = [:]
    var path: String? = "/operator/loopback/messages?limit=\(series.count)"
    for _ in 0..<1000 where codes.count < series.count {
      guard let current = path else { break }
      let page = try get(current, over: &connection)
      for message in page.messages {
        if let destination = message.destination, codes[destination] == nil {
          codes[destination] = message.body.flatMap(Self.code)
        }
      }
      path = page.next.map { "/operator/loopback/messages?limit=\(series.count)&after=\($0)" }
    }
    return try (0..<series.count).map { index in
      let destination = series.destination(index)
      if let code = codes[destination] {
        return code
      }
      let page = try get("/operator/loopback/messages?destination=%2B\(destination.dropFirst())", over: &connection)
      guard let code = page.messages.first?.body.flatMap(Self.code) else {
        throw LoadFailure("the loopback inbox has no code for \(destination)")
      }
      return code
    }
  }

  /// The first five to eight digits in a row of a message.
  private static func code(in body: String) -> String? {
    body.split { !$0.isASCII || !$0.isNumber }.first { (5...8).contains($0.count) }.map(String.init)
  }

  private func get(_ path: String, over connection: inout LoadConnection) throws -> Page {
    let request = "GET \(path) HTTP/1.1\r\nHost: \(address)\r\nAuthorization: Bearer \(token)\r\nAccept: application/json\r\n\r\n"
    let (status, body) = try exchange(Array(request.utf8), over: &connection)
    guard status == 200 else {
      throw LoadFailure("GET \(path) answers \(status): \(String(decoding: body.prefix(200), as: UTF8.self))")
    }
    do {
      return try JSONDecoder().decode(Page.self, from: Data(body))
    } catch {
      throw LoadFailure("GET \(path) answers something else than a list of messages")
    }
  }

  private func exchange(_ request: [UInt8], over connection: inout LoadConnection) throws -> (status: Int, body: [UInt8]) {
    guard request.withUnsafeBytes({ connection.start(0, range: 0..<request.count, of: $0) }), !connection.hasUnwritten else {
      throw LoadFailure("cannot write a request to \(address)")
    }
    while true {
      var descriptor = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 30_000) > 0 else { throw LoadFailure("no answer from \(address) for 30 s") }
      switch try connection.receive() {
      case .incomplete: continue
      case .closed(let reason): throw LoadFailure(reason)
      case .response(let head):
        defer { connection.finish() }
        return (head.status, connection.withResponse { Array($0[head.bodyStart..<head.end]) })
      }
    }
  }
}
