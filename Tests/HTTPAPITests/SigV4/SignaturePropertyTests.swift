// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import HTTPAPI

@Suite struct SignaturePropertyTests {
  private static let vectors = [
    "SendOTPMessage", "session token", "application id in other scripts", "query unsorted", "query with a key only",
    "content type and body hash", "date header alone", "method GET",
  ].compactMap(SignatureVector.named)

  @Test("changing any one bit of the method, the target, a signed header or the body is refused", arguments: vectors)
  func oneBit(_ vector: SignatureVector) throws {
    let verifier = vector.verifier()
    let signed = try vector.authorization().signedHeaders
    #expect(verifier.fault(vector.head, vector.octets, now: vector.now) == nil)
    for method in Self.flips(of: vector.method) {
      var head = vector.head
      head.method = method
      #expect(verifier.fault(head, vector.octets, now: vector.now) != nil, "\(method)")
    }
    for target in Self.flips(of: vector.target) {
      var head = vector.head
      head.target = target
      #expect(verifier.fault(head, vector.octets, now: vector.now) != nil, "\(target)")
    }
    for (index, header) in vector.head.headers.enumerated() where signed.contains(header.name.lowercased()) {
      // The blank behind the colon is no part of the value.
      for value in Self.flips(of: String(header.value.dropFirst())) {
        var head = vector.head
        head.headers[index].value = value
        #expect(verifier.fault(head, vector.octets, now: vector.now) != nil, "\(header.name): \(value)")
      }
    }
    for bit in 0..<vector.octets.count * 8 {
      var body = vector.octets
      body[bit / 8] ^= 1 << (bit % 8)
      #expect(verifier.fault(vector.head, body, now: vector.now) != nil, "bit \(bit) of the body")
    }
  }

  @Test("changing any one bit of the Authorization is refused", arguments: vectors)
  func oneBitOfAuthorization(_ vector: SignatureVector) throws {
    let verifier = vector.verifier()
    let value = try #require(vector.head.value("authorization"))
    for flipped in Self.flips(of: String(value.dropFirst())) {
      let head = vector.head.replacing("authorization", with: [flipped])
      #expect(verifier.fault(head, vector.octets, now: vector.now) != nil, "\(flipped)")
    }
  }

  @Test("a body that is longer or shorter is refused") func lengths() throws {
    let vector = try #require(SignatureVector.named("SendOTPMessage"))
    for body in [[], Array(vector.octets.dropLast()), vector.octets + [0], vector.octets + vector.octets] {
      #expect(vector.verifier().fault(vector.head, body, now: vector.now) == .signatureMismatch)
    }
  }

  @Test("any bytes as Authorization are a value or a typed error") func anyAuthorization() throws {
    let vector = try #require(SignatureVector.named("SendOTPMessage"))
    let valid = Array(try #require(vector.head.value("authorization")).utf8)
    let verifier = vector.verifier()
    var random = SplitMix64(state: 1)
    for round in 0..<20_000 {
      let bytes = round % 2 == 0 ? random.bytes(upTo: 300) : random.mutated(valid)
      let text = String(decoding: bytes, as: UTF8.self)
      let fault = verifier.fault(vector.head.replacing("authorization", with: [text]), vector.octets, now: vector.now)
      if fault == nil {
        // Blanks may have come to stand where blanks may stand; what is read is the same.
        #expect(try AuthorizationHeader(text) == vector.authorization())
      }
    }
  }

  @Test("any bytes as method, target and headers are refused without a trap") func anyHead() throws {
    let vector = try #require(SignatureVector.named("SendOTPMessage"))
    let verifier = vector.verifier()
    var random = SplitMix64(state: 2)
    for _ in 0..<5_000 {
      var head = vector.head
      head.method = String(decoding: random.bytes(upTo: 8), as: UTF8.self)
      head.target = String(decoding: random.path(upTo: 60), as: UTF8.self)
      for index in head.headers.indices where random.next() % 3 == 0 && head.headers[index].name != "Authorization" {
        head.headers[index].value = String(decoding: random.bytes(upTo: 40), as: UTF8.self)
      }
      #expect(verifier.fault(head, random.bytes(upTo: 40), now: vector.now) != nil)
    }
  }

  /// The text with each of its bits turned over, one at a time.
  private static func flips(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    return (0..<bytes.count * 8).map { bit in
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      return String(decoding: flipped, as: UTF8.self)
    }
  }
}

/// A generator that gives the same bytes in every run.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func bytes(upTo limit: Int) -> [UInt8] {
    (0..<Int.random(in: 0...limit, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
  }

  /// Bytes in which what steers a path and a query comes often.
  mutating func path(upTo limit: Int) -> [UInt8] {
    let often = Array("/..?&=%".utf8)
    return (0..<Int.random(in: 0...limit, using: &self)).map { _ in
      Bool.random(using: &self) ? often[Int.random(in: 0..<often.count, using: &self)] : UInt8.random(in: 0...255, using: &self)
    }
  }

  /// The bytes with a few of them changed, removed or doubled.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &self)
      switch next() % 4 {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &self)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(bytes[index], at: index)
      default: bytes.removeSubrange(index...)
      }
    }
    return bytes
  }
}
