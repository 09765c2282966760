// SPDX-License-Identifier: Apache-2.0

/// Whether the gateway can do its work.
package struct Health: Sendable, Equatable {
  /// What is down, in words; empty when all is well.
  package let down: [String]

  package var isWell: Bool { down.isEmpty }
}

/// A transport as operators see it.
package struct TransportReport: Sendable {
  package let id: TransportID
  package let kind: String
  package let status: TransportStatus
  package let waiting: Int
  package let inFlight: Int
  /// Messages handed over in a second, over the last minute.
  package let rate: Double
}

/// What operators can see and do.
package struct OperatorService: Sendable {
  private let store: any Store
  private let dispatcher: Dispatcher

  package init(store: any Store, dispatcher: Dispatcher) {
    self.store = store
    self.dispatcher = dispatcher
  }

  /// Well when the store answers and at least one transport is up.
  package func health() async -> Health {
    var down: [String] = []
    do {
      try await store.ping()
    } catch {
      down.append("store: \(error)")
    }
    let transports = dispatcher.reports()
    if !transports.contains(where: { $0.status.state == .up }) {
      down += transports.map { "transport \($0.id): \($0.status.lastError ?? $0.status.state.rawValue)" }
      if transports.isEmpty { down.append("no transport is configured") }
    }
    return Health(down: down)
  }

  package func transports() -> [TransportReport] { dispatcher.reports() }

  package func message(_ id: MessageID) async throws(StoreError) -> MessageRecord? { try await store.message(id) }

  package func messages(
    matching filter: MessageFilter, limit: Int, after: MessageID?
  ) async throws(StoreError) -> [MessageRecord] {
    try await store.messages(matching: filter, limit: limit, after: after)
  }

  package func blocks() async throws(StoreError) -> [DestinationBlock] { try await store.blocks() }

  package func liftBlock(of destination: PhoneNumber) async throws(StoreError) -> Bool { try await store.liftBlock(of: destination) }
}
