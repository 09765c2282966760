// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Suite struct RequestTests {
  static var complete: SendFields {
    var fields = SendFields()
    fields.channel = "SMS"
    fields.brandName = "ExampleCorp"
    fields.originationIdentity = "+18555550142"
    fields.destinationIdentity = "+14255550142"
    fields.referenceID = "ref"
    return fields
  }

  /// A field at one of its limits: accepted or not.
  struct Boundary: Sendable, CustomTestStringConvertible {
    let name: String
    let value: String
    let isAccepted: Bool
    let set: @Sendable (inout SendFields) -> Void
    var testDescription: String { "\(name) \(value) \(isAccepted ? "is accepted" : "is refused")" }

    static func number(_ name: String, _ field: any WritableKeyPath<SendFields, Int?> & Sendable, _ values: [(Int, Bool)]) -> [Boundary] {
      values.map { value, isAccepted in
        Boundary(name: name, value: "\(value)", isAccepted: isAccepted) { $0[keyPath: field] = value }
      }
    }

    static func text(
      _ name: String, _ field: any WritableKeyPath<SendFields, String?> & Sendable, _ values: [(String?, Bool)]
    ) -> [Boundary] {
      values.map { value, isAccepted in
        Boundary(name: name, value: value ?? "nil", isAccepted: isAccepted) { $0[keyPath: field] = value }
      }
    }
  }

  /// AWS SendOTPMessage: the documented limits, one inside and one outside of each.
  static let boundaries: [Boundary] =
    Boundary.number("CodeLength", \.codeLength, [(4, false), (5, true), (8, true), (9, false), (.min, false), (.max, false)])
    + Boundary.number("ValidityPeriod", \.validityPeriod, [(4, false), (5, true), (60, true), (61, false), (.max, false)])
    + Boundary.number("AllowedAttempts", \.allowedAttempts, [(0, false), (1, true), (5, true), (6, false), (-1, false)])
    + Boundary.text("Channel", \.channel, [("SMS", true), ("sms", false), ("VOICE", false), ("", false), (nil, false)])
    + Boundary.text(
      "BrandName", \.brandName,
      [
        ("A", true), (String(repeating: "a", count: 20), true), (String(repeating: "a", count: 21), false), ("", false), (nil, false),
        (String(repeating: "👩‍🚀", count: 20), true), ("a" + String(repeating: "\u{301}", count: 100), false), ("Example\nCorp", false),
        ("Example\u{0}", false),
      ])
    + Boundary.text(
      "ReferenceId", \.referenceID,
      [
        ("r", true), (String(repeating: "r", count: 48), true), (String(repeating: "r", count: 49), false), ("", false), (nil, false),
        ("a\u{7}", false),
      ])
    + Boundary.text("OriginationIdentity", \.originationIdentity, [("ExampleCo", true), ("", false), (nil, false)])
    + Boundary.text(
      "DestinationIdentity", \.destinationIdentity,
      [("+14255550142", true), ("14255550142", true), ("4255550142x", false), ("+1 425 555 0142", false), ("", false), (nil, false)])
    + Boundary.text(
      "Language", \.language, Language.allCases.map { ($0.rawValue, true) } + [("en", false), ("en-us", false), ("", false), (nil, true)])
    + Boundary.text("EntityId", \.entityID, [("1101172974420810001", true), ("", false), ("11a", false), (nil, true)])
    + Boundary.text("TemplateId", \.templateID, [("1107161234567890123", true), (String(repeating: "1", count: 31), false)])

  @Test(arguments: boundaries) func `the limits of AWS`(boundary: Boundary) {
    var fields = Self.complete
    boundary.set(&fields)
    if boundary.isAccepted {
      #expect(throws: Never.self) { try SendRequest(fields, application: "app") }
    } else {
      #expect { try SendRequest(fields, application: "app") } throws: { "\($0)".hasPrefix(boundary.name) }
    }
  }

  @Test func `what AWS leaves open has the documented defaults`() throws {
    let request = try SendRequest(Self.complete, application: "app")
    #expect(request.codeLength == 6)
    #expect(request.validity == .seconds(600))
    #expect(request.allowedAttempts == 3)
    #expect(request.language == .americanEnglish)
  }

  @Test func `every fault of a request is told at once`() {
    #expect { try SendRequest(SendFields(), application: "app") } throws: { error in
      ["Channel", "BrandName", "OriginationIdentity", "DestinationIdentity", "ReferenceId"].allSatisfy("\(error)".contains)
    }
  }

  @Test func `a verification needs its three fields, and takes any text for a code`() throws {
    var fields = VerifyFields()
    #expect { try VerifyRequest(fields, application: "app") } throws: { error in
      ["DestinationIdentity", "ReferenceId", "Otp"].allSatisfy("\(error)".contains)
    }
    fields.destinationIdentity = "+14255550142"
    fields.referenceID = "ref"
    for code in ["", "1", "not a code", "１２３４５６"] {
      fields.code = code
      #expect(try VerifyRequest(fields, application: "app").code == code)
    }
    fields.code = String(repeating: "1", count: 65)
    #expect(throws: RequestFault.self) { try VerifyRequest(fields, application: "app") }
  }
}
