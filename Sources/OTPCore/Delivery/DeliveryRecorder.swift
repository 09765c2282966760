// SPDX-License-Identifier: Apache-2.0

internal import Logging
internal import Synchronization

/// Keeps what becomes of the messages of one transport. Outcomes and receipts that come in together go into one write, outcomes
/// first: a receipt may follow close behind the answer that tells the name it goes by.
final class DeliveryRecorder: Sendable {
  private struct News: Sendable {
    /// Steps of messages whose outcome is known; at most as many as are in flight.
    var outcomes: [[MessageStep]] = []
    var receipts: [DeliveryReceipt] = []
    /// Those who wait to hear whether what they told is kept.
    var waiting: [CheckedContinuation<Bool, Never>] = []

    var isEmpty: Bool { outcomes.isEmpty && waiting.isEmpty }
  }

  private struct State {
    var news = News()
    var hasEnded = false
  }

  private let transport: TransportID
  private let store: any Store
  private let clock: GatewayClock
  private let logger: Logger
  private let state = Mutex(State())
  private let signal: AsyncStream<Void>
  private let newsCame: AsyncStream<Void>.Continuation

  init(transport: TransportID, store: any Store, clock: GatewayClock, logger: Logger) {
    self.transport = transport
    self.store = store
    self.clock = clock
    self.logger = logger
    (signal, newsCame) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Takes the steps that follow from one outcome. They are kept in time, without anybody waiting.
  func take(_ outcome: [MessageStep]) {
    state.withLock { $0.news.outcomes.append(outcome) }
    newsCame.yield()
  }

  /// True when the receipts, and every outcome that was taken before them, are kept.
  func keep(_ receipts: [DeliveryReceipt]) async -> Bool {
    await withCheckedContinuation { continuation in
      let hasEnded = state.withLock { state in
        if !state.hasEnded {
          state.news.receipts += receipts
          state.news.waiting.append(continuation)
        }
        return state.hasEnded
      }
      if hasEnded { continuation.resume(returning: false) } else { newsCame.yield() }
    }
  }

  /// Ends `run` when what was taken is kept.
  func finish() { newsCame.finish() }

  /// Keeps news until `finish`. `kept` hears of each write: how many outcomes were in it, how many of them handed a message over,
  /// and what it changed.
  func run(kept: (_ outcomes: Int, _ handedOver: Int, _ changes: MessageChanges) -> Void) async {
    for await _ in signal {
      guard await keepNews(kept) else { break }
    }
    _ = await keepNews(kept)
    let rest = state.withLock { state in
      state.hasEnded = true
      return Self.taken(from: &state)
    }
    for waiting in rest.waiting { waiting.resume(returning: false) }
  }

  private static func taken(from state: inout State) -> News {
    defer { state.news = News() }
    return state.news
  }

  /// Writes what there is. An outcome that is not kept would be submitted again or lost, so this tries until the store takes it;
  /// a receipt is left to the network, which will tell it again. False when it was cancelled before.
  private func keepNews(_ kept: (Int, Int, MessageChanges) -> Void) async -> Bool {
    var news = state.withLock { Self.taken(from: &$0) }
    while !news.isEmpty {
      do {
        let changes = try await store.record(news.outcomes.flatMap { $0 }, settling: news.receipts, now: clock.now)
        kept(news.outcomes.count, news.outcomes.count { $0.contains { $0.event.state == .submitted } }, changes)
        for waiting in news.waiting { waiting.resume(returning: true) }
        return true
      } catch {
        logger.error(
          "cannot keep what became of messages; trying again in a second", metadata: ["transport": "\(transport)", "error": "\(error)"])
        for waiting in news.waiting { waiting.resume(returning: false) }
        guard (try? await Task.sleep(for: .seconds(1))) != nil else { return false }
        let later = state.withLock { Self.taken(from: &$0) }
        news = News(outcomes: news.outcomes + later.outcomes, receipts: later.receipts, waiting: later.waiting)
      }
    }
    return true
  }
}
