// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Logging
internal import OTPCore
internal import SMSCodec

struct Send: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send one plain test message over one transport, past the API, and follow its delivery.",
    discussion: """
      For bringing up a carrier connection or a modem. Prints how the link comes up, the network's answer with its message ids, and the \
      receipts. Exits 0 when the message was delivered, or accepted and not reported on in time; 69 when there is no link, or the message \
      was refused, failed, or its outcome is unknown.

      It opens links of its own: a carrier that grants one bind refuses a second one while the gateway runs.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(name: .long, help: "The id of a transport of the configuration.")
  var transport: String

  @Option(name: .long, help: "The phone, in E.164 format.")
  var to: String

  @Option(name: .long, help: "The text.")
  var text: String?

  @Flag(name: .long, help: "In place of a text, all characters of the GSM alphabet, to see on the phone which of them arrive.")
  var probe = false

  @Option(name: .long, help: "The origination identity. [default: the first one that sends to this country over this transport]")
  var from: String?

  @Option(name: .long, help: "How long to wait for the receipt, 0s to 1h.")
  var wait = "30s"

  /// The life of a test message, which the network is told as it is told a code's.
  static let life: Duration = .seconds(600)

  func validate() throws {
    guard receiptWait != nil else { throw ValidationError("--wait must be a duration from 0s to 1h, such as 30s") }
    guard PhoneNumber(to) != nil else { throw ValidationError("--to must be a telephone number in E.164 format, such as +14255550142") }
    guard text?.isEmpty != true else { throw ValidationError("--text must not be empty") }
    guard (text == nil) == probe else { throw ValidationError("give either --text or --probe") }
  }

  private var receiptWait: Duration? {
    Duration(configurationText: wait).flatMap { (.zero ... .seconds(3600)).contains($0) ? $0 : nil }
  }

  func run() async throws {
    do {
      let script = try script()
      if probe { Console.say("text       \(ProbeText.text)") }
      let code = await script.play()
      if code != .success { throw code }
    } catch let fault as CommandFault {
      Console.complain("countersign: \(fault)")
      throw fault.exitCode
    }
  }

  private func script() throws -> SendScript {
    let configuration = try loadConfiguration()
    _ = Logs.start(level: .warning)
    let section = try Self.section(transport, among: configuration.transports)
    guard let destination = PhoneNumber(to), let wait = receiptWait else { throw ExitCode.usage }
    let country = NumberPlan.facts(of: destination)?.country
    let identity = try Self.identity(from, over: section.id, to: country, among: configuration.originationIdentities)
    let text = text ?? ProbeText.text
    let short: ShortMessage
    do {
      short = try ShortMessage(text)
    } catch {
      throw CommandFault("--text cannot be carried in a short message: \(error)", exitCode: .usage)
    }
    let clock = GatewayClock.steady()
    let now = clock.now
    var random = SystemRandomNumberGenerator()
    let message = Message(
      id: MessageID(at: now, random: &random), application: "countersign send", destination: destination, origination: identity.identity,
      country: country, transport: TransportID(rawValue: section.id), encoding: short.encoding.name, parts: short.parts.count,
      createdAt: now, expiresAt: now.advanced(by: Self.life), entityID: identity.entityID,
      templateID: identity.templateIDs.count == 1 ? identity.templateIDs[0] : nil)
    let transport = try TransportFactory.transport(
      section, identities: configuration.originationIdentities.map(\.identityForRouting), clock: clock)
    return SendScript(
      transport: transport, outbound: OutboundMessage(message: message, text: text),
      receiptWait: wait)
  }

  /// Without a file it is the embedded default, of which nothing is written here.
  private func loadConfiguration() throws -> Configuration {
    if let file = options.locate() { return try ConfigurationLoader.load(file: file) }
    return EmbeddedDefault.configuration(directory: FileManager.default.currentDirectoryPath, credentials: .new())
  }
}

extension Send {
  static func section(_ id: String, among sections: [TransportSection]) throws(CommandFault) -> TransportSection {
    guard let section = sections.first(where: { $0.id == id }) else {
      let advice = NearestWord.advice(for: id, among: sections.map(\.id))
      throw CommandFault("--transport: there is no transport \(ConfigurationFault.quote(id)); \(advice)", exitCode: .usage)
    }
    guard section.canSend else {
      throw CommandFault("--transport: \(id) only receives (bindMode: receiver); name one that can send", exitCode: .usage)
    }
    return section
  }

  /// The identity of that name, or the first that the gateway itself would send with; failing that, the first that names the transport.
  static func identity(
    _ name: String?, over transport: String, to country: CountryCode?, among identities: [OriginationIdentitySection]
  ) throws(CommandFault) -> OriginationIdentitySection {
    if let name {
      if let identity = identities.first(where: { $0.identity == name }) { return identity }
      let advice = NearestWord.advice(for: name, among: identities.map(\.identity))
      throw CommandFault(
        "--from: \(ConfigurationFault.quote(name)) is not among originationIdentities, which tell its type; \(advice)", exitCode: .usage)
    }
    let candidates = identities.filter { $0.transports.contains(transport) }
    if let identity = candidates.first(where: { $0.countries.cover(country?.rawValue) }) ?? candidates.first { return identity }
    throw CommandFault("no origination identity names the transport \(transport); name one with --from", exitCode: .usage)
  }
}

extension OriginationIdentitySection.Countries {
  fileprivate func cover(_ country: String?) -> Bool {
    switch self {
    case .all: true
    case .some(let codes): country.map(codes.contains) ?? false
    }
  }
}
