// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Testing

@testable import SMPP

/// What the sessions of a connector leave behind in what they share.
@Suite(.timeLimit(.minutes(1))) struct ConnectorCoreTests {
  private static let loop = MultiThreadedEventLoopGroup.singleton.next()

  private static func core() -> NIOLoopBoundBox<ConnectorCore> {
    let endpoint = SMPPConnectorConfiguration.Endpoint(host: "127.0.0.1", port: 1)
    let configuration = SMPPConnectorConfiguration(
      endpoints: [endpoint], bind: Bind(mode: .transceiver, systemID: "otp", password: "secret08"))
    let slot = SMPPConnectorStatus.Session(mode: .transceiver, endpoint: endpoint, isBound: false)
    return .makeBoxSendingValue(
      ConnectorCore(configuration, slots: [slot], eventLoop: loop, shared: ConnectorCore.Shared()), eventLoop: loop)
  }

  /// A connection with a session in it.
  private static func connect(_ core: NIOLoopBoundBox<ConnectorCore>, port: Int) async throws -> any Channel {
    try await ClientBootstrap(group: loop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let session = core.value.makeSession(slot: 0, endpoint: .init(host: "127.0.0.1", port: port))
          try channel.pipeline.syncOperations.addHandler(session)
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
  }

  @Test func `a connection that is not made leaves no session behind`() async throws {
    let core = Self.core()
    for _ in 0..<3 { await #expect(throws: (any Error).self) { _ = try await Self.connect(core, port: 1) } }
    #expect(try await Self.loop.submit { core.value.sessionCount }.get() == 0)
  }

  @Test func `a connection that is made after the shutdown began is closed`() async throws {
    let smsc = try await ScriptedSMSC.start { _, _ in }
    let core = Self.core()
    try await Self.loop.submit { core.value.drain() }.get()
    let channel = try await Self.connect(core, port: smsc.port)
    try await channel.closeFuture.get()
    #expect(try await Self.loop.submit { core.value.sessionCount }.get() == 0)
    try await smsc.shutdown()
  }
}
