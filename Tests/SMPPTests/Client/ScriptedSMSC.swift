// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import SMPP
import Synchronization

/// An SMSC on a free port of the loopback interface whose every answer a test scripts. What keeps a session alive it answers by itself.
final class ScriptedSMSC: Sendable {
  /// A connection to it.
  struct Link: Sendable {
    let channel: any Channel

    func send(_ pdus: PDU...) {
      var buffer = ByteBuffer()
      for pdu in pdus { try? pdu.encode(into: &buffer) }
      channel.writeAndFlush(buffer, promise: nil)
    }

    func send(octets: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: octets), promise: nil) }

    func accept(_ pdu: PDU) { answer(pdu, .ok) }

    func answer(_ pdu: PDU, _ status: CommandStatus) {
      let id = status == .ok ? "A\(pdu.sequence)" : ""
      send(PDU(.submitSMResponse(MessageResponse(messageID: id)), status: status, sequence: pdu.sequence))
    }
  }

  /// Hears every PDU but binds, enquire_link and unbind, and answers over its link, now or later. Called on the event loop.
  typealias Script = @Sendable (PDU, Link) -> Void

  var port: Int { listener.localAddress?.port ?? 0 }
  private let listener: any Channel
  private let heard: Heard

  /// Every PDU that came, in order.
  private final class Heard: Sendable {
    let pdus = Mutex<[PDU]>([])
    let links = Mutex<[Link]>([])
  }

  private init(listener: any Channel, heard: Heard) {
    self.listener = listener
    self.heard = heard
  }

  static func start(_ script: @escaping Script) async throws -> ScriptedSMSC {
    let heard = Heard()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        heard.links.withLock { $0.append(Link(channel: channel)) }
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(script: script, heard: heard))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return ScriptedSMSC(listener: listener, heard: heard)
  }

  /// What was submitted so far, in order.
  var submitted: [PDU] { heard.pdus.withLock { $0.filter { $0.commandID == .submitSM } } }

  /// The connections that were made, in order.
  var links: [Link] { heard.links.withLock { $0 } }

  func shutdown() async throws {
    try await listener.close()
    for link in links { try? await link.channel.close() }
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let script: Script
    private let heard: Heard
    private var input = ByteBuffer()

    init(script: @escaping Script, heard: Heard) {
      self.script = script
      self.heard = heard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      input.writeImmutableBuffer(unwrapInboundIn(data))
      let link = Link(channel: context.channel)
      while case .success(let pdu)? = try? PDU.next(in: &input) {
        heard.pdus.withLock { $0.append(pdu) }
        switch pdu.body {
        case .bind(let bind): link.send(PDU(.bindResponse(BindResponse(mode: bind.mode, systemID: "SMSC")), sequence: pdu.sequence))
        case .enquireLink: link.send(PDU(.enquireLinkResponse, sequence: pdu.sequence))
        case .unbind: link.send(PDU(.unbindResponse, sequence: pdu.sequence))
        default: script(pdu, link)
        }
      }
    }
  }
}
