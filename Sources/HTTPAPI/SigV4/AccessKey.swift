// SPDX-License-Identifier: Apache-2.0

/// A credential that an application signs its requests with: what AWS calls an access key pair.
package struct AccessKey: Sendable, Equatable {
  /// The public half, sent with every request (`Credential=ID/…`).
  package let id: String
  /// The private half, known to both sides and never sent.
  package let secret: SecretAccessKey

  /// Pairs an access key id with its secret.
  package init(id: String, secret: SecretAccessKey) {
    self.id = id
    self.secret = secret
  }
}

/// The secret half of an access key. It prints, reflects and dumps as a mask, so that it cannot slip into a log by interpolation.
package struct SecretAccessKey: Sendable, Equatable {
  /// What a request's signing key is derived from; for derivation only.
  let text: String

  /// Takes the secret as configured.
  package init(_ text: String) {
    self.text = text
  }
}

extension SecretAccessKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A mask of constant length.
  package var description: String { "********" }
  /// A mask of constant length.
  package var debugDescription: String { description }
  /// A mirror without children: `dump` walks no further.
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
