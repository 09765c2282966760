// SPDX-License-Identifier: Apache-2.0

package import Crypto

internal import struct Foundation.Data

/// Names one of the gateway's keys in what was made with it; says nothing of the key itself.
package struct KeyID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The octets in hexadecimal.
  init(octets: [UInt8]) {
    rawValue = octets.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  package var description: String { rawValue }
}

/// The gateway's secret keys, derived from the 32-octet master keys of `secrets.keyFile`.
///
/// The first master key makes everything new; the others only open what they made before they were replaced.
/// Each purpose has its own key (HKDF-SHA-256, RFC 5869), so that none can be used for the other.
package struct KeyRing: Sendable, CustomReflectable {
  struct Keys: Sendable {
    let id: KeyID
    let codeDigest: SymmetricKey
    let seal: SymmetricKey

    init(master: SymmetricKey) {
      codeDigest = Self.derive(from: master, for: "code digest")
      seal = Self.derive(from: master, for: "message seal")
      id = KeyID(octets: Self.derive(from: master, for: "key id").withUnsafeBytes { Array($0.prefix(4)) })
    }

    private static func derive(from master: SymmetricKey, for purpose: String) -> SymmetricKey {
      HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Data("countersign \(purpose) v1".utf8), outputByteCount: 32)
    }
  }

  let current: Keys
  private let byID: [KeyID: Keys]

  package static let masterKeyOctets = 32

  package init(current master: SymmetricKey, earlier: [SymmetricKey] = []) {
    current = Keys(master: master)
    let all = [current] + earlier.map(Keys.init(master:))
    byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func keys(_ id: KeyID) -> Keys? { byID[id] }

  package var currentKeyID: KeyID { current.id }

  package func holds(_ id: KeyID) -> Bool { byID[id] != nil }

  package var customMirror: Mirror { Mirror(self, children: ["current": current.id.rawValue]) }
}
