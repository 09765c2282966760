// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import HTTPAPI

/// A request signed by another implementation (Tests/Vectors/sigv4: botocore.json, by generate.py).
struct SignatureVector: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let note: String
  let accessKeyID: String
  let secret: String
  let service: String
  let now: Date
  let method: String
  let target: String
  let headers: [[String]]
  let body: Data
  let canonicalRequest: String

  var testDescription: String { name }

  /// The request as it was on the wire.
  var head: SignedRequestHead {
    SignedRequestHead(method: method, target: target, headers: headers.map { ($0[0], $0[1]) })
  }
  var octets: [UInt8] { [UInt8](body) }
  var isMeantToFail: Bool { note.hasPrefix("fault") }

  func verifier(service: String = SignatureVerifier.pinpointService) -> SignatureVerifier {
    SignatureVerifier(accessKeys: [AccessKey(id: accessKeyID, secret: SecretAccessKey(secret))], service: service)
  }

  func authorization() throws(AuthorizationHeader.Malformation) -> AuthorizationHeader {
    try AuthorizationHeader(headers.first { $0[0] == "Authorization" }?[1] ?? "")
  }

  /// Every request recorded from botocore.
  static let botocore: [SignatureVector] = {
    struct File: Decodable { let vectors: [SignatureVector] }
    return (try? load("botocore.json", as: File.self))?.vectors ?? []
  }()

  static func load<Content: Decodable>(_ file: String, as type: Content.Type) throws -> Content {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Vectors/sigv4")
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(type, from: Data(contentsOf: folder.appending(path: file)))
  }

  static func named(_ name: String) -> SignatureVector? { botocore.first { $0.name == name } }
}

extension SignedRequestHead {
  /// The values of a header, replaced; an empty list removes it.
  func replacing(_ name: String, with values: [String]) -> SignedRequestHead {
    var head = self
    head.headers.removeAll { $0.name.lowercased() == name }
    head.headers += values.map { (name, $0) }
    return head
  }

  func value(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
}

extension SignatureVerifier {
  /// What a request is refused for; nil when it is accepted.
  func fault(_ head: SignedRequestHead, _ body: [UInt8], now: Date) -> SignatureFault.Reason? {
    do throws(SignatureFault) {
      _ = try verify(head, body: body.span.bytes, now: now)
      return nil
    } catch {
      return error.reason
    }
  }
}
