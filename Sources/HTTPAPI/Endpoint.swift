// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTTPTypes

/// What can be asked for over HTTP: the route table.
enum Endpoint: Equatable {
  case sendOTP(application: String)
  case verifyOTP(application: String)
  case health
  case metrics
  case messages
  case message(id: String)
  case transports
  case loopbackMessages
  case blocks
  case block(destination: String)

  /// Finds the endpoint of a path as sent; nil when there is none. Segments are decoded after the path has been cut, so that
  /// an id may contain an encoded slash.
  init?(path: Substring) {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { Self.decoded($0) }
    switch segments.count {
    case 1 where segments[0] == "health": self = .health
    case 1 where segments[0] == "metrics": self = .metrics
    case 4 where segments[0] == "v1" && segments[1] == "apps":
      guard let application = segments[2], !application.isEmpty else { return nil }
      switch segments[3] {
      case "otp": self = .sendOTP(application: application)
      case "verify-otp": self = .verifyOTP(application: application)
      default: return nil
      }
    case 2... where segments[0] == "operator":
      self.init(operatorSegments: segments.dropFirst())
    default: return nil
    }
  }

  private init?(operatorSegments segments: ArraySlice<String?>) {
    switch (segments.first ?? nil, segments.count) {
    case ("messages", 1): self = .messages
    case ("transports", 1): self = .transports
    case ("blocks", 1): self = .blocks
    case ("loopback", 2) where segments.last == "messages": self = .loopbackMessages
    case ("messages", 2):
      guard let id = segments.last ?? nil else { return nil }
      self = .message(id: id)
    case ("blocks", 2):
      guard let destination = segments.last ?? nil else { return nil }
      self = .block(destination: destination)
    default: return nil
    }
  }

  /// The one method of the endpoint.
  var method: HTTPRequest.Method {
    switch self {
    case .sendOTP, .verifyOTP: .post
    case .health, .metrics, .messages, .message, .transports, .loopbackMessages, .blocks: .get
    case .block: .delete
    }
  }

  /// The name of the endpoint in metrics.
  var name: String {
    switch self {
    case .sendOTP: "send-otp"
    case .verifyOTP: "verify-otp"
    case .health: "health"
    case .metrics: "metrics"
    case .messages, .message: "messages"
    case .transports: "transports"
    case .loopbackMessages: "loopback-messages"
    case .blocks, .block: "blocks"
    }
  }

  static let names = ["send-otp", "verify-otp", "health", "metrics", "messages", "transports", "loopback-messages", "blocks", "none"]

  /// Whether the path belongs to operators, and so speaks problem documents.
  static func isOperator(path: Substring) -> Bool { path == "/operator" || path.hasPrefix("/operator/") }

  /// Nil when the percent-encoding is broken or does not hold UTF-8.
  private static func decoded(_ segment: Substring) -> String? {
    guard segment.utf8.contains(UInt8(ascii: "%")) else { return String(segment) }
    return String(segment).removingPercentEncoding
  }
}
