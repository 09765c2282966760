// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct PhoneNumberTests {
  @Test(arguments: ["+14255550142", "14255550142", "+12", "+123456789012345"]) func `E.164 is read, with or without its plus`(text: String)
  {
    #expect(PhoneNumber(text)?.e164 == (text.hasPrefix("+") ? text : "+" + text))
  }

  @Test(arguments: [
    "", "+", "+1", "0123456789", "+0123456789", "+1234567890123456", "+1 425", "+1-425", "++1425", "1425a", "+١٤٢٥", "+1425\n",
  ])
  func `what is not E.164 in form is refused`(text: String) {
    #expect(PhoneNumber(text) == nil)
  }

  @Test func `a number prints masked`() {
    let number = Samples.number("+14255550142")
    var dumped = ""
    dump(number, to: &dumped)
    for text in ["\(number)", String(reflecting: number), dumped] { #expect(!text.contains("4255550142") && !text.contains("55501")) }
    #expect("\(number)" == "+142******42")
    #expect("\(Samples.number("+12345"))" == "+*****")
    #expect("\(Samples.number("+12"))" == "+**")
  }

  @Test(arguments: [
    ("+14255550142", "US", NumberType.fixedLineOrMobile), ("+18555550142", "US", .tollFree), ("+19005550100", "US", .premiumRate),
    ("+447400123456", "GB", .mobile), ("+442071234567", "GB", .fixedLine), ("+919876543210", "IN", .mobile),
    ("+33755512501", "FR", .mobile),
    ("+16135550123", "CA", .fixedLineOrMobile),
  ]) func `the numbering plans know a number's country and type`(text: String, country: String, type: NumberType) {
    #expect(NumberPlan.facts(of: Samples.number(text)) == NumberFacts(country: CountryCode(rawValue: country), type: type))
  }

  @Test func `a number of no country has none`() {
    #expect(NumberPlan.facts(of: Samples.number("+80012345678")) == NumberFacts(country: nil, type: .tollFree))
  }

  @Test(arguments: [
    "+15555550100", "+12", "+999123456789", "+44123", "+123456789012345", "+4407911123456", "+114255550142", "+49015112345678",
  ]) func `a number of no numbering plan is none, nor one spelled in another way`(text: String) {
    #expect(NumberPlan.facts(of: Samples.number(text)) == nil)
  }

  @Test func `premium-rate and shared-cost numbers are refused with a reason`() throws {
    let policy = DestinationPolicy()
    #expect(throws: RouteRefusal.self) { try policy.admit(Samples.number("+19005550100")).get() }
    #expect(throws: RouteRefusal.self) { try policy.admit(Samples.number("+448431234567")).get() }
    #expect(throws: Never.self) { try policy.admit(Samples.number("+14255550142")).get() }
    #expect(throws: Never.self) { try DestinationPolicy(refusedTypes: []).admit(Samples.number("+19005550100")).get() }
  }

  /// The shim is called from many threads at once by every request.
  @Test func `parsing is safe from many threads`() async {
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<500).allSatisfy { NumberPlan.facts(of: Samples.number("+1425\(2_000_000 + task * 1000 + $0)"))?.country?.rawValue == "US" }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
