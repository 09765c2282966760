// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import SMPP

/// One connection of an ``SMSCDriver``: octets to PDUs and back, in the segments and at the pace that it is told.
final class SMSCChannelHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = Never
  typealias OutboundIn = Never
  typealias OutboundOut = ByteBuffer

  /// Why nothing is read; more than one may count.
  struct Standstill: OptionSet {
    let rawValue: Int
    /// The machine wants it so.
    static let machine = Standstill(rawValue: 1)
    /// The peer does not read what it is sent.
    static let peer = Standstill(rawValue: 2)
    /// The log is full.
    static let log = Standstill(rawValue: 4)
  }

  /// Why what is written is not sent.
  private enum Hold {
    case none, forNext, forPause
  }

  private static let pauseWithinPDU = TimeAmount.milliseconds(2)
  private static let closeTimeout = TimeAmount.seconds(5)

  /// Whether the driver is to flush.
  var isUnsettled = false
  private let driver: SMSCDriver
  private var id: SimulatedSMSC.ConnectionID?
  private var context: ChannelHandlerContext?
  private var standstill: Standstill = []
  private var wantsRead = false
  private var isClosing = false
  /// Ends what a peer that does not read would keep from ending.
  private var closing: Scheduled<Void>?
  private var unread = ByteBuffer()
  private var unsent = ByteBuffer()
  private var hold = Hold.none

  init(_ driver: SMSCDriver) {
    self.driver = driver
  }

  var channel: (any Channel)? { context?.channel }

  // MARK: Life

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) {
    if id == nil { id = driver.connected(self) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    isClosing = true
    closing?.cancel()
    if let id { driver.disconnected(id) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// Ends the connection, and reads nothing any more.
  func close(_ ending: SimulatedSMSC.Ending) {
    guard !isClosing, let context else { return }
    isClosing = true
    switch ending {
    case .finish:
      hold = .none
      let channel = context.channel
      closing = context.eventLoop.scheduleTask(in: Self.closeTimeout) { channel.close(promise: nil) }
      // May close it before this returns.
      context.writeAndFlush(wrapOutboundOut(unsent)).whenComplete { _ in channel.close(promise: nil) }
      unsent = ByteBuffer()
    case .reset:
      // A socket that is closed with no time to linger is reset.
      _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
      context.close(promise: nil)
    }
  }

  // MARK: Reading

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var octets = unwrapInboundIn(data)
    if isClosing { return }
    if unread.readableBytes == 0 {
      unread = octets
    } else {
      unread.discardReadBytes()
      unread.writeBuffer(&octets)
    }
    parse()
  }

  func channelReadComplete(context: ChannelHandlerContext) { driver.settle() }

  private func parse() {
    guard let id else { return }
    let now = NIODeadline.now()
    do throws(FramingFault) {
      while standstill.isEmpty, !isClosing, let result = try PDU.next(in: &unread, lengthMax: driver.pduLengthMax(from: id)) {
        driver.received(result, from: id, now: now)
      }
    } catch {
      driver.received(error, from: id, now: now)
    }
  }

  func read(context: ChannelHandlerContext) {
    if standstill.isEmpty {
      context.read()
    } else {
      wantsRead = true
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { resumeReading(.peer) } else { stopReading(.peer) }
  }

  func stopReading(_ reason: Standstill) { standstill.insert(reason) }

  func resumeReading(_ reason: Standstill) {
    guard standstill.remove(reason) != nil, standstill.isEmpty, !isClosing else { return }
    parse()
    driver.settle()
    if standstill.isEmpty, wantsRead, !isClosing {
      wantsRead = false
      context?.read()
    }
  }

  // MARK: Writing

  /// Writes a PDU; ``flush()`` sends it.
  func write(_ pdu: PDU, _ segments: SimulatedSMSC.Segments) throws(EncodingFault) {
    let start = unsent.writerIndex
    try pdu.encode(into: &unsent)
    if hold == .forNext { hold = .none }
    guard hold == .none else { return }
    switch segments {
    case .whole: break
    case .withNext: hold(.forNext, TimeAmount(driver.machine.faults.joinPause))
    case .split(let octets):
      let cut = min(start + max(1, octets), unsent.writerIndex - 1)
      guard let rest = unsent.getSlice(at: cut, length: unsent.writerIndex - cut) else { return }
      unsent.moveWriterIndex(to: cut)
      flush()
      unsent.writeImmutableBuffer(rest)
      hold(.forPause, Self.pauseWithinPDU)
    }
  }

  private func hold(_ reason: Hold, _ pause: TimeAmount) {
    hold = reason
    context?.eventLoop.assumeIsolated().scheduleTask(in: pause) {
      // A later hold may have come; then this only shortens it.
      self.hold = .none
      self.flush()
    }
  }

  /// Sends what was written, unless it is held back.
  func flush() {
    guard hold == .none, unsent.readableBytes > 0, !isClosing, let context else { return }
    let octets = unsent
    unsent = context.channel.allocator.buffer(capacity: 0)
    context.writeAndFlush(wrapOutboundOut(octets), promise: nil)
  }
}
