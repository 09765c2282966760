// SPDX-License-Identifier: Apache-2.0

package import OTPCore

/// What a test needs and does not care about.
package enum Samples {
  /// A number that exists in form; traps in a test that misspells one.
  package static func number(_ text: String) -> PhoneNumber {
    guard let number = PhoneNumber(text) else { return number("+14255550142") }
    return number
  }

  package static func message(
    to destination: String = "+14255550142", over transport: TransportID = TransportID(rawValue: "lab"), at now: Timestamp,
    lives life: Duration = .seconds(600), application: String = "app", entityID: String? = nil, templateID: String? = nil,
    possibleDuplicate: Bool = false
  ) -> Message {
    var random = SystemRandomNumberGenerator()
    return Message(
      id: MessageID(at: now, random: &random), application: application, destination: number(destination), origination: "+18555550142",
      country: CountryCode(rawValue: "US"), transport: transport, encoding: "GSM-7", parts: 1, createdAt: now,
      expiresAt: now.advanced(by: life), entityID: entityID, templateID: templateID, possibleDuplicate: possibleDuplicate)
  }

  package static func challenge(
    _ code: String, reference: String = "ref", to destination: String = "+14255550142", attempts: Int = 3, keyRing: KeyRing,
    at now: Timestamp,
    lives life: Duration = .seconds(600), application: String = "app"
  ) -> Challenge {
    var random = SystemRandomNumberGenerator()
    let key = ChallengeKey(application: application, destination: number(destination), reference: reference)
    return Challenge(
      key: key, digest: keyRing.digest(code, for: key, random: &random), attemptsAllowed: attempts, createdAt: now,
      expiresAt: now.advanced(by: life))
  }
}
