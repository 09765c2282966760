// SPDX-License-Identifier: Apache-2.0

public import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A client of an SMSC: keeps its binds, hands messages over within window and rate, and says the truth about what became of them.
///
/// All its sessions share one event loop, so that nothing in it waits for a lock. ``submit(_:)`` may be called from anywhere.
public final class SMPPConnector: Sendable {
  private let configuration: SMPPConnectorConfiguration
  private let eventLoop: any EventLoop
  private let shared = ConnectorCore.Shared()
  private let core: NIOLoopBoundBox<ConnectorCore>
  private let places: [Place]
  private let stop: AsyncStream<Void>
  private let stopped: AsyncStream<Void>.Continuation

  /// Where one session after the other is kept.
  private struct Place: Sendable {
    let number: Int
    let bind: Int
    let mode: Bind.Mode
  }

  /// Makes a connector; ``run(_:)`` connects it.
  public init(_ configuration: SMPPConnectorConfiguration, eventLoop: any EventLoop) {
    self.configuration = configuration
    self.eventLoop = eventLoop
    let binds = (0..<max(1, configuration.binds)).flatMap { bind in configuration.bindMode.sessions.map { (bind, $0) } }
    places = binds.enumerated().map { Place(number: $0.offset, bind: $0.element.0, mode: $0.element.1) }
    let slots = places.map {
      SMPPConnectorStatus.Session(mode: $0.mode, endpoint: configuration.endpoint($0.bind), isBound: false)
    }
    core = .makeBoxSendingValue(
      ConnectorCore(configuration, slots: slots, eventLoop: eventLoop, shared: shared), eventLoop: eventLoop)
    (stop, stopped) = AsyncStream.makeStream()
  }

  /// How it is doing.
  public var status: SMPPConnectorStatus { shared.status.withLock { $0 } }

  /// Whether messages can be handed over now.
  public var canSend: Bool { shared.status.withLock { $0.canSend } }

  /// Hands a message over; answers with one answer for each part when all of them are known.
  ///
  /// It waits for a place in a window and for the rate; without any bound session it answers at once that nothing was sent.
  public func submit(_ submission: Submission) async -> [SubmitAnswer] {
    guard !submission.parts.isEmpty else { return [] }
    return await withCheckedContinuation { waiter in
      let isFirst = shared.arrivals.withLock { arrivals in
        arrivals.append(ConnectorCore.Shared.Arrival(submission: submission, waiter: waiter))
        return arrivals.count == 1
      }
      // One turn of the loop takes all that have come until then.
      if isFirst { eventLoop.execute { [core] in core.value.takeArrivals() } }
    }
  }

  /// Ends the sessions when what is under way has been answered; ``run(_:)`` returns then.
  public func beginShutdown() {
    shared.isStopping.withLock { $0 = true }
    stopped.finish()
  }

  /// Keeps the sessions bound until ``beginShutdown()``; cancelling is the abrupt way.
  public func run(_ delegate: any SMPPDelegate) async {
    await withTaskCancellationHandler {
      eventLoop.execute { [core] in core.value.start(delegate) }
      async let incoming: Void = deliverIncoming(to: delegate)
      await withTaskGroup(of: Void.self) { group in
        for place in places { group.addTask { await self.keepSession(at: place) } }
        for await _ in stop {}
        eventLoop.execute { [core] in core.value.drain() }
        // Wakes those that wait before the next try; a session under way ends by itself.
        group.cancelAll()
        await group.waitForAll()
      }
      eventLoop.execute { [core] in core.value.stop("the gateway stops") }
      shared.incomingCame.finish()
      await incoming
    } onCancel: {
      beginShutdown()
      eventLoop.execute { [core] in core.value.stop("the gateway stops") }
    }
  }

  private var isStopping: Bool { shared.isStopping.withLock { $0 } }

