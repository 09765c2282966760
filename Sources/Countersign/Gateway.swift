// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTTPAPI
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
internal import Logging
internal import NIOCore
internal import NIOSSL
internal import OTPCore
internal import SQLiteStore
internal import ServiceLifecycle
internal import Transports
internal import UnixSignals

/// The composition root: builds everything from the configuration, in the open, and runs it as one group of services.
struct Gateway {
  private let configuration: Configuration
  private let clock: GatewayClock
  private let logger: Logger
  private let store: SQLiteStore
  private let keyRing: KeyRing
  private let loopbacks: [LoopbackTransport]
  private let router: OTPCore.Router
  private let dispatcher: Dispatcher
  private let api: HTTPAPI

  /// Opens the store and reads the keys; blocks while it does.
  init(_ configuration: Configuration, metrics: PrometheusMetrics, clock: GatewayClock = .steady(), logger: Logger) throws {
    self.configuration = configuration
    self.clock = clock
    self.logger = logger
    let identities = configuration.originationIdentities.map(\.identityForRouting)
    let transports = try configuration.transports.map { try TransportFactory.transport($0, identities: identities, clock: clock) }
    loopbacks = transports.compactMap { $0 as? LoopbackTransport }
    keyRing = try KeyFile.keyRing(path: configuration.secrets.keyFile)
    store = try SQLiteStore(configuration.storage.store.location)
    dispatcher = Dispatcher(
      zip(transports, configuration.transports).map { Dispatcher.Assignment(transport: $0, queueMax: $1.queue) }, store: store,
      keyRing: keyRing, clock: clock, logger: logger)
    router = Router(identities: identities)
    let service = OTPService(store: store, router: router, keyRing: keyRing, dispatcher: dispatcher, clock: clock)
    api = HTTPAPI(
      pinpoint: PinpointAPI(
        service: service, verifier: SignatureVerifier(accessKeys: configuration.applications.flatMap(\.accessKeys)),
        applications: configuration.applications.map(\.apiApplication), concurrentRequestsMax: configuration.server.maxConcurrentRequests),
      operators: OperatorAPI(
        service: OperatorService(store: store, dispatcher: dispatcher), token: configuration.operator.token?.reveal(), metrics: metrics,
        loopback: { [loopbacks = self.loopbacks] in Self.delivered(by: loopbacks, to: $0) }))
  }

  /// What the loopback transports delivered to `destination`, or to anybody, newest first.
  func delivered(to destination: PhoneNumber?) -> [LoopbackEntry] { Self.delivered(by: loopbacks, to: destination) }

  private static func delivered(by loopbacks: [LoopbackTransport], to destination: PhoneNumber?) -> [LoopbackEntry] {
    let messages = loopbacks.flatMap { $0.messages(to: destination) }
    let newestFirst = loopbacks.count > 1 ? messages.sorted { $0.submittedAt > $1.submittedAt } : messages
    return newestFirst.map { LoopbackEntry(message: $0.message, body: $0.body, submittedAt: $0.submittedAt) }
  }

  /// What is not drained by then is left to the next start, which finds it in the store.
  private static let shutdownMax: Duration = .seconds(30)

  /// Picks up what the last process left, and answers the services to run. They serve until a signal of `stopSignals` or a
  /// graceful shutdown, then stop taking work, drain, and close the store.
  ///
  /// `onReady` hears the URL when the gateway can be spoken to.
  func services(stopSignals: [UnixSignal], onReady: @escaping @Sendable (String) async -> Void) async throws -> ServiceGroup {
    NumberPlan.warmUp()
    await warnOfKeys()
    try await dispatcher.recover()
    // Started in this order and stopped in the reverse: first no more requests, last the store.
    let services: [any Service] = [
      StoreService(store: store),
      DispatcherService(dispatcher: dispatcher),
      HousekeeperService(housekeeper: Housekeeper(store: store, dispatcher: dispatcher, clock: clock, logger: logger)),
      ResenderService(resender: Resender(store: store, router: router, dispatcher: dispatcher, clock: clock, logger: logger)),
      try application(onReady: onReady),
    ]
    var group = ServiceGroupConfiguration(services: services, gracefulShutdownSignals: stopSignals, logger: logger)
    group.maximumGracefulShutdownDuration = Self.shutdownMax
    return ServiceGroup(configuration: group)
  }

  private func warnOfKeys() async {
    let path = configuration.secrets.keyFile
    if KeyFile.isOpenToOthers(path: path) {
      logger.warning("others can read the key file; take their rights away with chmod 600", metadata: ["path": "\(path)"])
    }
    for key in (try? await store.keysInUse(now: clock.now)) ?? [] where !keyRing.holds(key) {
      logger.error(
        "codes or messages were made with a key that the key file no longer holds: they will not verify and cannot be sent; add that key",
        metadata: ["key": "\(key)", "path": "\(path)"])
    }
  }

