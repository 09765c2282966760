// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Metrics

/// Requests by endpoint and status, and how long they took.
struct HTTPMetrics: Sendable {
  private static let statuses = [200, 204, 400, 401, 403, 404, 405, 413, 429, 500, 503]
  private let requests: [String: [Int: Counter]]
  private let times: [String: Timer]

  init() {
    requests = Dictionary(
      uniqueKeysWithValues: Endpoint.names.map { name in
        let counters = Self.statuses.map { status in
          (status, Counter(label: "countersign_http_requests", dimensions: [("endpoint", name), ("status", String(status))]))
        }
        return (name, Dictionary(uniqueKeysWithValues: counters))
      })
    times = Dictionary(
      uniqueKeysWithValues: Endpoint.names.map { ($0, Timer(label: "countersign_http_request_seconds", dimensions: [("endpoint", $0)])) })
  }

  func answered(_ endpoint: String, _ status: HTTPResponse.Status, in duration: Duration) {
    requests[endpoint]?[status.code]?.increment()
    times[endpoint]?.record(duration: duration)
  }
}
