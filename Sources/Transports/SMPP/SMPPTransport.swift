// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
package import OTPCore
package import SMPP
internal import SMSCodec
internal import Synchronization

/// A carrier connection: hands messages to an SMSC over SMPP and hears receipts and messages from it.
package final class SMPPTransport: Transport {
  package let id: TransportID
  package let kind = "smpp"
  package let capabilities: TransportCapabilities

  private let connector: SMPPConnector
  private let submits: SubmitMapping
  private let receipts: Mutex<ReceiptMapping>
  private let inbound: Mutex<InboundMapping>
  private let windows: Int
  private let clock: GatewayClock
  private let since: Mutex<Since>
  /// News from the event loop, for the task that reports them.
  private let news: AsyncStream<TransportEvent>
  private let newsCame: AsyncStream<TransportEvent>.Continuation

  /// Since when it has been up or down.
  private struct Since {
    var state: TransportStatus.State
    var at: Timestamp
    var error: String?
    /// What was reported last: every failed try would say the same again.
    var reported: [String?] = []
  }

  /// - Parameters:
  ///   - identities: the kinds of the origination identities that use this transport.
  ///   - connector: to the SMSC; run by ``run(reporting:)``.
  package init(
    id: TransportID, connector: SMPPConnector, configuration: SMPPConnectorConfiguration, messages: SMPPMessageSettings,
    receipts: SMPPReceiptSettings, identities: [String: OriginationIdentity.Kind], clock: GatewayClock
  ) {
    self.id = id
    self.connector = connector
    self.clock = clock
    windows = configuration.windowMax * max(1, configuration.binds)
    // More than the windows hold: while some are kept in the store, others are on the wire, and a slow disk must not leave the windows
    // empty. Not many more: what is found here after a crash counts as unknown.
    capabilities = TransportCapabilities(inFlightMax: 2 * windows + 64, forgetsOnRestart: false)
    submits = SubmitMapping(settings: messages, identities: identities)
    self.receipts = Mutex(ReceiptMapping(transport: id, settings: receipts))
    inbound = Mutex(InboundMapping(transport: id, alphabet: messages.alphabet))
    since = Mutex(Since(state: .down, at: clock.now))
    (news, newsCame) = AsyncStream.makeStream()
  }

  package func submit(_ outbound: OutboundMessage) async -> SubmitOutcome {
    let now = clock.now
    let bodies: [MessagePDU]
    do throws(SubmitMappingFault) {
      bodies = try submits.submits(for: outbound, now: now, reference: UInt16.random(in: 0...UInt16.max))
    } catch {
      return .rejected(Rejection(reason: .configuration, advice: error.description))
    }
    let life = outbound.message.expiresAt.milliseconds - now.milliseconds
    let submission = Submission(
      reference: outbound.message.id.description, parts: bodies, notAfter: .now() + .milliseconds(max(0, life)))
    return outcome(of: await connector.submit(submission))
  }

  private func outcome(of answers: [SubmitAnswer]) -> SubmitOutcome {
    receipts.withLock { receipts in
      for case .answered(.ok, let messageID) in answers {
        if let remoteID = RemoteID(smpp: messageID) { receipts.submitted(remoteID) }
      }
    }
    return AnswerMapping.outcome(of: answers)
  }

  package func run(reporting reports: any DeliveryReports) async {
    async let telling: Void = tell(reports)
    await connector.run(Listener(transport: self, reports: reports))
    newsCame.finish()
    await telling
  }

  package var isUp: Bool { connector.canSend }

  package func beginShutdown() { connector.beginShutdown() }

  // MARK: Status

  package func status() -> TransportStatus { status(of: connector.status) }

  private func status(of connector: SMPPConnectorStatus) -> TransportStatus {
    let isReceiver = connector.sessions.allSatisfy { $0.mode == .receiver }
    let state: TransportStatus.State = connector.canSend || isReceiver && connector.sessions.contains(where: \.isBound) ? .up : .down
    let error = connector.lastError
    let since = since.withLock { since in
      if since.state != state { since = Since(state: state, at: clock.now, error: since.error) }
      since.error = error ?? since.error
      return since
    }
    return TransportStatus(
      state: state, since: since.at, lastError: since.error,
      facts: connector.facts(windows: windows).merging(receipts.withLock { ["receiptIds": $0.facts] }) { first, _ in first })
  }

  private func report(_ connector: SMPPConnectorStatus) {
    let status = status(of: connector)
    let bound = connector.sessions.count(where: \.isBound)
    let news = [status.state.rawValue, "\(bound)", connector.lastError]
    let isNews = since.withLock { since in
      defer { since.reported = news }
      return since.reported != news
    }
    // A place that is still to be tried for the first time is no news.
    guard isNews, status.state == .up || connector.lastError != nil else { return }
    let told = TransportStatus(state: status.state, since: status.since, lastError: connector.lastError, facts: status.facts)
    newsCame.yield(.changed(id, told))
  }

  // MARK: Reports

  private func tell(_ reports: any DeliveryReports) async {
    for await event in news {
      // A late answer that is not kept would leave the message unknown; the store gets a minute to come back.
      for _ in 0..<60 {
        if await reports.report(event) { break }
        guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
      }
    }
  }

  /// Hears the connector.
  private struct Listener: SMPPDelegate {
    let transport: SMPPTransport
    let reports: any DeliveryReports

    func received(_ messages: [IncomingMessage]) async -> [CommandStatus] {
      await transport.received(messages.map(\.pdu), reporting: reports)
    }

    func answeredLate(_ reference: String, answers: [SubmitAnswer]) {
      guard let message = MessageID(reference) else { return }
      transport.newsCame.yield(.answered(message, transport.outcome(of: answers)))
    }

    func changed(_ status: SMPPConnectorStatus) {
      transport.report(status)
    }
  }

  /// Keeps what came; what the store has is acknowledged, the rest is left with the SMSC.
  private func received(_ pdus: [PDU], reporting reports: any DeliveryReports) async -> [CommandStatus] {
    let now = clock.now
    var statuses = Array(repeating: CommandStatus.ok, count: pdus.count)
    var settled: [(index: Int, receipt: OTPCore.DeliveryReceipt)] = []
    for (index, pdu) in pdus.enumerated() {
      switch receipts.withLock({ $0.read(pdu, at: now) }) {
      case .final(let receipt): settled.append((index, receipt))
      case .passing: break
      case .notAReceipt:
        for reading in inbound.withLock({ $0.read(pdu, at: now) }) where await !reports.report(.inbound(reading.message)) {
          statuses[index] = .temporaryApplicationError
          inbound.withLock { $0.giveBack(reading) }
        }
      }
    }
    if !settled.isEmpty, await !reports.report(.receipts(settled.map(\.receipt))) {
      for (index, _) in settled { statuses[index] = .temporaryApplicationError }
    }
    return statuses
  }
}
