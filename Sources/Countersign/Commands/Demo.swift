// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import HTTPAPI
internal import Logging
internal import Metrics
internal import ServiceLifecycle

struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send and verify one OTP through the public HTTP API, on a temporary store and a free port, and show each step.")

  func run() async throws {
    let logger = Logs.start(level: .warning)
    let metrics = PrometheusMetrics.gateway()
    MetricsSystem.bootstrap(metrics)
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-demo-\(UUID().uuidString)").path
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      Console.complain("countersign: cannot make the temporary directory \(directory)")
      throw ExitCode.unavailable
    }
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let credentials = EmbeddedDefault.Credentials.new()
    var configuration = EmbeddedDefault.configuration(directory: directory, credentials: credentials)
    configuration.server.port = 0
    do {
      let gateway = try Gateway(configuration, metrics: metrics, logger: logger)
      try await Self.play(DemoScript(credentials: credentials), on: gateway)
    } catch {
      throw Serve.explain(error, server: configuration.server)
    }
  }

  /// Runs the gateway and, beside it, its user; stops the gateway when the user is done.
  private static func play(_ script: DemoScript, on gateway: Gateway) async throws {
    let (urls, ready) = AsyncStream.makeStream(of: String.self)
    let services = try await gateway.services(stopSignals: []) { ready.yield($0) }
    async let serving: Void = {
      defer { ready.finish() }
      try await services.run()
    }()
    let played: Result<Void, any Error> = await Self.result(of: {
      for await url in urls { return try await script.play(against: url) }
      throw CommandFault("the gateway stopped before the demo was over")
    })
    await services.triggerGracefulShutdown()
    try await serving
    try played.get()
  }

  private static func result(of body: () async throws -> Void) async -> Result<Void, any Error> {
    do {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }
}
