// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// Drives one session on its event loop: turns octets into events of the machine and its actions into octets.
///
/// Everything that is written during one turn of the loop leaves in one write.
final class SessionHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private var machine: SessionMachine
  private let core: ConnectorCore
  /// Its number at the connector.
  let number: Int
  private var context: ChannelHandlerContext?
  private var input = ByteBuffer()
  private var output = ByteBuffer()
  private var timer: Scheduled<Void>?
  private var timerDeadline: NIODeadline?
  private(set) var boundAt: NIODeadline?
  private(set) var end: SessionEnd?
  private var requests: [UInt32: PartInFlight] = [:]

  /// Which part a request carries.
  struct PartInFlight {
    let submission: SubmissionInFlight
    let part: Int
  }

  init(_ machine: SessionMachine, core: ConnectorCore, number: Int) {
    self.machine = machine
    self.core = core
    self.number = number
  }

  var outstanding: Int { machine.outstanding }
  var oddities: Int { machine.oddities }
  var isBound: Bool { machine.isBound }

  /// How many requests it takes now.
  var room: Int { context?.channel.isWritable == true ? machine.freeSlots : 0 }

  // MARK: From the connector

  /// Writes one part; false when the session has no room.
  func send(_ part: Int, of submission: SubmissionInFlight, at now: NIODeadline) -> Bool {
    var message = submission.parts[part]
    if case .relative = message.validityPeriod {
      // Counted from when the SMSC gets it, so what it has waited here is not life any more.
      message.validityPeriod = .relative(seconds: max(1, Int((submission.submission.notAfter - now).nanoseconds / 1_000_000_000)))
    }
    guard let pdu = machine.request(.submitSM(message), at: now) else { return false }
    do throws(EncodingFault) {
      try pdu.encode(into: &output)
      requests[pdu.sequence] = PartInFlight(submission: submission, part: part)
      submission.sent(part)
    } catch {
      machine.withdraw(pdu.sequence)
      submission.failed(part, "\(error)")
    }
    return true
  }

  func answer(_ pdu: PDU, with status: CommandStatus, at now: NIODeadline) {
    perform(machine.answer(pdu, with: status, at: now), at: now)
  }

  func drain(at now: NIODeadline) { perform(machine.drain(at: now), at: now) }

  /// Ends the session now, whatever is under way.
  func abandon(_ reason: String) {
    perform(machine.linkLost(reason), at: .now())
    finishTurn()
  }

  /// Writes what has gathered, and sets the timer.
  func finishTurn() {
    guard let context, end == nil else { return }
    flush(context)
    guard isRead(context) else { return perform(machine.linkLost("the SMSC does not read what it is sent"), at: .now()) }
    setTimer(context)
  }

  /// Octets that may wait for the peer to read: more than the requests of any window. An SMSC that asks and asks and never reads the
  /// answers would fill memory with them.
  private static let unreadMax = 4 << 20

  private func isRead(_ context: ChannelHandlerContext) -> Bool {
    if context.channel.isWritable { return true }
    return ((try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0) <= Self.unreadMax
  }

  private func flush(_ context: ChannelHandlerContext) {
    guard output.readableBytes > 0 else { return }
    let written = output
    // Before it is written: a channel that fills up or empties says so from within, which leads to the next turn and back to here.
    output = context.channel.allocator.buffer(capacity: 4096)
    context.writeAndFlush(wrapOutboundOut(written), promise: nil)
  }

  private func setTimer(_ context: ChannelHandlerContext) {
    guard let deadline = machine.nextDeadline else { return }
    // A deadline that has moved away is left to fire and be set anew: cheaper than moving the timer with every request.
    if let timerDeadline, timerDeadline <= deadline { return }
    timer?.cancel()
    timerDeadline = deadline
    timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
      timerDeadline = nil
      timer = nil
      let now = NIODeadline.now()
      perform(machine.timeAdvanced(to: now), at: now)
      core.turn()
    }
  }

  // MARK: From the channel

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    output = context.channel.allocator.buffer(capacity: 4096)
  }

  func channelActive(context: ChannelHandlerContext) {
    guard end == nil else { return context.close(promise: nil) }
    let now = NIODeadline.now()
    perform(machine.connected(at: now), at: now)
    finishTurn()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var octets = unwrapInboundIn(data)
    if input.readableBytes == 0 {
      input = octets
    } else {
      input.writeBuffer(&octets)
    }
    let now = NIODeadline.now()
    do throws(FramingFault) {
      while end == nil, let next = try PDU.next(in: &input) {
        switch next {
        case .success(let pdu): perform(machine.received(pdu, at: now), at: now)
        case .failure(let fault): perform(machine.received(fault, at: now), at: now)
        }
      }
    } catch {
      perform(machine.received(error, at: now), at: now)
    }
    if input.readableBytes == 0 {
      input = ByteBuffer()
    } else {
      input.discardReadBytes()
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    core.turn()
    context.fireChannelReadComplete()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) { core.turn() }

  func channelInactive(context: ChannelHandlerContext) {
    perform(machine.linkLost("the SMSC closed the connection"), at: .now())
    core.turn()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    perform(machine.linkLost("the connection broke: \(LinkFault.words(error))"), at: .now())
    core.turn()
    context.close(promise: nil)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    self.context = nil
    // Of a host with several addresses, all but one of the connections that are tried never become active.
    if end == nil { core.discard(self) }
  }

  // MARK: Actions

  private func perform(_ actions: [SessionAction], at now: NIODeadline) {
    for action in actions {
      switch action {
      case .send(let pdu): write(pdu)
      case .bound(let response):
        boundAt = now
        core.bound(self, response)
      case .answered(let sequence, let pdu): answered(sequence, pdu, at: now)
      case .answeredLate(let sequence, let pdu): answeredLate(sequence, pdu, at: now)
      case .unknown(let sequence, let reason):
        guard let request = requests[sequence] else { continue }
        request.submission.unknown(request.part, reason)
      case .forgotten(let sequence): requests.removeValue(forKey: sequence)
      case .received(let pdu): core.received(IncomingMessage(pdu: pdu, session: number))
      case .close(let end, let unanswered): close(end, unanswered)
      }
    }
  }

  private func write(_ pdu: PDU) {
    // Only the bind has fields of the user's, and they were measured when the connector was made; what cannot be encoded is not sent.
    do throws(EncodingFault) {
      try pdu.encode(into: &output)
    } catch {
      abandon("cannot encode \(pdu): \(error)")
    }
  }

  private func answered(_ sequence: UInt32, _ pdu: PDU, at now: NIODeadline) {
    guard let request = requests.removeValue(forKey: sequence) else { return }
    let (status, messageID, parameters) = pdu.submitAnswer
    core.heard(status, congestion: parameters.congestionState, at: now)
    request.submission.answered(request.part, status, messageID: messageID)
  }

  private func answeredLate(_ sequence: UInt32, _ pdu: PDU, at now: NIODeadline) {
    guard let request = requests.removeValue(forKey: sequence) else { return }
    let (status, messageID, parameters) = pdu.submitAnswer
    core.heard(status, congestion: parameters.congestionState, at: now)
    // As long as another part is awaited this is no news: the submitter hears of it with the rest.
    let isNews = request.submission.isSettled
    request.submission.answered(request.part, status, messageID: messageID)
    if isNews { core.answeredLate(request.submission) }
  }

  private func close(_ end: SessionEnd, _ unanswered: [UInt32]) {
    guard self.end == nil else { return }
    self.end = end
    if let context { flush(context) }
    for sequence in unanswered {
      guard let request = requests[sequence] else { continue }
      request.submission.unknown(request.part, "the link was lost before the SMSC answered: \(end)")
    }
    requests.removeAll()
    timer?.cancel()
    timer = nil
    core.ended(self)
    context?.close(promise: nil)
  }
}

extension PDU {
  /// The parts of an answer to submit_sm, whatever command it came with.
  fileprivate var submitAnswer: (CommandStatus, messageID: String, parameters: [TLV]) {
    switch body {
    case .submitSMResponse(let response), .dataSMResponse(let response): (status, response.messageID, response.parameters)
    default: (status, "", [])
    }
  }
}