  private func keepSession(at place: Place) async {
    var backoff = Backoff(least: configuration.reconnectLeast, most: configuration.reconnectMost)
    var attempt = place.bind
    while !isStopping {
      let endpoint = configuration.endpoint(attempt)
      let (end, lifetime) = await session(at: place, endpoint)
      if lifetime < Backoff.goodSession { attempt += 1 }
      if isStopping { return }
      let delay = backoff.delay(after: end, bound: lifetime, fraction: Double.random(in: 0...1))
      guard (try? await Task.sleep(for: .nanoseconds(delay.nanoseconds))) != nil else { return }
    }
  }

  /// One session from its connection to its end, and how long it was bound.
  private func session(at place: Place, _ endpoint: SMPPConnectorConfiguration.Endpoint) async -> (SessionEnd, TimeAmount) {
    // Of a host with several addresses more than one connection may be tried; only one of them is kept.
    let made = NIOLoopBoundBox<[ObjectIdentifier: SessionHandler]>.makeBoxSendingValue([:], eventLoop: eventLoop)
    let kept: ObjectIdentifier
    do {
      let channel = try await bootstrap(place, endpoint, made).connect(host: endpoint.host, port: endpoint.port).get()
      kept = ObjectIdentifier(channel)
      try await channel.closeFuture.get()
    } catch {
      let end = SessionEnd.linkLost("cannot connect to \(endpoint): \(LinkFault.words(error))")
      try? await eventLoop.submit { [core] in core.value.failed(slot: place.number, endpoint: endpoint, end) }.get()
      return (end, .zero)
    }
    let outcome = try? await eventLoop.submit { () -> (SessionEnd, TimeAmount) in
      guard let session = made.value[kept], let end = session.end else { return (.linkLost("the connection broke"), .zero) }
      return (end, session.boundAt.map { NIODeadline.now() - $0 } ?? .zero)
    }.get()
    return outcome ?? (.linkLost("the connection broke"), .zero)
  }

  private func bootstrap(
    _ place: Place, _ endpoint: SMPPConnectorConfiguration.Endpoint, _ made: NIOLoopBoundBox<[ObjectIdentifier: SessionHandler]>
  ) -> ClientBootstrap {
    ClientBootstrap(group: eventLoop)
      .connectTimeout(configuration.connectTimeout)
      // A small write must not wait for the acknowledgement of the last one: the SMSC may delay that by 40 ms.
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelOption(.socketOption(.so_keepalive), value: 1)
      .channelInitializer { [configuration, core] channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls = configuration.tls {
            try channel.pipeline.syncOperations.addHandler(tls.handler(for: endpoint.host))
          }
          let session = core.value.makeSession(slot: place.number, endpoint: endpoint)
          made.value[ObjectIdentifier(channel)] = session
          try channel.pipeline.syncOperations.addHandler(session)
        }
      }
  }

  /// Hands what came to the delegate, what came together in one call, and acknowledges it.
  private func deliverIncoming(to delegate: any SMPPDelegate) async {
    for await _ in shared.incomingSignal {
      while case let messages = takeIncoming(), !messages.isEmpty {
        let statuses = await delegate.received(messages)
        eventLoop.execute { [core] in core.value.answer(messages, with: statuses) }
      }
    }
  }

  private func takeIncoming() -> [IncomingMessage] {
    shared.incoming.withLock { incoming in
      defer { incoming = [] }
      return incoming
    }
  }
}

extension SMPPConnectorConfiguration {
  /// The host that try number `attempt` goes to.
  fileprivate func endpoint(_ attempt: Int) -> Endpoint {
    endpoints.isEmpty ? Endpoint(host: "localhost", port: 2775) : endpoints[attempt % endpoints.count]
  }
}

extension SMPPConnectorConfiguration.TLS {
  fileprivate func handler(for host: String) throws -> NIOSSLClientHandler {
    // An address is no name to ask for in SNI; the certificate is then checked against the address itself.
    let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
    return try NIOSSLClientHandler(context: context, serverHostname: serverName ?? (isAddress ? nil : host))
  }
}
