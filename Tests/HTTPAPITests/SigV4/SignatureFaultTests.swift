// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import HTTPAPI

@Suite struct SignatureFaultTests {
  let vector: SignatureVector
  let head: SignedRequestHead
  let authorization: String

  init() throws {
    vector = try #require(SignatureVector.named("SendOTPMessage"))
    head = vector.head
    authorization = try #require(head.value("authorization"))
  }

  private func fault(_ head: SignedRequestHead) -> SignatureFault.Reason? {
    vector.verifier().fault(head, vector.octets, now: vector.now)
  }

  private func faultOfAuthorization(replacing part: String, with other: String) -> SignatureFault.Reason? {
    fault(head.replacing("authorization", with: [authorization.replacingOccurrences(of: part, with: other)]))
  }

  @Test("no Authorization") func missing() {
    #expect(fault(head.replacing("authorization", with: [])) == .authorizationMissing)
  }

  @Test("two Authorization headers") func repeated() {
    #expect(fault(head.replacing("authorization", with: [authorization, authorization])) == .authorizationRepeated)
  }

  @Test("an Authorization of another kind") func otherKind() {
    #expect(fault(head.replacing("authorization", with: ["Bearer abc"])) == .authorizationMalformed(.otherAlgorithm))
  }

  @Test("another service") func service() throws {
    let vector = try #require(SignatureVector.named("another service"))
    #expect(vector.verifier().fault(vector.head, vector.octets, now: vector.now) == .serviceMismatch("sns", expected: "mobiletargeting"))
    #expect(vector.verifier(service: "sns").fault(vector.head, vector.octets, now: vector.now) == nil)
  }

  @Test("another region than the one signed for") func region() {
    #expect(faultOfAuthorization(replacing: "us-east-1", with: "us-east-2") == .signatureMismatch)
  }

  @Test("host not signed") func hostNotSigned() {
    #expect(faultOfAuthorization(replacing: ";host;", with: ";") == .headerNotSigned("host"))
  }

  @Test("x-amz-date not signed") func dateNotSigned() {
    #expect(faultOfAuthorization(replacing: ";x-amz-date", with: "") == .headerNotSigned("x-amz-date"))
  }

  @Test("date not signed where it stands in for x-amz-date") func plainDateNotSigned() throws {
    let vector = try #require(SignatureVector.named("date header alone"))
    let value = try #require(vector.head.value("authorization")).replacingOccurrences(of: "date;host", with: "host")
    let fault = vector.verifier().fault(vector.head.replacing("authorization", with: [value]), vector.octets, now: vector.now)
    #expect(fault == .headerNotSigned("date"))
  }

  @Test("x-amz-date goes before date") func amazonDateFirst() {
    #expect(fault(head.replacing("date", with: ["Thu, 01 Jan 1970 00:00:00 GMT"])) == nil)
  }

  @Test("a signed header that is not there") func headerMissing() {
    #expect(fault(head.replacing("content-type", with: [])) == .signedHeaderMissing("content-type"))
  }

  @Test("no date at all") func noDate() {
    #expect(fault(head.replacing("x-amz-date", with: [])) == .dateMissing)
  }

  @Test(
    "a date that is none",
    arguments: ["", "now", "2026-07-01T12:00:00Z", "20260701T120000", "20260230T120000Z", "Wed, 01 Jul 2026 12:00:00 GMT"])
  func malformedDate(_ value: String) {
    #expect(fault(head.replacing("x-amz-date", with: [value])) == .dateMalformed(header: "x-amz-date"))
  }

  @Test("two dates") func twoDates() {
    let value = "20260701T120000Z"
    #expect(fault(head.replacing("x-amz-date", with: [value, value])) == .dateMalformed(header: "x-amz-date"))
  }

