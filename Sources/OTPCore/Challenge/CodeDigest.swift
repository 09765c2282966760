// SPDX-License-Identifier: Apache-2.0

internal import Crypto

package import struct Foundation.Data

/// What the store keeps of a code: HMAC-SHA-256 under a key that the store never sees, salted per record.
///
/// A plain hash of six digits is undone in a million tries; without the key this one is not (OWASP MFA cheat sheet).
package struct CodeDigest: Sendable, Equatable {
  package let keyID: KeyID
  /// 16 random octets.
  package let salt: Data
  /// 32 octets.
  package let mac: Data

  package static let saltOctets = 16

  package init(keyID: KeyID, salt: Data, mac: Data) {
    self.keyID = keyID
    self.salt = salt
    self.mac = mac
  }
}

extension KeyRing {
  /// The digest of a code, bound to its application, reference and destination.
  package func digest(_ code: String, for key: ChallengeKey, random: inout some RandomNumberGenerator) -> CodeDigest {
    var salt = Data(capacity: CodeDigest.saltOctets)
    for _ in 0..<(CodeDigest.saltOctets / 8) {
      withUnsafeBytes(of: random.next()) { salt.append(contentsOf: $0) }
    }
    let mac = HMAC<SHA256>.authenticationCode(for: Self.framed(code, key, salt), using: current.codeDigest)
    return CodeDigest(keyID: current.id, salt: salt, mac: Data(mac))
  }

  /// Compares in constant time, and does the same work for a digest whose key is gone.
  package func matches(_ code: String, _ digest: CodeDigest, for key: ChallengeKey) -> Bool {
    let keys = keys(digest.keyID)
    let equal = HMAC<SHA256>.isValidAuthenticationCode(
      digest.mac, authenticating: Self.framed(code, key, digest.salt), using: (keys ?? current).codeDigest)
    return equal && keys != nil
  }

  /// A digest that no code matches, to do the work of a comparison where there is nothing to compare with.
  package var decoy: CodeDigest {
    CodeDigest(keyID: current.id, salt: Data(count: CodeDigest.saltOctets), mac: Data(count: SHA256.byteCount))
  }

  /// Each field behind its length, so that no two different sets of fields give the same octets.
  private static func framed(_ code: String, _ key: ChallengeKey, _ salt: Data) -> Data {
    var framed = salt
    for field in [key.application, key.reference, key.destination.e164, code] {
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: field.utf8.count).bigEndian) { framed.append(contentsOf: $0) }
      framed.append(contentsOf: field.utf8)
    }
    return framed
  }
}
