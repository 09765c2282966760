// SPDX-License-Identifier: Apache-2.0

internal import SMPP

/// Where each frequency of a plan stands. Everything is counted every time, in the order written here, so that one fault does not move
/// another.
struct FaultCounters: Sendable, Hashable {
  private struct RefusalCounter: Sendable, Hashable {
    let status: CommandStatus
    var counter: FrequencyCounter
  }

  private var refusals: [RefusalCounter]
  private var dropsResponse, omitsBody, sendsReceiptFirst, duplicatesReceipt: FrequencyCounter
  private var unbinds, closes, resets, goesSilent, restarts: FrequencyCounter
  private var bindRefusal: RefusalCounter?
  private var splitsSegment, joinsSegments: FrequencyCounter
  /// Whether no frequency about messages is anything but never.
  private let leavesMessagesAlone: Bool

  init(_ plan: FaultPlan) {
    refusals = plan.refusals.map { RefusalCounter(status: $0.status, counter: FrequencyCounter($0.frequency)) }
    dropsResponse = FrequencyCounter(plan.dropsResponse)
    omitsBody = FrequencyCounter(plan.omitsBody)
    sendsReceiptFirst = FrequencyCounter(plan.sendsReceiptFirst)
    duplicatesReceipt = FrequencyCounter(plan.duplicatesReceipt)
    unbinds = FrequencyCounter(plan.unbinds)
    closes = FrequencyCounter(plan.closes)
    resets = FrequencyCounter(plan.resets)
    goesSilent = FrequencyCounter(plan.goesSilent)
    restarts = FrequencyCounter(plan.restarts)
    bindRefusal = plan.bindRefusal.map { RefusalCounter(status: $0.status, counter: FrequencyCounter($0.frequency)) }
    splitsSegment = FrequencyCounter(plan.splitsSegment)
    joinsSegments = FrequencyCounter(plan.joinsSegments)
    let perMessage = [
      plan.dropsResponse, plan.omitsBody, plan.sendsReceiptFirst, plan.duplicatesReceipt, plan.unbinds, plan.closes, plan.resets,
      plan.goesSilent, plan.restarts,
    ]
    leavesMessagesAlone = plan.refusals.isEmpty && perMessage.allSatisfy(\.isNever)
  }

  /// What befalls the next message.
  mutating func nextSubmit(_ random: inout SeededGenerator) -> SubmitFate {
    var fate = SubmitFate()
    if leavesMessagesAlone { return fate }
    for index in refusals.indices where refusals[index].counter.isDue(&random) && fate.refusal == nil {
      fate.refusal = refusals[index].status
    }
    fate.dropsResponse = dropsResponse.isDue(&random)
    fate.omitsBody = omitsBody.isDue(&random)
    fate.sendsReceiptFirst = sendsReceiptFirst.isDue(&random)
    fate.duplicatesReceipt = duplicatesReceipt.isDue(&random)
    // The gravest of those that are due.
    if unbinds.isDue(&random) { fate.sessionFault = .unbind }
    if closes.isDue(&random) { fate.sessionFault = .close }
    if resets.isDue(&random) { fate.sessionFault = .reset }
    if goesSilent.isDue(&random) { fate.sessionFault = .silence }
    if restarts.isDue(&random) { fate.sessionFault = .restart }
    return fate
  }

  /// The status that the next bind is refused with; nil when it is not.
  mutating func nextBind(_ random: inout SeededGenerator) -> CommandStatus? {
    bindRefusal?.counter.isDue(&random) == true ? bindRefusal?.status : nil
  }

  /// How the next PDU leaves.
  mutating func nextSegments(_ random: inout SeededGenerator) -> SimulatedSMSC.Segments {
    let splits = splitsSegment.isDue(&random)
    let joins = joinsSegments.isDue(&random)
    if splits { return .split(after: Int.random(in: 1...40, using: &random)) }
    return joins ? .withNext : .whole
  }
}
