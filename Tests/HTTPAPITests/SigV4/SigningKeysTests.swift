// SPDX-License-Identifier: Apache-2.0

import Crypto
import Testing

@testable import HTTPAPI

@Suite struct SigningKeysTests {
  private let keys = SigningKeys(secret: SecretAccessKey("secret"), service: "mobiletargeting")

  private func use(_ day: Int, _ region: String, isProved: Bool) {
    let (authenticator, isHeld) = keys.authenticator(day: day, region: region)
    if !isHeld { keys.hold(authenticator, day: day, region: region, isProved: isProved) }
  }

  private func isHeld(_ day: Int, _ region: String) -> Bool { keys.authenticator(day: day, region: region).isHeld }

  @Test("the signing key of the AWS documentation") func publishedKey() throws {
    struct File: Decodable {
      struct Key: Decodable { let service, hex: String }
      let secret, region: String
      let signingKey: Key
    }
    let file = try SignatureVector.load("aws-examples.json", as: File.self)
    let secret = SymmetricKey(data: Array("AWS4\(file.secret)".utf8))
    let key = SigningKeys.derive(from: secret, day: 20_150_830, region: file.region, service: file.signingKey.service)
    var hex: [UInt8] = []
    key.withUnsafeBytes { hex.append(hexadecimalOf: $0) }
    #expect(String(decoding: hex, as: UTF8.self) == file.signingKey.hex)
  }

  @Test("a key is derived once for each day and region") func heldOnce() {
    use(20_260_701, "us-east-1", isProved: true)
    use(20_260_701, "us-east-1", isProved: true)
    #expect(keys.count == 1)
    #expect(isHeld(20_260_701, "us-east-1"))
    #expect(!isHeld(20_260_701, "us-east-2"))
    #expect(!isHeld(20_260_702, "us-east-1"))
  }

  @Test("a key held gives the same code as one derived") func sameCode() {
    let text = Array("text".utf8)
    var derived = keys.authenticator(day: 1, region: "r").authenticator
    use(1, "r", isProved: true)
    derived.update(data: text)
    for _ in 0..<2 {
      var held = keys.authenticator(day: 1, region: "r").authenticator
      held.update(data: text)
      #expect(held.finalize() == derived.finalize())
    }
  }

  @Test("no more keys are held than the bound, and a proved one takes the place of the oldest") func bounded() {
    for region in 0..<20 { use(20_260_701, "region-\(region)", isProved: true) }
    #expect(keys.count == SigningKeys.capacity)
    #expect(!isHeld(20_260_701, "region-0"))
    #expect(isHeld(20_260_701, "region-19"))
  }

  @Test("keys that did not prove right leave those of their day alone") func unproved() {
    for region in 0..<SigningKeys.capacity { use(20_260_701, "good-\(region)", isProved: true) }
    for region in 0..<100 { use(20_260_701, "bad-\(region)", isProved: false) }
    #expect((0..<SigningKeys.capacity).allSatisfy { isHeld(20_260_701, "good-\($0)") })
    use(20_260_702, "bad", isProved: false)
    #expect(isHeld(20_260_702, "bad") && !isHeld(20_260_701, "good-0"), "keys of an earlier day make room")
    #expect(keys.count == SigningKeys.capacity)
  }
}
