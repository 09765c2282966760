// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import SMPP
internal import Simulators

/// What a simulated SMSC does wrong: a profile, and options that change it.
struct SMSCFaultOptions: ParsableArguments {
  @Option(
    name: .long,
    help: """
      A set of faults to begin with. healthy: none. flaky: a bit of everything. throttling: five 0x58 in a row from every 20th message on. \
      dead: silent from the first message on. slow: responses after 2 to 5 s. capped: 10 messages per second and 10 unanswered.
      """)
  var profile = FaultProfile.healthy

  @Option(name: .long, help: ArgumentHelp("Where chance begins; the same number draws the same faults.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(name: .long, help: ArgumentHelp("How long responses to messages wait.", valueName: "time"))
  var responseDelay: Duration?

  @Option(name: .long, help: ArgumentHelp("Up to so much longer, drawn for each: responses overtake each other.", valueName: "time"))
  var responseJitter: Duration?

  @Option(name: .long, help: ArgumentHelp("Responses gather for so long and leave in another order.", valueName: "time"))
  var reorder: Duration?

  @Option(name: .long, help: ArgumentHelp("The message is taken, its response never comes.", valueName: "how-often"))
  var dropResponse: Frequency?

  @Option(name: .long, help: ArgumentHelp("The response has status 0 and no body, hence no id.", valueName: "how-often"))
  var omitBody: Frequency?

  @Option(name: .long, help: ArgumentHelp("Messages are refused with 0x58, throttled.", valueName: "how-often"))
  var throttle: Frequency?

  @Option(name: .long, help: ArgumentHelp("Messages are refused with 0x14, queue full.", valueName: "how-often"))
  var queueFull: Frequency?

  @Option(
    name: .long,
    help: ArgumentHelp("Messages are refused with any status, such as 0x45=5%; may be given again.", valueName: "status=how-often"))
  var refuse: [SMSCRefusalArgument] = []

  @Option(name: .long, help: ArgumentHelp("Messages of a system_id above this rate are refused with 0x58.", valueName: "count/s"))
  var throttleAbove: Rate?

  @Option(name: .long, help: ArgumentHelp("Unanswered messages on a bind above this count are refused with 0x58.", valueName: "count"))
  var windowMax: Int?

  @Option(name: .long, help: ArgumentHelp("Binds are refused, such as 0x0D=50%.", valueName: "status=how-often"))
  var refuseBind: SMSCRefusalArgument?

  @Option(name: .long, help: ArgumentHelp("The receipt comes before the response.", valueName: "how-often"))
  var receiptFirst: Frequency?

  @Option(name: .long, help: ArgumentHelp("The receipt comes twice.", valueName: "how-often"))
  var receiptTwice: Frequency?

  @Option(name: .long, help: ArgumentHelp("A PDU of the SMSC comes in two TCP segments.", valueName: "how-often"))
  var split: Frequency?

  @Option(name: .long, help: ArgumentHelp("A PDU of the SMSC waits and comes together with the next.", valueName: "how-often"))
  var join: Frequency?

  @Option(name: .long, help: ArgumentHelp("The SMSC unbinds after a message, with others unanswered.", valueName: "how-often"))
  var unbind: Frequency?

  @Option(name: .long, help: ArgumentHelp("The connection is closed (FIN) instead of an answer.", valueName: "how-often"))
  var close: Frequency?

  @Option(name: .long, help: ArgumentHelp("The connection is reset (RST) instead of an answer.", valueName: "how-often"))
  var reset: Frequency?

  @Option(name: .long, help: ArgumentHelp("The SMSC falls silent on the connection and keeps it open.", valueName: "how-often"))
  var silence: Frequency?

  @Option(
    name: .long,
    help: ArgumentHelp("The SMSC restarts instead of an answer; messages and receipts survive, sessions do not.", valueName: "how-often"))
  var restart: Frequency?

  @Option(name: .long, help: ArgumentHelp("How long a restart takes.", valueName: "time"))
  var downtime: Duration?

  @Option(name: .long, help: ArgumentHelp("The SMSC reads no more PDUs per second than this.", valueName: "count/s"))
  var readSlowly: Rate?

  @Option(name: .long, help: ArgumentHelp("congestion_state rises and falls within this time, for peers of SMPP 5.0.", valueName: "time"))
  var congestion: Duration?

  func validate() throws {
    guard windowMax ?? 1 > 0 else { throw ValidationError("--window-max must be 1 or more") }
    for rate in [throttleAbove, readSlowly] where rate.map({ $0.unit != .second }) == true {
      throw ValidationError("--throttle-above and --read-slowly take a rate per second, such as 100/s")
    }
  }

  var plan: FaultPlan {
    var plan = profile.plan
    func set<Value>(_ field: WritableKeyPath<FaultPlan, Value>, _ value: Value?) {
      if let value { plan[keyPath: field] = value }
    }
    set(\.responseDelay, responseDelay)
    set(\.responseJitter, responseJitter)
    set(\.reorderWindow, reorder)
    set(\.dropsResponse, dropResponse)
    set(\.omitsBody, omitBody)
    set(\.sendsReceiptFirst, receiptFirst)
    set(\.duplicatesReceipt, receiptTwice)
    set(\.splitsSegment, split)
    set(\.joinsSegments, join)
    set(\.unbinds, unbind)
    set(\.closes, close)
    set(\.resets, reset)
    set(\.goesSilent, silence)
    set(\.restarts, restart)
    set(\.downtime, downtime)
    set(\.submitsPerSecondMax, throttleAbove.map { .some($0.count) })
    set(\.windowMax, windowMax.map { .some($0) })
    set(\.readsPerSecondMax, readSlowly.map { .some($0.count) })
    set(\.congestionPeriod, congestion.map { .some($0) })
    set(\.bindRefusal, refuseBind.map { .some($0.refusal) })
    let refusals =
      [throttle.map { .init(.throttled, $0) }, queueFull.map { .init(.messageQueueFull, $0) }].compactMap { $0 } + refuse.map(\.refusal)
    if !refusals.isEmpty { plan.refusals = refusals }
    return plan
  }
}

/// `0x45=5%`, or `0x45` for always.
struct SMSCRefusalArgument: ExpressibleByArgument {
  let refusal: FaultPlan.Refusal

  init?(argument: String) {
    let pieces = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(pieces.count), let frequency = pieces.count == 2 ? Frequency(pieces[1]) : .always else { return nil }
    let isHexadecimal = pieces[0].hasPrefix("0x")
    guard let status = UInt32(isHexadecimal ? String(pieces[0].dropFirst(2)) : pieces[0], radix: isHexadecimal ? 16 : 10), status > 0 else {
      return nil
    }
    refusal = FaultPlan.Refusal(CommandStatus(rawValue: status), frequency)
  }
}

extension Rate: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
