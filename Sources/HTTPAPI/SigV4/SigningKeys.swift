// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Synchronization

/// The signing keys of one access key: one for each day and region that it signs for.
///
/// A key costs four HMACs, about as much as the rest of a verification, and serves a whole day: hence the cache. It holds few keys, and one
/// that has not proved right cannot drive out another of its day: requests without a right signature leave the working set as it is.
final class SigningKeys: Sendable {
  /// The most keys held at a time.
  static let capacity = 8

  /// An HMAC that has taken in a signing key and waits for the text to authenticate.
  typealias Authenticator = HMAC<SHA256>

  private struct Entry: Sendable {
    let day: Int
    let region: String
    let authenticator: Authenticator
  }

  private let service: String
  private let secret: SymmetricKey
  private let entries = Mutex<[Entry]>([])

  /// Keys derived from a secret for one service.
  init(secret: SecretAccessKey, service: String) {
    self.secret = SymmetricKey(data: Array("AWS4".utf8) + Array(secret.text.utf8))
    self.service = service
  }

  /// The key of a day and region, derived unless it is held, and whether it was held.
  func authenticator(day: Int, region: String) -> (authenticator: Authenticator, isHeld: Bool) {
    if let held = entries.withLock({ entries in entries.first { $0.day == day && $0.region == region }?.authenticator }) {
      return (held, true)
    }
    return (Authenticator(key: Self.derive(from: secret, day: day, region: region, service: service)), false)
  }

  /// Holds a key for the requests to come.
  /// - Parameter isProved: whether a request was right by it. Such a key takes the place of the oldest where there is none left;
  ///   any other takes only a place that is free or that a key of an earlier day holds.
  func hold(_ authenticator: Authenticator, day: Int, region: String, isProved: Bool) {
    entries.withLock { entries in
      guard !entries.contains(where: { $0.day == day && $0.region == region }) else { return }
      if entries.count >= Self.capacity {
        guard let index = entries.firstIndex(where: { $0.day < day }) ?? (isProved ? entries.indices.first : nil) else { return }
        entries.remove(at: index)
      }
      entries.append(Entry(day: day, region: region, authenticator: authenticator))
    }
  }

  /// How many keys are held.
  var count: Int { entries.withLock { $0.count } }

  /// The signing key (AWS IAM User Guide, "Create a signed AWS API request", step 4): each part of the credential scope is authenticated
  /// with the key made of those before it.
  static func derive(from secret: SymmetricKey, day: Int, region: String, service: String) -> SymmetricKey {
    var date: [UInt8] = []
    date.append(decimal: day, digits: 8)
    var key = SymmetricKey(data: Authenticator.authenticationCode(for: date, using: secret))
    for part in [region, service, "aws4_request"] {
      key = SymmetricKey(data: Authenticator.authenticationCode(for: Array(part.utf8), using: key))
    }
    return key
  }
}
