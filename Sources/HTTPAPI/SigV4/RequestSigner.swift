// SPDX-License-Identifier: Apache-2.0

internal import Crypto
package import Foundation

/// Signs requests as an AWS SDK does, for the gateway's own clients: `countersign demo`, tests and benchmarks.
package struct RequestSigner: Sendable {
  private let accessKey: AccessKey
  private let region: String
  private let service: String

  package init(accessKey: AccessKey, region: String = "us-east-1", service: String = SignatureVerifier.pinpointService) {
    self.accessKey = accessKey
    self.region = region
    self.service = service
  }

  /// The headers to send with a request, `host` and the signature among them.
  package func headers(method: String, target: String, host: String, body: Data, now: Date) -> [(name: String, value: String)] {
    let timestamp = RequestTimestamp(secondsSinceEpoch: now.timeIntervalSince1970)
    var date: [UInt8] = []
    date.append(timestamp: timestamp)
    let headers = [("content-type", "application/json"), ("host", host), ("x-amz-date", String(decoding: date, as: UTF8.self))]
    let head = SignedRequestHead(method: method, target: target, headers: headers)
    let payloadHash = SHA256.hash(data: body)
    // Every header that is named stands in the head, so this cannot fail.
    guard let request = try? CanonicalRequest(head, signedHeaders: headers.map(\.0), payloadHash: payloadHash) else { return headers }
    let scope = "\(String(decoding: date.prefix(8), as: UTF8.self))/\(region)/\(service)/aws4_request"
    let text = "AWS4-HMAC-SHA256\n\(headers[2].1)\n\(scope)\n\(Self.hexadecimal(SHA256.hash(data: request.bytes)))"
    let keys = SigningKeys(secret: accessKey.secret, service: service)
    var authenticator = keys.authenticator(day: timestamp.day, region: region).authenticator
    authenticator.update(data: Data(text.utf8))
    let signature = Self.hexadecimal(authenticator.finalize())
    let names = headers.map(\.0).joined(separator: ";")
    let authorization = "AWS4-HMAC-SHA256 Credential=\(accessKey.id)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
    return headers + [("authorization", authorization)]
  }

  private static func hexadecimal(_ octets: some ContiguousBytes) -> String {
    var text: [UInt8] = []
    octets.withUnsafeBytes { text.append(hexadecimalOf: $0) }
    return String(decoding: text, as: UTF8.self)
  }
}
