// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// GET /operator/transports: how every transport is doing.
struct TransportsPage: Encodable {
  struct Entry: Encodable {
    let id: String
    let kind: String
    let state: String
    let since: String
    let queueDepth: Int
    let inFlight: Int
    /// Messages handed over in a second, over the last minute.
    let rate: Double
    /// Null when nothing has gone wrong yet.
    let lastError: Nullable<String>
    let facts: [String: String]
  }

  let transports: [Entry]

  init(_ reports: [TransportReport]) {
    transports = reports.map {
      Entry(
        id: $0.id.rawValue, kind: $0.kind, state: $0.status.state.rawValue, since: $0.status.since.iso8601, queueDepth: $0.waiting,
        inFlight: $0.inFlight, rate: $0.rate, lastError: Nullable($0.status.lastError), facts: $0.status.facts)
    }
  }
}
