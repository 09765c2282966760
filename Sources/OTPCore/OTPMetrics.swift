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
  private let counters: [TransportID: TransportCounters]

  private struct TransportCounters {
    let events: [MessageState: Counter]
    let unknownOutcomes: Counter
    let possibleDuplicates: Counter
    let lateAcceptances: Counter
    let lateRejections: Counter
    let orphansKept: Counter
    let orphansMatched: Counter

    init(_ transport: TransportID) {
      func counter(_ label: String, _ dimensions: (String, String)...) -> Counter {
        Counter(label: label, dimensions: dimensions + [("transport", transport.rawValue)])
      }
      events = Dictionary(
        uniqueKeysWithValues: MessageState.allCases.map { ($0, counter("countersign_message_events", ("state", $0.name))) })
      unknownOutcomes = counter("countersign_unknown_outcomes")
      possibleDuplicates = counter("countersign_possible_duplicates")
      lateAcceptances = counter("countersign_late_answers", ("outcome", "accepted"))
      lateRejections = counter("countersign_late_answers", ("outcome", "rejected"))
      orphansKept = counter("countersign_orphan_receipts", ("fate", "kept"))
      orphansMatched = counter("countersign_orphan_receipts", ("fate", "matched"))
    }
  }

  init(transports: [TransportID]) {
    counters = Dictionary(transports.map { ($0, TransportCounters($0)) }, uniquingKeysWith: { first, _ in first })
  }

  func happened(_ changes: MessageChanges) {
    for event in changes.events { counters[event.transport]?.events[event.state]?.increment() }
    for (transport, times) in changes.possibleDuplicates { counters[transport]?.possibleDuplicates.increment(by: times) }
    for (transport, times) in changes.orphansKept { counters[transport]?.orphansKept.increment(by: times) }
    for (transport, times) in changes.orphansMatched { counters[transport]?.orphansMatched.increment(by: times) }
  }

  func happened(_ state: MessageState, _ transport: TransportID, times: Int = 1) {
    if times > 0 { counters[transport]?.events[state]?.increment(by: times) }
  }

  /// An answer to a submit did not come when it was waited for, or the gateway stopped before.
  func outcomeUnknown(_ transport: TransportID) { counters[transport]?.unknownOutcomes.increment() }

  func answeredLate(_ outcome: SubmitOutcome, over transport: TransportID) {
    switch outcome {
    case .accepted, .ended: counters[transport]?.lateAcceptances.increment()
    case .rejected: counters[transport]?.lateRejections.increment()
    case .unknown: break
    }
  }
}
