// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import NIOCore
internal import NIOSSL
internal import Simulators
internal import UnixSignals

struct SimulateSMSC: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smsc",
    abstract: "An SMSC on TCP: takes messages over SMPP, sends receipts, and misbehaves when asked to.",
    discussion: """
      Prints 'listening on smpp://HOST:PORT', then a line of JSON for each bind and each message, texts included: it is a simulator, \
      and no phone is reached. SIGTERM or SIGINT ends it with a summary.

      Without options any peer may bind, and every message is delivered after a second, unless its validity period is over before. \
      Faults are drawn with --seed, so that a run can be repeated. HOW-OFTEN is written '5%' for a share at random, '10' for every \
      tenth message, '10x3' for three in a row from every tenth on.

      Destinations that end in these digits behave as said here, whatever else is asked for:
      \(MagicDestination.allCases.map { "  …\($0.rawValue)  \($0.explanation)" }.joined(separator: "\n"))

      Examples:
        countersign simulate smsc
        countersign simulate smsc --account otp:secret --receipt-id hex-upper
        countersign simulate smsc --profile flaky --seed 7 --log smsc.jsonl
        countersign simulate smsc --throttle 20x5 --drop-response 1% --restart 5000
        echo '358401234567 OTP STOP' | countersign simulate smsc --inbound -
      """)

  @OptionGroup(title: "Connections") var connections: SMSCConnectionOptions
  @OptionGroup(title: "Messages and receipts") var messages: SMSCMessageOptions
  @OptionGroup(title: "Faults") var faults: SMSCFaultOptions

  @Option(name: .long, help: ArgumentHelp("Where the lines of JSON go, rather than to standard output.", valueName: "file"))
  var log: String?

  @Flag(name: .long, help: "No lines of JSON at all; the simulator is faster without.")
  var quiet = false

  func run() async throws {
    let configuration = configuration()
    do {
      let log = quiet ? nil : try LineLog(path: log)
      try await Self.serve(configuration, connections, messages.inbound, log)
    } catch {
      let fault = explain(error)
      Console.complain("countersign: \(fault)")
      throw fault.exitCode
    }
  }

  private func configuration() -> SMSCConfiguration {
    var configuration = SMSCConfiguration()
    connections.apply(to: &configuration)
    messages.apply(to: &configuration)
    configuration.seed = faults.seed
    configuration.faults = faults.plan
    configuration.keepsLog = !quiet
    return configuration
  }

  /// Serves until a signal, or until the log cannot be written any more.
  private static func serve(
    _ configuration: SMSCConfiguration, _ connections: SMSCConnectionOptions, _ inbound: String?, _ log: LineLog?
  ) async throws {
    let phones = try inbound.map { try InboundLine.lines(of: $0) }
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    let server = try await SMSCServer.start(
      configuration, host: connections.host, port: connections.port, tls: connections.tls,
      log: log.map { log in SMSCServer.Log(write: { log.write($0) }, isFull: { log.isFull }) })
    Console.say("listening on \(connections.url(port: server.port))")
    try await withThrowingTaskGroup { group in
      if let log { group.addTask { try await log.run() } }
      group.addTask { try await Self.deliver(phones, through: server, until: signals) }
      // Whichever is first: the end of the work, or a log that cannot be written.
      try await group.next()
      try await server.shutdown()
      log?.write(SMSCSummary(try await server.statistics()))
      log?.finish()
      try await group.waitForAll()
    }
    Console.say(SMSCSummary(try await server.statistics()).words)
  }

  /// Has phones send what they are told to, until there is a signal.
  private static func deliver(
    _ phones: AsyncStream<InboundLine>?, through server: SMSCServer, until signals: UnixSignalsSequence
  ) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      if let phones {
        group.addTask { for await line in phones { try await line.send(through: server) } }
      }
      for await _ in signals { break }
      group.cancelAll()
    }
  }

  /// Says what went wrong and what to do.
  private func explain(_ error: any Error) -> CommandFault {
    let place = "\(connections.host):\(connections.port)"
    switch error {
    case let fault as CommandFault: return fault
    case let error as IOError where error.errnoCode == EADDRINUSE:
      return CommandFault("--port: \(place) is in use by another process; stop it, or choose another port, or 0 for any that is free")
    case let error as IOError where error.errnoCode == EACCES:
      return CommandFault("--port: this user may not listen on \(place); choose a port above 1023")
    case let error as IOError:
      return CommandFault("cannot listen on \(place): \(String(cString: strerror(error.errnoCode)))")
    case is SocketAddressError, is SocketAddressError.UnknownHost:
      return CommandFault("--host: \(connections.host) is not a name or address that can be listened on", exitCode: .configuration)
    case is NIOSSLError, is BoringSSLError:
      return CommandFault(
        "--tls-certificate, --tls-key: not a certificate chain and its private key in readable PEM files", exitCode: .configuration)
    default: return CommandFault("the simulator stopped: \(error)")
    }
  }
}