  @Test("a scope of another day") func scopeDay() {
    let timestamp = RequestTimestamp(secondsSinceEpoch: vector.now.timeIntervalSince1970)
    #expect(
      faultOfAuthorization(replacing: "/20260701/", with: "/20260702/") == .scopeDayMismatch(20_260_702, request: timestamp))
  }

  @Test("markers in place of the body's hash", arguments: ["unsigned payload", "streaming payload"])
  func unsignedPayload(_ name: String) throws {
    let vector = try #require(SignatureVector.named(name))
    #expect(vector.verifier().fault(vector.head, vector.octets, now: vector.now) == .payloadUnsigned)
  }

  @Test("a hash of another body, signed or not") func payloadHash() throws {
    let signed = try #require(SignatureVector.named("a body hash of another body"))
    #expect(signed.verifier().fault(signed.head, signed.octets, now: signed.now) == .payloadHashMismatch)
    let other = String(repeating: "0", count: 64)
    #expect(fault(head.replacing("x-amz-content-sha256", with: [other])) == .payloadHashMismatch)
  }

  @Test("an access key that is not known, whatever its signature") func unknownKey() {
    let verifier = SignatureVerifier(accessKeys: [AccessKey(id: "AKIDOTHER", secret: SecretAccessKey(vector.secret))])
    #expect(verifier.fault(head, vector.octets, now: vector.now) == .accessKeyUnknown("AKIDEXAMPLE"))
  }

  @Test("another secret") func otherSecret() {
    let verifier = SignatureVerifier(accessKeys: [AccessKey(id: vector.accessKeyID, secret: SecretAccessKey(vector.secret + "x"))])
    #expect(verifier.fault(head, vector.octets, now: vector.now) == .signatureMismatch)
  }

  @Test("every message says what to do and no message tells a secret") func messages() throws {
    let timestamp = RequestTimestamp(secondsSinceEpoch: 1_782_907_200)
    let later = RequestTimestamp(secondsSinceEpoch: 1_782_908_000)
    let reasons: [SignatureFault.Reason] = [
      .authorizationMissing, .authorizationRepeated, .authorizationMalformed(.credential),
      .serviceMismatch("sns", expected: "mobiletargeting"),
      .headerNotSigned("host"), .signedHeaderMissing("x-note"), .dateMissing, .dateMalformed(header: "date"),
      .dateMalformed(header: "x-amz-date"), .dateOutsideWindow(timestamp, now: later), .scopeDayMismatch(101, request: timestamp),
      .payloadUnsigned, .payloadHashMismatch, .accessKeyUnknown("AKID"), .signatureMismatch,
    ]
    let messages = reasons.map { SignatureFault($0).message }
    #expect(Set(messages).count == reasons.count)
    #expect(Set(reasons.map { SignatureFault($0).label }).count == reasons.count - 1, "both malformed dates share a label")
    #expect(messages.allSatisfy { $0.hasSuffix(".") && !$0.contains("Optional") && !$0.contains("Reason") })
    #expect(messages[9].contains("20260701T120000Z") && messages[9].contains("20260701T121320Z"))
    #expect(messages[10].contains("'") == false && messages[10].contains("00000101"))
  }

  @Test("a mismatch does not tell the signature that was expected") func noSignature() throws {
    let genuine = try #require(authorization.components(separatedBy: "Signature=").last)
    let forged = head.replacing(
      "authorization", with: [authorization.replacingOccurrences(of: genuine, with: String(repeating: "0", count: 64))])
    do throws(SignatureFault) {
      _ = try vector.verifier().verify(forged, body: vector.octets.span.bytes, now: vector.now)
      Issue.record("a forged signature was accepted")
    } catch {
      #expect(error.reason == .signatureMismatch)
      for text in ["\(error)", error.message, String(reflecting: error), dumped(error)] {
        #expect(!text.contains(genuine) && !text.contains(vector.secret))
      }
    }
  }

  @Test("a secret prints as a mask, however it is printed") func mask() {
    let secret = SecretAccessKey("wJalrXUtnFEMI")
    let key = AccessKey(id: "AKID", secret: secret)
    for text in ["\(secret)", String(reflecting: secret), dumped(secret), "\(key)", String(reflecting: key), dumped(key), dumped([key])] {
      #expect(!text.contains("wJalr"), "\(text)")
    }
    #expect("\(secret)" == "********")
  }

  private func dumped(_ value: Any) -> String {
    var text = ""
    dump(value, to: &text)
    return text
  }
}
