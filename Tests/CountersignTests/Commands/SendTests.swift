// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPCore
import SMSCodec
import Testing

@testable import Countersign

struct SendTests {
  private static let identities = [
    OriginationIdentitySection(identity: "+18555550142", type: .tollFree, countries: .some(["US"]), transports: ["carrier"]),
    OriginationIdentitySection(identity: "ExampleCo", type: .senderID, countries: .all, transports: ["lab", "carrier"]),
  ]

  private static func identity(_ name: String?, over transport: String, to country: String?) -> Result<String, CommandFault> {
    do {
      let identity = try Send.identity(name, over: transport, to: country.map(CountryCode.init(rawValue:)), among: identities)
      return .success(identity.identity)
    } catch {
      return .failure(error)
    }
  }

  @Test(
    arguments: [
      (nil, "carrier", "US", "+18555550142"), (nil, "carrier", "NO", "ExampleCo"), (nil, "carrier", nil, "ExampleCo"),
      (nil, "lab", "US", "ExampleCo"), ("+18555550142", "lab", "NO", "+18555550142"),
    ] as [(String?, String, String?, String)])
  func `the identity is the named one, or the first that serves country and transport`(
    _ name: String?, _ transport: String, _ country: String?, _ identity: String
  ) throws {
    #expect(try Self.identity(name, over: transport, to: country).get() == identity)
  }

  @Test func `an identity that nobody knows is a fault of usage`() {
    for (name, transport, words) in [
      ("Exampleco", "carrier", "--from: \"Exampleco\" is not among originationIdentities, which tell its type; did you mean ExampleCo?"),
      (nil, "other", "no origination identity names the transport other; name one with --from"),
    ] {
      guard case .failure(let fault) = Self.identity(name, over: transport, to: "US") else {
        Issue.record("\(words)")
        continue
      }
      #expect(fault.description == words)
      #expect(fault.exitCode == .usage)
    }
  }

  @Test func `a transport that is not there, or only receives, is a fault of usage`() throws {
    let receiver = SMPPSection(hosts: [], systemID: "otp", password: Secret(""), bindMode: .receiver)
    let sections = [
      TransportSection(id: "lab", kind: .loopback(LoopbackSection())), TransportSection(id: "inbox", kind: .smpp(receiver)),
    ]
    #expect(try Send.section("lab", among: sections) == sections[0])
    for (id, words) in [
      ("lap", "--transport: there is no transport \"lap\"; did you mean lab?"),
      ("inbox", "--transport: inbox only receives (bindMode: receiver); name one that can send"),
    ] {
      let fault = #expect(throws: CommandFault.self) { try Send.section(id, among: sections) }
      #expect(fault?.description == words)
      #expect(fault?.exitCode == .usage)
    }
  }

  @Test(arguments: [
    ["--transport", "lab", "--to", "12", "--text", "x", "--wait", "forever"], ["--transport", "lab", "--to", "nobody", "--text", "x"],
    ["--transport", "lab", "--to", "+14255550142", "--text", ""], ["--transport", "lab", "--to", "+14255550142"],
    ["--transport", "lab", "--to", "+14255550142", "--text", "x", "--probe"],
  ])
  func `what cannot be sent is refused before anything is opened`(_ arguments: [String]) {
    #expect(throws: (any Error).self) { try Send.parse(arguments) }
  }

  @Test func `the probe shows the whole alphabet in one part`() throws {
    let septets = try #require(GSM7.septets(of: ProbeText.text))
    let codes = Set(septets.filter { $0 != GSM7.escape })
    #expect(codes == Set(UInt8(0)...127).subtracting([0x0A, 0x0D, GSM7.escape]))
    // The extension without its form feed, TS 23.038 §6.2.1.1.
    #expect(septets.count { $0 == GSM7.escape } == 9)
    #expect(try ShortMessage(ProbeText.text).parts.count == 1)
  }

  @Test func `what can be sent is read`() throws {
    let command = try Send.parse(["--transport", "lab", "--to", "+14255550142", "--text", "hello", "--wait", "0s"])
    #expect(command.transport == "lab" && command.wait == "0s" && command.from == nil)
  }
}
