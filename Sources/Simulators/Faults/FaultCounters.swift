// SPDX-License-Identifier: Apache-2.0

internal import SMPP

/// Where each frequency of a plan stands. All that concern a message are counted with each message, whatever else befalls it.
struct FaultCounters: Sendable, Hashable {
  private struct RefusalCounter: Sendable, Hashable {
    let status: CommandStatus
    var counter: FrequencyCounter

    init(_ refusal: FaultPlan.Refusal, seed: UInt64) {
      status = refusal.status
      counter = FrequencyCounter(refusal.frequency, seed: seed)
    }
  }

  private var dropsResponse, omitsBody, sendsReceiptFirst, duplicatesReceipt: FrequencyCounter
  private var unbinds, closes, resets, goesSilent, restarts: FrequencyCounter
  private var splitsSegment, joinsSegments: FrequencyCounter
  private var cuts: SeededGenerator
  private var bindRefusal: RefusalCounter?
  private var refusals: [RefusalCounter]
  /// Whether no frequency about messages is anything but never.
  private let leavesMessagesAlone: Bool

  init(_ plan: FaultPlan, seed: UInt64) {
    var seeds = SeededGenerator(seed: seed)
    func counter(_ frequency: Frequency) -> FrequencyCounter { FrequencyCounter(frequency, seed: seeds.next()) }
    dropsResponse = counter(plan.dropsResponse)
    omitsBody = counter(plan.omitsBody)
    sendsReceiptFirst = counter(plan.sendsReceiptFirst)
    duplicatesReceipt = counter(plan.duplicatesReceipt)
    unbinds = counter(plan.unbinds)
    closes = counter(plan.closes)
    resets = counter(plan.resets)
    goesSilent = counter(plan.goesSilent)
    restarts = counter(plan.restarts)
    splitsSegment = counter(plan.splitsSegment)
    joinsSegments = counter(plan.joinsSegments)
    cuts = SeededGenerator(seed: seeds.next())
    let bindSeed = seeds.next()
    bindRefusal = plan.bindRefusal.map { RefusalCounter($0, seed: bindSeed) }
    refusals = plan.refusals.map { RefusalCounter($0, seed: seeds.next()) }
    let perMessage = [
      plan.dropsResponse, plan.omitsBody, plan.sendsReceiptFirst, plan.duplicatesReceipt, plan.unbinds, plan.closes, plan.resets,
      plan.goesSilent, plan.restarts,
    ]
    leavesMessagesAlone = plan.refusals.isEmpty && perMessage.allSatisfy(\.isNever)
  }

  /// What befalls the next message.
  mutating func nextSubmit() -> SubmitFate {
    var fate = SubmitFate()
    if leavesMessagesAlone { return fate }
    for index in refusals.indices where refusals[index].counter.isDue() && fate.refusal == nil { fate.refusal = refusals[index].status }
    fate.dropsResponse = dropsResponse.isDue()
    fate.omitsBody = omitsBody.isDue()
    fate.sendsReceiptFirst = sendsReceiptFirst.isDue()
    fate.duplicatesReceipt = duplicatesReceipt.isDue()
    // The gravest of those that are due.
    if unbinds.isDue() { fate.sessionFault = .unbind }
    if closes.isDue() { fate.sessionFault = .close }
    if resets.isDue() { fate.sessionFault = .reset }
    if goesSilent.isDue() { fate.sessionFault = .silence }
    if restarts.isDue() { fate.sessionFault = .restart }
    return fate
  }

  /// The status that the next bind is refused with; nil when it is not.
  mutating func nextBind() -> CommandStatus? { bindRefusal?.counter.isDue() == true ? bindRefusal?.status : nil }

  /// How the next PDU leaves.
  mutating func nextSegments() -> SimulatedSMSC.Segments {
    let splits = splitsSegment.isDue()
    let joins = joinsSegments.isDue()
    if splits { return .split(after: Int.random(in: 1...40, using: &cuts)) }
    return joins ? .withNext : .whole
  }
}
