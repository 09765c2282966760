// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import OTPCore
import TestSupport
import Testing

@Suite struct SealedTextTests {
  let keyRing = KeyRing(current: SymmetricKey(size: .bits256))
  let id = Samples.message(at: Timestamp(milliseconds: 0)).id

  @Test func `a sealed text opens for its message and shows nothing of itself`() throws {
    let sealed = try #require(keyRing.seal("the code is 042719", for: id))
    #expect(try keyRing.open(sealed, for: id).get() == "the code is 042719")
    #expect(sealed.octets.range(of: Data("042719".utf8)) == nil)
  }

  @Test func `it does not open for another message, changed, cut, or without its key`() throws {
    let sealed = try #require(keyRing.seal("the code is 042719", for: id))
    let other = Samples.message(at: Timestamp(milliseconds: 1)).id
    #expect(keyRing.open(sealed, for: other) == .failure(.damaged))
    for index in sealed.octets.indices {
      var octets = sealed.octets
      octets[index] ^= 1
      #expect(keyRing.open(SealedText(keyID: sealed.keyID, octets: octets), for: id) == .failure(.damaged))
    }
    for count in 0..<sealed.octets.count {
      #expect(keyRing.open(SealedText(keyID: sealed.keyID, octets: sealed.octets.prefix(count)), for: id) == .failure(.damaged))
    }
    let stranger = KeyRing(current: SymmetricKey(size: .bits256))
    #expect(stranger.open(sealed, for: id) == .failure(.unknownKey(sealed.keyID)))
  }

  @Test func `a key ring never prints its keys`() {
    let master = Data(repeating: 0x41, count: 32)
    var dumped = ""
    dump(KeyRing(current: SymmetricKey(data: master)), to: &dumped)
    #expect(!dumped.contains("65, 65") && !dumped.contains("SymmetricKey"))
  }
}
