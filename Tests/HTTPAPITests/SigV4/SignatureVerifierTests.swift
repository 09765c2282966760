// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import HTTPTypes
import Testing

@testable import HTTPAPI

@Suite struct SignatureVerifierTests {
  @Test("there are vectors to test with") func vectorsExist() {
    #expect(SignatureVector.botocore.count >= 70)
  }

  @Test("a request that botocore signed is accepted", arguments: SignatureVector.botocore.filter { !$0.isMeantToFail })
  func botocoreIsAccepted(_ vector: SignatureVector) throws {
    let id = try vector.verifier().verify(vector.head, body: vector.octets.span.bytes, now: vector.now)
    #expect(id == vector.accessKeyID)
  }

  @Test("the canonical request is the text that botocore hashed", arguments: SignatureVector.botocore.filter { !$0.isMeantToFail })
  func canonicalRequest(_ vector: SignatureVector) throws {
    let request = try CanonicalRequest(
      vector.head, signedHeaders: vector.authorization().signedHeaders, payloadHash: SHA256.hash(data: vector.octets))
    #expect(String(decoding: request.bytes, as: UTF8.self) == vector.canonicalRequest)
  }

  @Test("the examples that AWS publishes are accepted") func awsExamples() throws {
    struct Example: Decodable {
      let name, service, method, target, signedHeaders, signature: String
      let headers: [[String]]
      let body: Data
    }
    struct File: Decodable {
      let accessKeyID, secret, region: String
      let now: Date
      let vectors: [Example]
    }
    let file = try SignatureVector.load("aws-examples.json", as: File.self)
    #expect(file.vectors.count == 21)
    for example in file.vectors {
      let credential = "\(file.accessKeyID)/20150830/\(file.region)/\(example.service)/aws4_request"
      let authorization =
        "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=\(example.signedHeaders), Signature=\(example.signature)"
      let head = SignedRequestHead(
        method: example.method, target: example.target,
        headers: example.headers.map { ($0[0], $0[1]) } + [("Authorization", authorization)])
      let key = AccessKey(id: file.accessKeyID, secret: SecretAccessKey(file.secret))
      let verifier = SignatureVerifier(accessKeys: [key], service: example.service)
      #expect(verifier.fault(head, [UInt8](example.body), now: file.now) == nil, "\(example.name)")
    }
  }

  @Test("a head of HTTPTypes, with the host in the authority, is accepted") func requestOfHTTPTypes() throws {
    let vector = try #require(SignatureVector.named("session token"))
    var request = HTTPRequest(
      method: .post, scheme: "http", authority: vector.head.value("host")?.trimmingCharacters(in: .whitespaces), path: vector.target)
    for (name, value) in vector.head.headers where name.lowercased() != "host" {
      request.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
    }
    #expect(vector.verifier().fault(SignedRequestHead(request), vector.octets, now: vector.now) == nil)
  }

  @Test("five minutes either way are allowed, a second more is not", arguments: [-301, -300, 300, 301])
  func window(_ offset: Int) throws {
    let vector = try #require(SignatureVector.named("SendOTPMessage"))
    let fault = vector.verifier().fault(vector.head, vector.octets, now: vector.now.addingTimeInterval(Double(offset)))
    if abs(offset) == 300 {
      #expect(fault == nil)
    } else {
      let signed = RequestTimestamp(secondsSinceEpoch: vector.now.timeIntervalSince1970)
      let now = RequestTimestamp(secondsSinceEpoch: vector.now.timeIntervalSince1970 + Double(offset))
      #expect(fault == .dateOutsideWindow(signed, now: now))
    }
  }

  @Test("a request dated the day before is right within the window") func midnight() throws {
    let vector = try #require(SignatureVector.named("just before midnight"))
    #expect(vector.verifier().fault(vector.head, vector.octets, now: vector.now.addingTimeInterval(120)) == nil)
  }

  @Test("a clock that is no time at all accepts nothing", arguments: [Double.nan, .infinity, -.infinity])
  func noClock(_ time: Double) throws {
    let vector = try #require(SignatureVector.named("SendOTPMessage"))
    #expect(vector.verifier().fault(vector.head, vector.octets, now: Date(timeIntervalSince1970: time)) != nil)
  }

  @Test("of several keys the one named counts, and each region has its own") func manyKeys() throws {
    let first = try #require(SignatureVector.named("SendOTPMessage"))
    let region = try #require(SignatureVector.named("another region"))
    let keys = (0..<50).map { AccessKey(id: "AKID\($0)", secret: SecretAccessKey("other \($0)")) }
    let verifier = SignatureVerifier(accessKeys: keys + [AccessKey(id: first.accessKeyID, secret: SecretAccessKey(first.secret))])
    for vector in [first, region, first, region] {
      #expect(verifier.fault(vector.head, vector.octets, now: vector.now) == nil)
    }
  }

  @Test("verifications side by side all come out right") func concurrent() async throws {
    let vectors = SignatureVector.botocore.filter { !$0.isMeantToFail && $0.now == SignatureVector.botocore[0].now && $0.note == "" }
    let verifier = try #require(vectors.first).verifier()
    let accepted = await withTaskGroup { group in
      for task in 0..<200 {
        let vector = vectors[task % vectors.count]
        group.addTask { verifier.fault(vector.head, vector.octets, now: vector.now) == nil }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(accepted == 200)
  }
}