  private func application(onReady: @escaping @Sendable (String) async -> Void) throws -> some ApplicationProtocol {
    let server = configuration.server
    let scheme = server.tls == nil ? "http" : "https"
    let host = server.host.contains(":") ? "[\(server.host)]" : server.host
    return Application(
      responder: api,
      server: try Self.serverBuilder(server),
      configuration: ApplicationConfiguration(address: .hostname(server.host, port: server.port), serverName: nil),
      onServerRunning: { channel in await onReady("\(scheme)://\(host):\(channel.localAddress?.port ?? server.port)") },
      logger: logger)
  }

  /// Connections that say nothing for a minute are closed; headers are kept within what an SDK sends.
  private static func serverBuilder(_ server: ServerSection) throws -> HTTPServerBuilder {
    let plain = HTTPServerBuilder.http1(
      configuration: HTTP1Channel.Configuration(
        additionalChannelHandlers: [RequestDeadlineHandler()],
        idleTimeout: .seconds(60),
        httpDecoderConfiguration: .init(maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)))
    guard let tls = server.tls else { return plain }
    return try .tls(plain, tlsConfiguration: tlsConfiguration(tls))
  }
}

extension Gateway {
  /// TLS 1.2 at least: what came before is broken (RFC 8996).
  static func tlsConfiguration(_ tls: ServerSection.TLS) throws(CommandFault) -> TLSConfiguration {
    func read<Value>(_ key: String, _ path: String, _ body: () throws -> Value) throws(CommandFault) -> Value {
      do {
        return try body()
      } catch {
        throw CommandFault("server.tls.\(key): \(path) cannot be used: it must be PEM and undamaged", exitCode: .configuration)
      }
    }
    let chain = try read("certificate", tls.certificate) { try NIOSSLCertificate.fromPEMFile(tls.certificate) }
    let privateKey = try read("privateKey", tls.privateKey) { try NIOSSLPrivateKey(file: tls.privateKey, format: .pem) }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    do {
      _ = try NIOSSLContext(configuration: configuration)
    } catch {
      throw CommandFault(
        "server.tls.privateKey: \(tls.privateKey) does not belong to the certificate in \(tls.certificate)", exitCode: .configuration)
    }
    return configuration
  }
}

/// Lets the store close last.
private struct StoreService: Service, CustomStringConvertible {
  let store: SQLiteStore
  let description = "store"

  func run() async throws {
    try? await gracefulShutdown()
    try store.close()
  }
}

private struct DispatcherService: Service, CustomStringConvertible {
  let dispatcher: Dispatcher
  let description = "dispatcher"

  func run() async throws {
    await withGracefulShutdownHandler {
      await dispatcher.run()
    } onGracefulShutdown: {
      dispatcher.drain()
    }
  }
}

private struct HousekeeperService: Service, CustomStringConvertible {
  let housekeeper: Housekeeper
  let description = "housekeeper"

  func run() async throws {
    await cancelWhenGracefulShutdown { await housekeeper.run() }
  }
}

private struct ResenderService: Service, CustomStringConvertible {
  let resender: Resender
  let description = "resender"

  func run() async throws {
    await cancelWhenGracefulShutdown { await resender.run() }
  }
}

extension StorageSection.Store {
  fileprivate var location: SQLiteStore.Location {
    switch self {
    case .sqliteInMemory: .memory
    case .sqlite(let path): .file(path: path)
    }
  }
}

extension ApplicationSection {
  fileprivate var accessKeys: [AccessKey] {
    credentials.map { AccessKey(id: $0.accessKeyID, secret: SecretAccessKey($0.secretAccessKey.reveal())) }
  }

  fileprivate var apiApplication: APIApplication {
    let permissions = credentials.map { credential in
      (credential.accessKeyID, Set(credential.allow.map { $0 == .send ? APIApplication.Permission.send : .verify }))
    }
    return APIApplication(id: id, permissions: Dictionary(permissions, uniquingKeysWith: { $0.union($1) }))
  }
}

extension OriginationIdentitySection {
  var identityForRouting: OriginationIdentity {
    let coverage: OriginationIdentity.Coverage =
      switch countries {
      case .all: .everywhere
      case .some(let codes): .countries(Set(codes.map(CountryCode.init(rawValue:))))
      }
    let kind: OriginationIdentity.Kind =
      switch type {
      case .longCode: .longCode
      case .tenDLC: .tenDLC
      case .tollFree: .tollFree
      case .shortCode: .shortCode
      case .senderID: .senderID
      }
    return OriginationIdentity(
      identity: identity, kind: kind, coverage: coverage, transports: transports.map(TransportID.init(rawValue:)), entityID: entityID,
      templateIDs: templateIDs)
  }
}
