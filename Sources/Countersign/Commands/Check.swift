// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read the configuration and print every fault with its key path and line.",
    discussion: "Exits 0 when there is none and 78 when there is one. Opens no device and no socket, and writes nothing.")

  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    guard let file = options.locate() else {
      Console.say("no configuration file; 'countersign serve' would run the embedded default")
      return
    }
    let configuration = try ConfigurationLoader.load(file: file, report: Console.say)
    do throws(CommandFault) {
      if let tls = configuration.server.tls { _ = try Gateway.tlsConfiguration(tls) }
      for transport in configuration.transports {
        if case .smpp(let smpp) = transport.kind { _ = try smpp.connectorConfiguration(id: transport.id) }
      }
    } catch {
      Console.say("\(file): \(error)")
      throw error.exitCode
    }
    let counts = [
      (configuration.applications.count, "application"), (configuration.transports.count, "transport"),
      (configuration.originationIdentities.count, "origination identity"),
    ]
    Console.say("\(file) is well: \(counts.map { Self.words($0, $1) }.joined(separator: ", "))")
  }

  private static func words(_ count: Int, _ noun: String) -> String {
    let plural = noun.hasSuffix("y") ? noun.dropLast() + "ies" : noun + "s"
    return "\(count) \(count == 1 ? noun : String(plural))"
  }
}
