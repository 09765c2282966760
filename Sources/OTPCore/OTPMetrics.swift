// SPDX-License-Identifier: Apache-2.0

internal import CoreMetrics

/// What the core counts. Labels come from closed sets, so that no caller can make the metrics grow.
struct OTPMetrics: Sendable {
  private let sends: [DeliveryStatus: Counter]
  private let verdicts: [Verdict: Counter]
  let replays = Counter(label: "countersign_send_replays")

  init() {
    sends = Dictionary(
      uniqueKeysWithValues: DeliveryStatus.allCases.map {
        ($0, Counter(label: "countersign_sends", dimensions: [("status", $0.rawValue)]))
      })
    verdicts = Dictionary(
      uniqueKeysWithValues: Verdict.allCases.map {
        ($0, Counter(label: "countersign_verifications", dimensions: [("verdict", $0.rawValue)]))
      })
  }

  func sent(_ status: DeliveryStatus) { sends[status]?.increment() }
  func verified(_ verdict: Verdict) { verdicts[verdict]?.increment() }
}

/// The steps that messages take, by state and transport.
struct MessageMetrics: Sendable {
  let unsealFaults = Counter(label: "countersign_unseal_faults")
  private let counters: [TransportID: [MessageState: Counter]]

  init(transports: [TransportID]) {
    counters = Dictionary(
      uniqueKeysWithValues: transports.map { id in
        let counters = MessageState.allCases.map { state in
          (state, Counter(label: "countersign_message_events", dimensions: [("state", state.name), ("transport", id.rawValue)]))
        }
        return (id, Dictionary(uniqueKeysWithValues: counters))
      })
  }

  func happened(_ events: [MessageEvent]) {
    for event in events { counters[event.transport]?[event.state]?.increment() }
  }

  func happened(_ state: MessageState, _ transport: TransportID, times: Int = 1) {
    if times > 0 { counters[transport]?[state]?.increment(by: times) }
  }
}
