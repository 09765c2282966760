// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HTTPAPI

@Suite struct AuthorizationHeaderTests {
  private static let credential = "Credential=AKID/20260701/us-east-1/mobiletargeting/aws4_request"
  private static let signature = "Signature=" + String(repeating: "0a", count: 32)
  private static let signedHeaders = "SignedHeaders=content-type;host;x-amz-date"

  @Test(
    "blanks around commas and the order of the parameters do not count",
    arguments: [
      "AWS4-HMAC-SHA256 \(credential), \(signedHeaders), \(signature)", "AWS4-HMAC-SHA256 \(credential),\(signedHeaders),\(signature)",
      "  AWS4-HMAC-SHA256   \(credential)  ,\t\(signedHeaders) ,   \(signature)  ",
      "AWS4-HMAC-SHA256\t\(credential), \(signedHeaders),\(signature)",
      "AWS4-HMAC-SHA256 \(signature), \(credential), \(signedHeaders)", "AWS4-HMAC-SHA256 \(credential), \(signedHeaders), \(signature),",
    ])
  func spellings(_ value: String) throws {
    let header = try AuthorizationHeader(value)
    #expect(header.accessKeyID == "AKID")
    #expect(header.scopeDay == 20_260_701)
    #expect(header.region == "us-east-1")
    #expect(header.service == "mobiletargeting")
    #expect(header.signedHeaders == ["content-type", "host", "x-amz-date"])
    #expect(header.signature == [UInt8](repeating: 0x0A, count: 32))
  }

  @Test(
    "each way to be malformed has its error",
    arguments: [
      ("", .otherAlgorithm), ("AWS4-HMAC-SHA256", .otherAlgorithm), ("AWS4-HMAC-SHA256X \(credential)", .otherAlgorithm),
      ("aws4-hmac-sha256 \(credential), \(signedHeaders), \(signature)", .otherAlgorithm), ("Basic dXNlcjpwYXNz", .otherAlgorithm),
      ("AWS4-ECDSA-P256-SHA256 \(credential), \(signedHeaders), \(signature)", .otherAlgorithm),
      ("AWS4-HMAC-SHA256 \(signedHeaders), \(signature)", .missing(.credential)),
      ("AWS4-HMAC-SHA256 \(credential), \(signature)", .missing(.signedHeaders)),
      ("AWS4-HMAC-SHA256 \(credential), \(signedHeaders)", .missing(.signature)),
      ("AWS4-HMAC-SHA256 \(credential), \(credential), \(signedHeaders), \(signature)", .repeated(.credential)),
      ("AWS4-HMAC-SHA256 \(credential), \(signedHeaders), \(signature), Other=1", .unknownParameter),
      ("AWS4-HMAC-SHA256 \(credential), \(signedHeaders), \(signature), ,", .unknownParameter),
      ("AWS4-HMAC-SHA256 \(credential) \(signedHeaders) \(signature)", .missing(.signedHeaders)),
      ("AWS4-HMAC-SHA256 Credential=, \(signedHeaders), \(signature)", .credential),
      ("AWS4-HMAC-SHA256 Credential=AKID/20260701/us-east-1/mobiletargeting, \(signedHeaders), \(signature)", .credential),
      ("AWS4-HMAC-SHA256 Credential=A/B/20260701/us-east-1/mobiletargeting/aws4_request, \(signedHeaders), \(signature)", .credential),
      ("AWS4-HMAC-SHA256 Credential=AKID/20260701//mobiletargeting/aws4_request, \(signedHeaders), \(signature)", .credential),
      ("AWS4-HMAC-SHA256 Credential=AKID/2026-07-01/r/mobiletargeting/aws4_request, \(signedHeaders), \(signature)", .credential),
      ("AWS4-HMAC-SHA256 Credential=ÄKID/20260701/r/mobiletargeting/aws4_request, \(signedHeaders), \(signature)", .credential),
      ("AWS4-HMAC-SHA256 Credential=AKID/20260701/r/mobiletargeting/aws5_request, \(signedHeaders), \(signature)", .credential),
      ("AWS4-HMAC-SHA256 \(credential), SignedHeaders=, \(signature)", .signedHeaders),
      ("AWS4-HMAC-SHA256 \(credential), SignedHeaders=host;;x-amz-date, \(signature)", .signedHeaders),
      ("AWS4-HMAC-SHA256 \(credential), SignedHeaders=Host;x-amz-date, \(signature)", .signedHeaders),
      ("AWS4-HMAC-SHA256 \(credential), SignedHeaders=host x-amz-date, \(signature)", .signedHeaders),
      ("AWS4-HMAC-SHA256 \(credential), \(signedHeaders), Signature=", .signature),
      ("AWS4-HMAC-SHA256 \(credential), \(signedHeaders), Signature=" + String(repeating: "0A", count: 32), .signature),
      ("AWS4-HMAC-SHA256 \(credential), \(signedHeaders), Signature=" + String(repeating: "0", count: 63), .signature),
      ("AWS4-HMAC-SHA256 \(credential), \(signedHeaders), Signature=" + String(repeating: "g", count: 64), .signature),
    ] as [(String, AuthorizationHeader.Malformation)])
  func malformations(_ value: String, _ expected: AuthorizationHeader.Malformation) {
    #expect(throws: expected) { try AuthorizationHeader(value) }
  }

  @Test("the most signed headers, and one more") func manySignedHeaders() throws {
    let most = (0..<AuthorizationHeader.maximumSignedHeaders).map { "h\($0)" }.joined(separator: ";")
    #expect(
      try AuthorizationHeader("AWS4-HMAC-SHA256 \(Self.credential), SignedHeaders=\(most), \(Self.signature)").signedHeaders.count == 64)
    #expect(throws: AuthorizationHeader.Malformation.signedHeaders) {
      try AuthorizationHeader("AWS4-HMAC-SHA256 \(Self.credential), SignedHeaders=\(most);x, \(Self.signature)")
    }
  }

  @Test("the longest value, and one byte more") func longest() throws {
    let value = "AWS4-HMAC-SHA256 \(Self.credential), \(Self.signedHeaders), \(Self.signature)"
    let padding = String(repeating: " ", count: AuthorizationHeader.maximumLength - value.utf8.count)
    #expect(try AuthorizationHeader(value + padding).accessKeyID == "AKID")
    #expect(throws: AuthorizationHeader.Malformation.tooLong) { try AuthorizationHeader(value + padding + " ") }
  }
}
