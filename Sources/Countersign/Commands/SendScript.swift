// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import OTPCore

/// What `countersign send` does: brings up one transport, hands it one message, hears what becomes of it, and says so.
struct SendScript {
  let transport: any Transport
  let outbound: OutboundMessage
  /// How long receipts are waited for.
  let receiptWait: Duration
  /// Longest wait for a link.
  var linkMax: Duration = .seconds(30)
  /// How long a link that reported an error may still come up, by another host or another try.
  var linkErrorMax: Duration = .seconds(5)
  var say: @Sendable (String) -> Void = { Console.say($0) }

  /// A transport that takes longer to say goodbye is cut off.
  private static let shutdownMax: Duration = .seconds(10)

  /// The exit code: success when the message was delivered, or accepted and not reported on in time.
  func play() async -> ExitCode {
    let reports = SendReports()
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await transport.run(reporting: reports) }
      let code = await converse(reports)
      transport.beginShutdown()
      group.addTask { try? await Task.sleep(for: Self.shutdownMax) }
      await group.next()
      group.cancelAll()
      return code
    }
  }

  private func converse(_ reports: SendReports) async -> ExitCode {
    guard await linkIsUp() else {
      await reports.expect([])
      return .unavailable
    }
    let message = outbound.message
    say("send       \(Self.count(message.parts, "part")) from \(message.origination) to \(message.destination.e164) over \(transport.id)")
    let start = ContinuousClock.now
    let outcome = await transport.submit(outbound)
    let time = Self.words(start.duration(to: .now))
    guard case .accepted(let ids) = outcome else {
      await reports.expect([])
      return say(outcome, after: time)
    }
    await reports.expect(Set(ids))
    guard !ids.isEmpty else {
      say("answer     accepted after \(time), without an id: no receipt can be matched")
      return .success
    }
    say("answer     accepted after \(time), \(ids.count == 1 ? "id" : "ids") \(ids.map(\.rawValue).joined(separator: ", "))")
    return await follow(Set(ids), reports, since: start)
  }

  /// Tells every error that the transport reports while it waits, once.
  private func linkIsUp() async -> Bool {
    let start = ContinuousClock.now
    var lastError: String?
    var firstErrorAt: ContinuousClock.Instant?
    while !Task.isCancelled {
      let status = transport.status()
      if status.state == .up {
        let facts = status.facts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        say("link       up after \(Self.words(start.duration(to: .now)))\(facts.isEmpty ? "" : " (\(facts))")")
        return true
      }
      let now = ContinuousClock.now
      if let error = status.lastError, error != lastError {
        say("link       \(error)")
        lastError = error
        firstErrorAt = firstErrorAt ?? now
      }
      if let firstErrorAt, firstErrorAt.duration(to: now) >= linkErrorMax { break }
      if start.duration(to: now) >= linkMax { break }
      try? await Task.sleep(for: .milliseconds(20))
    }
    say("link       not up after \(Self.words(start.duration(to: .now))): nothing was sent")
    return false
  }

  private func say(_ outcome: SubmitOutcome, after time: String) -> ExitCode {
    switch outcome {
    case .accepted: return .success
    case .ended(let ending):
      say("answer     \(Self.words(ending)) after \(time)")
      return ending.kind == .delivered ? .success : .unavailable
    case .rejected(let rejection):
      let code = rejection.code.map { ", \($0)" } ?? ""
      say("answer     refused after \(time) (\(rejection.reason.rawValue)\(code)): \(rejection.advice)")
    case .unknown(let reason):
      say("answer     unknown after \(time): \(reason); the phone may have the message")
    }
    return .unavailable
  }

  private func follow(_ ids: Set<RemoteID>, _ reports: SendReports, since start: ContinuousClock.Instant) async -> ExitCode {
    async let _: Void = reports.finish(after: receiptWait)
    var missing = ids
    var hasFailed = false
    for await (id, ending) in reports.receipts where missing.remove(id) != nil {
      say("receipt    \(Self.words(ending)) after \(Self.words(start.duration(to: .now))), id \(id.rawValue)")
      hasFailed = hasFailed || ending.kind != .delivered
      if missing.isEmpty { break }
    }
    if !missing.isEmpty {
      let some = missing.count == ids.count ? "" : " for \(missing.count) of \(ids.count) parts"
      say("receipt    none\(some) within \(receiptWait.configurationText)")
    }
    return hasFailed ? .unavailable : .success
  }

  private static func words(_ ending: DeliveryEnding) -> String {
    let kind =
      switch ending.kind {
      case .delivered: "delivered"
      case .failed: "failed"
      case .expired: "expired"
      }
    let detail = [ending.reason, ending.error.map { "error \($0)" }].compactMap(\.self).joined(separator: ", ")
    return detail.isEmpty ? kind : "\(kind) (\(detail))"
  }

  private static func words(_ duration: Duration) -> String { "\(duration.wholeMilliseconds) ms" }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// Hears the transport while one message is under way, and takes what belongs to that message alone.
///
/// The network may hand this link the receipts of other messages, and what phones send. They are refused, so that it keeps them for the
/// gateway.
private actor SendReports: DeliveryReports {
  /// The receipts of the message, in the order in which they came: the name it was accepted with, and how it ended.
  nonisolated let receipts: AsyncStream<(RemoteID, DeliveryEnding)>
  private let continuation: AsyncStream<(RemoteID, DeliveryEnding)>.Continuation
  /// Nil until the network has answered: a receipt can come before the answer.
  private var expected: Set<RemoteID>?
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init() {
    (receipts, continuation) = AsyncStream.makeStream()
  }

  func expect(_ ids: Set<RemoteID>) {
    expected = ids
    for one in waiting { one.resume() }
    waiting = []
  }

  nonisolated func finish(after wait: Duration) async {
    try? await Task.sleep(for: wait)
    continuation.finish()
  }

  func report(_ event: TransportEvent) async -> Bool {
    switch event {
    case .receipts(let receipts):
      if expected == nil { await withCheckedContinuation { waiting.append($0) } }
      let own = receipts.compactMap { receipt in
        ([receipt.remoteID] + receipt.alternatives).first { expected?.contains($0) == true }.map { ($0, receipt.ending) }
      }
      for (id, ending) in own { continuation.yield((id, ending)) }
      return own.count == receipts.count
    case .inbound: return false
    case .answered, .changed: return true
    }
  }
}
