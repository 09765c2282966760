// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Suite struct RouterTests {
  let router = Router(identities: [
    OriginationIdentity(
      identity: "+18555550142", kind: .tollFree, coverage: .countries([CountryCode(rawValue: "US"), CountryCode(rawValue: "CA")]),
      transports: [TransportID(rawValue: "carrier"), TransportID(rawValue: "sim-1")]),
    OriginationIdentity(identity: "ExampleCo", kind: .senderID, coverage: .everywhere, transports: [TransportID(rawValue: "carrier")]),
  ])

  @Test func `an identity is found by its name, a number also without its plus`() {
    #expect(router.identity(named: "+18555550142")?.kind == .tollFree)
    #expect(router.identity(named: "18555550142")?.kind == .tollFree)
    #expect(router.identity(named: "ExampleCo")?.kind == .senderID)
    #expect(router.identity(named: "exampleco") == nil)
    #expect(router.identity(named: "+18555550143") == nil)
  }

  @Test func `routes keep the order of the transports`() throws {
    let identity = try #require(router.identity(named: "+18555550142"))
    let routes = try router.plan(from: identity, to: CountryCode(rawValue: "CA")).get()
    #expect(routes.map(\.transport.rawValue) == ["carrier", "sim-1"])
  }

  @Test func `a country that is not covered is refused in words`() throws {
    let identity = try #require(router.identity(named: "+18555550142"))
    #expect { try router.plan(from: identity, to: CountryCode(rawValue: "FR")).get() } throws: {
      "\($0)" == "origination identity +18555550142 does not cover country FR"
    }
    #expect(throws: RouteRefusal.self) { try router.plan(from: identity, to: nil).get() }
    let everywhere = try #require(router.identity(named: "ExampleCo"))
    #expect(throws: Never.self) { try router.plan(from: everywhere, to: nil).get() }
  }
}
