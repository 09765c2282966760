// SPDX-License-Identifier: Apache-2.0

internal import Crypto

package import struct Foundation.Data

/// A message body as it waits in the store: AES-256-GCM under the key ring, bound to its message.
package struct SealedText: Sendable, Equatable {
  package let keyID: KeyID
  /// Nonce (12 octets), ciphertext, tag (16 octets).
  package let octets: Data

  package init(keyID: KeyID, octets: Data) {
    self.keyID = keyID
    self.octets = octets
  }
}

/// Why a sealed text cannot be opened.
package enum UnsealFault: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownKey(KeyID)
  case damaged

  package var description: String {
    switch self {
    case .unknownKey(let id): "sealed with key \(id), which secrets.keyFile no longer holds; add that key below the current one"
    case .damaged: "the sealed text does not open: it was changed or belongs to another message"
    }
  }
}

extension KeyRing {
  /// Seals `text` for the message `id`; no other message can carry the result.
  package func seal(_ text: String, for id: MessageID) -> SealedText? {
    guard
      let box = try? AES.GCM.seal(Data(text.utf8), using: current.seal, authenticating: id.octets),
      let octets = box.combined
    else { return nil }
    return SealedText(keyID: current.id, octets: octets)
  }

  package func open(_ sealed: SealedText, for id: MessageID) -> Result<String, UnsealFault> {
    guard let keys = keys(sealed.keyID) else { return .failure(.unknownKey(sealed.keyID)) }
    guard
      let box = try? AES.GCM.SealedBox(combined: sealed.octets),
      let octets = try? AES.GCM.open(box, using: keys.seal, authenticating: id.octets)
    else { return .failure(.damaged) }
    return .success(String(decoding: octets, as: UTF8.self))
  }
}
