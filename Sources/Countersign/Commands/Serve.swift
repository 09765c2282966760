// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import HTTPAPI
internal import Logging
internal import Metrics
internal import NIOCore
internal import OTPCore
internal import ServiceLifecycle
internal import UnixSignals

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the gateway until SIGTERM or SIGINT; then stop taking work, drain, exit 0.",
    discussion: """
      Prints one line 'listening on http://HOST:PORT' when it is ready to serve. Without a configuration file it runs the
      embedded default: SQLite in the working directory, one loopback transport, and the application 'demo', whose keys
      'countersign secret show' prints.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(name: .long, help: "trace, debug, info, notice, warning, error or critical.")
  var logLevel: Logger.Level = .info

  func run() async throws {
    let configuration: Configuration
    do {
      configuration = try self.configuration()
    } catch let fault as CommandFault {
      Console.complain("countersign: \(fault)")
      throw fault.exitCode
    }
    let logger = Logs.start(level: logLevel)
    let metrics = PrometheusMetrics.gateway()
    MetricsSystem.bootstrap(metrics)
    do {
      let gateway = try Gateway(configuration, metrics: metrics, logger: logger)
      let services = try await gateway.services(stopSignals: [.sigterm, .sigint]) { url in Console.say("listening on \(url)") }
      try await services.run()
    } catch {
      throw Self.explain(error, server: configuration.server)
    }
  }

  private func configuration() throws -> Configuration {
    if let file = options.locate() { return try ConfigurationLoader.load(file: file) }
    return try EmbeddedDefault.configuration(
      directory: FileManager.default.currentDirectoryPath, environment: ProcessInfo.processInfo.environment)
  }

  /// Says what went wrong and what to do, and chooses the exit code.
  static func explain(_ error: any Error, server: ServerSection) -> any Error {
    let fault: CommandFault =
      switch error {
      case let fault as CommandFault: fault
      case let fault as StoreError: CommandFault("storage.url: \(fault)")
      case let error as IOError where error.errnoCode == EADDRINUSE:
        CommandFault("server.port: \(server.host):\(server.port) is in use by another process; stop it, or choose another port")
      case let error as IOError where error.errnoCode == EACCES:
        CommandFault("server.port: this user may not listen on port \(server.port); choose one above 1023")
      case let error as IOError:
        CommandFault("server: cannot listen on \(server.host):\(server.port): \(String(cString: strerror(error.errnoCode)))")
      case is SocketAddressError, is SocketAddressError.UnknownHost:
        CommandFault("server.host: \(server.host) is not a name or address that can be listened on", exitCode: .configuration)
      default: CommandFault("the gateway stopped: \(error)")
      }
    Console.complain("countersign: \(fault)")
    return fault.exitCode
  }
}

extension PrometheusMetrics {
  /// The metrics of the gateway, with the words that explain them.
  static func gateway() -> PrometheusMetrics {
    PrometheusMetrics(help: [
      "countersign_sends": "Answers to SendOTPMessage, by delivery status.",
      "countersign_send_replays": "SendOTPMessage calls that were answered with the result of their first try.",
      "countersign_verifications": "Answers to VerifyOTPMessage, by verdict; only 'valid' was answered true.",
      "countersign_message_events": "Steps that messages took, by state and transport.",
      "countersign_unseal_faults": "Queued messages whose body could not be opened.",
      "countersign_unknown_outcomes": "Submits whose answer did not come, by transport.",
      "countersign_possible_duplicates": "Messages sent once more though the phone may have them, by their new transport.",
      "countersign_late_answers": "Answers to submits that had been given up, by outcome and transport.",
      "countersign_orphan_receipts": "Receipts kept because their message was not known, and those matched later, by transport.",
      "countersign_http_requests": "HTTP requests, by endpoint and status.",
      "countersign_http_request_seconds": "Time to answer an HTTP request.",
      "countersign_signature_faults": "Requests whose signature was refused, by reason.",
      "countersign_store_commit_seconds": "Time to write and sync one shared transaction.",
      "countersign_store_writes": "Writes; divided by the commits it tells how many shared one.",
    ])
  }
}
