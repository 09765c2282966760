// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import SMPP

/// Performs the actions of a ``SimulatedSMSC`` and tells it what comes. Belongs to one event loop.
final class SMSCDriver {
  typealias ConnectionID = SimulatedSMSC.ConnectionID

  private let loop: any EventLoop
  private let tls: NIOSSLContext?
  private let log: SMSCServer.Log?
  private(set) var machine: SimulatedSMSC
  private var unencodable = 0

  private var handlers: [ConnectionID: SMSCChannelHandler] = [:]
  private var lastID = 0
  /// Those that have something to send.
  private var unsettled: [SMSCChannelHandler] = []
  private var listener: (any Channel)?
  private var address: SocketAddress?
  private var isStopped = false

  private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?
  private var lastTime = NIODeadline.uptimeNanoseconds(0)
  /// Whether nothing is read because the log is full.
  private var awaitsLog = false

  init(_ machine: SimulatedSMSC, loop: any EventLoop, tls: NIOSSLContext?, log: SMSCServer.Log?) {
    self.machine = machine
    self.loop = loop
    self.tls = tls
    self.log = log
  }

  var statistics: SMSCStatistics {
    var statistics = machine.statistics
    statistics.unencodable = unencodable
    return statistics
  }

  // MARK: Listening

  /// Opens the port; the future says which it is.
  func listen(host: String, port: Int) -> EventLoopFuture<Int> {
    let address: SocketAddress
    do {
      address = try SocketAddress.makeAddressResolvingHost(host, port: port)
    } catch {
      return loop.makeFailedFuture(error)
    }
    return bind(to: address).assumeIsolated().map { listener in
      self.listener = listener
      self.address = listener.localAddress ?? address
      return self.address?.port ?? port
    }.nonisolated()
  }

  private func bind(to address: SocketAddress) -> EventLoopFuture<any Channel> {
    let driver = NIOLoopBound(self, eventLoop: loop)
    var bootstrap = ServerBootstrap(group: loop, childGroup: loop)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.backlog, value: 1024)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls = driver.value.tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
          try pipeline.addHandler(SMSCChannelHandler(driver.value))
        }
      }
    if machine.faults.readsPerSecondMax != nil {
      // Little room in the kernel, so that the peer feels it.
      bootstrap = bootstrap.childChannelOption(.socketOption(.so_rcvbuf), value: 4096)
    }
    return bootstrap.bind(to: address)
  }

  private func resumeListening(attempts: Int = 100) {
    guard let address, listener == nil, !isStopped else { return }
    bind(to: address).assumeIsolated().whenComplete { result in
      switch result {
      case .success(let channel) where self.isStopped: channel.close(promise: nil)
      case .success(let channel): self.listener = channel
      case .failure:
        // Someone else has the port for the moment.
        guard attempts > 1 else { return }
        self.loop.assumeIsolated().scheduleTask(in: .milliseconds(100)) { self.resumeListening(attempts: attempts - 1) }
      }
    }
  }

  /// Closes everything.
  func shutdown() -> EventLoopFuture<Void> {
    isStopped = true
    timer?.task.cancel()
    timer = nil
    let channels = handlers.values.compactMap(\.channel) + [listener].compactMap { $0 }
    listener = nil
    let closed = channels.map { channel in channel.close().recover { _ in } }
    return EventLoopFuture.andAllSucceed(closed, on: loop)
  }

  // MARK: Events

  /// A connection stands; its name.
  func connected(_ handler: SMSCChannelHandler) -> ConnectionID {
    lastID += 1
    let id = ConnectionID(rawValue: lastID)
    handlers[id] = handler
    if isStopped { handler.close(.reset) }
    if awaitsLog { handler.stopReading(.log) }
    step { $0.connected(id, now: .now()) }
    return id
  }

  func disconnected(_ id: ConnectionID) {
    handlers[id] = nil
    if !isStopped { step { $0.disconnected(id, now: .now()) } }
  }

  func pduLengthMax(from id: ConnectionID) -> Int { machine.pduLengthMax(from: id) }

  /// What has been read; ``settle()`` follows when all of it has.
  func received(_ result: Result<PDU, PDUFault>, from id: ConnectionID, now: NIODeadline) {
    switch result {
    case .success(let pdu): perform(machine.received(pdu, from: id, now: now))
    case .failure(let fault): perform(machine.received(fault, from: id, now: now))
    }
  }

  func received(_ fault: FramingFault, from id: ConnectionID, now: NIODeadline) {
    perform(machine.received(fault, from: id, now: now))
  }

  /// Any other event, and what follows from it.
  func step(_ event: (inout SimulatedSMSC) -> [SimulatedSMSC.Action]) {
    perform(event(&machine))
    settle()
  }

  /// Sends what was written and sets the timer.
  func settle() {
    let handlers = unsettled
    unsettled.removeAll(keepingCapacity: true)
    for handler in handlers {
      handler.isUnsettled = false
      handler.flush()
    }
    setTimer()
    if let log, !awaitsLog, log.isFull() { awaitLog() }
  }

  private func setTimer() {
    // Not one wake-up for each event when there are many.
    guard !isStopped, let next = machine.nextDeadline.map({ max($0, lastTime + .microseconds(200)) }) else { return }
    if let timer, timer.deadline <= next { return }
    timer?.task.cancel()
    let task = loop.assumeIsolated().scheduleTask(deadline: next) {
      self.timer = nil
      self.lastTime = .now()
      self.step { $0.timeAdvanced(to: self.lastTime) }
    }
    timer = (next, task)
  }

  private func awaitLog() {
    awaitsLog = true
    for handler in handlers.values { handler.stopReading(.log) }
    pollLog()
  }

  private func pollLog() {
    loop.assumeIsolated().scheduleTask(in: .milliseconds(10)) {
      guard !self.isStopped else { return }
      if self.log?.isFull() == true { return self.pollLog() }
      self.awaitsLog = false
      for handler in self.handlers.values { handler.resumeReading(.log) }
    }
  }

  // MARK: Actions

  private func perform(_ actions: [SimulatedSMSC.Action]) {
    for action in actions {
      switch action {
      case .send(let pdu, let id, let segments): send(pdu, to: id, segments)
      case .close(let id, let ending): handlers.removeValue(forKey: id)?.close(ending)
      case .stopReading(let id): handlers[id]?.stopReading(.machine)
      case .resumeReading(let id): handlers[id]?.resumeReading(.machine)
      case .stopListening:
        listener?.close(promise: nil)
        listener = nil
      case .resumeListening: resumeListening()
      case .record(let entry): log?.write(entry)
      }
    }
  }

  private func send(_ pdu: PDU, to id: ConnectionID, _ segments: SimulatedSMSC.Segments) {
    guard let handler = handlers[id] else { return }
    if !handler.isUnsettled {
      handler.isUnsettled = true
      unsettled.append(handler)
    }
    do throws(EncodingFault) {
      try handler.write(pdu, segments)
    } catch {
      unencodable += 1
    }
  }
}
