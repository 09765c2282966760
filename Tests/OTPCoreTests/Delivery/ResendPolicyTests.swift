// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct ResendPolicyTests {
  let a = TransportID(rawValue: "a")
  let b = TransportID(rawValue: "b")
  let c = TransportID(rawValue: "c")

  func choice(
    over transport: TransportID, ways: [TransportID], ready: Set<TransportID>, configured: Set<TransportID>? = nil,
    coverage: OriginationIdentity.Coverage = .everywhere
  ) -> TransportID? {
    let router = Router(identities: [
      OriginationIdentity(identity: "+18555550142", kind: .tollFree, coverage: coverage, transports: ways)
    ])
    return ResendPolicy.transport(
      for: Samples.message(over: transport, at: Timestamp(milliseconds: 0)), router: router,
      availability: ResendPolicy.Availability(configured: configured ?? [a, b, c], ready: ready))
  }

  @Test func `another way of the same identity is taken, in the order of preference`() {
    #expect(choice(over: a, ways: [a, b, c], ready: [a, b, c]) == b)
    #expect(choice(over: b, ways: [a, b, c], ready: [a, b, c]) == a)
    #expect(choice(over: a, ways: [a, b, c], ready: [a, c]) == c)
  }

  @Test func `when no other is ready it stays where it was`() {
    #expect(choice(over: a, ways: [a, b], ready: [a]) == a)
    #expect(choice(over: a, ways: [a], ready: []) == a)
    // A transport of another identity is none of its ways.
    #expect(choice(over: a, ways: [a], ready: [b]) == a)
  }

  @Test func `routes that the configuration has taken away are no ways`() {
    #expect(choice(over: a, ways: [b], ready: [b], configured: [b]) == b)
    #expect(choice(over: a, ways: [b], ready: [], configured: [b]) == nil)
    #expect(choice(over: a, ways: [a, b], ready: [a, b], coverage: .countries([CountryCode(rawValue: "IN")])) == a)
  }
}
