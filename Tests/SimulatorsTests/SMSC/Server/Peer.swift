// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import SMPP

/// A client on a real socket that does what a test tells it, PDU by PDU.
struct Peer {
  private var input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let output: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var unread = ByteBuffer()
  private var lastSequence: UInt32 = 0

  /// Connects, and closes the connection after the body.
  static func connect<Result>(to port: Int, body: (inout Peer) async throws -> Result) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: "127.0.0.1", port: port) {
      channel in
      channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
    }
    return try await channel.executeThenClose { inbound, outbound in
      var peer = Peer(input: inbound.makeAsyncIterator(), output: outbound)
      return try await body(&peer)
    }
  }

  private init(input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, output: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
    self.input = input
    self.output = output
  }

  func send(octets: [UInt8]) async throws { try await output.write(ByteBuffer(bytes: octets)) }

  /// Requests in one segment, under the next sequence numbers.
  mutating func send(_ bodies: PDU.Body...) async throws {
    var buffer = ByteBuffer()
    for body in bodies {
      lastSequence += 1
      try PDU(body, sequence: lastSequence).encode(into: &buffer)
    }
    try await output.write(buffer)
  }

  func answer(_ pdu: PDU) async throws {
    var buffer = ByteBuffer()
    try PDU(.deliverSMResponse(MessageResponse()), sequence: pdu.sequence).encode(into: &buffer)
    try await output.write(buffer)
  }

  /// The next PDU; nil when the connection ends, with a FIN or with a RST.
  mutating func next() async throws -> PDU? {
    while true {
      if let result = try PDU.next(in: &unread) { return try result.get() }
      do {
        guard var more = try await input.next(isolation: #isolation) else { return nil }
        unread.writeBuffer(&more)
      } catch is IOError {
        return nil
      }
    }
  }

  mutating func bind(_ mode: Bind.Mode = .transceiver, systemID: String = "otp") async throws -> CommandStatus? {
    try await send(.bind(Bind(mode: mode, systemID: systemID, password: "secret")))
    return try await next()?.status
  }
}
