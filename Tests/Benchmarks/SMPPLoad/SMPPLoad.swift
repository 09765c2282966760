// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import NIOCore
internal import NIOPosix
internal import SMPP
internal import Synchronization

/// Hands messages to an SMSC as fast as its window allows, through the same connector that the gateway uses.
@main
struct SMPPLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smpp-load", abstract: "Measures the SMPP client against an SMSC on this machine.", subcommands: [Submit.self, Soak.self],
    defaultSubcommand: Submit.self)
}

/// What a series left behind, as one line of JSON.
struct SeriesReport: Encodable {
  let submitted: Int
  let refused: Int
  let unknown: Int
  let seconds: Double
  let receipts: Int
  /// Until the last receipt had come.
  let receiptSeconds: Double
  let maxRSSKilobytes: Int
  let cpuSeconds: Double
}

struct Target: ParsableArguments {
  @Option(help: "Where the SMSC listens on 127.0.0.1.") var port: Int
  @Option(help: "Requests without an answer.") var window = 10
  @Option(help: "Letters in a text.") var characters = 60

  func connector(_ group: any EventLoopGroup) -> SMPPConnector {
    SMPPConnector(
      SMPPConnectorConfiguration(
        endpoints: [.init(host: "127.0.0.1", port: port)], bind: Bind(mode: .transceiver, systemID: "bench", password: "bench"),
        windowMax: window), eventLoop: group.next())
  }

  func message(_ number: Int, receipts: Bool) -> MessagePDU {
    let digits = String(number)
    var text = Array(repeating: UInt8(ascii: "a"), count: max(0, characters - digits.utf8.count))
    text += digits.utf8
    return MessagePDU(
      source: Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "BENCH"),
      destination: Address(typeOfNumber: .international, numberingPlan: .isdn, "358401234567"),
      registeredDelivery: receipts ? .finalReceipt : [], shortMessage: text)
  }
}

struct Submit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Submits messages and counts answers and receipts.")

  @OptionGroup var target: Target
  @Option(help: "Messages in all.") var count = 100_000
  @Flag(help: "Ask for receipts, and wait for them.") var receipts = false

  func run() async throws {
    let connector = target.connector(MultiThreadedEventLoopGroup.singleton)
    let listener = Listener()
    async let running: Void = connector.run(listener)
    try await listener.waitUntilBound()
    let start = ContinuousClock.now
    let outcome = await SubmitSeries(connector: connector, target: target, receipts: receipts).run(count)
    let seconds = (ContinuousClock.now - start).seconds
    if receipts { await listener.wait(forReceipts: outcome.accepted) }
    let receiptSeconds = (ContinuousClock.now - start).seconds
    connector.beginShutdown()
    await running
    let usage = Usage.now
    try Report.print(
      SeriesReport(
        submitted: outcome.accepted, refused: outcome.refused, unknown: outcome.unknown, seconds: seconds, receipts: listener.receipts,
        receiptSeconds: receiptSeconds, maxRSSKilobytes: usage.maxRSSKilobytes, cpuSeconds: usage.cpuSeconds))
  }
}

/// Messages of one series: `window` of them are under way at a time.
struct SubmitSeries: Sendable {
  let connector: SMPPConnector
  let target: Target
  let receipts: Bool

  struct Outcome: Sendable {
    var accepted = 0
    var refused = 0
    var unknown = 0
  }

  /// Hands out 0, 1, 2 … to many tasks.
  private final class Numbers: Sendable {
    private let issued = Atomic(0)

    func next() -> Int { issued.wrappingAdd(1, ordering: .relaxed).oldValue }
  }

  func run(_ count: Int) async -> Outcome {
    let numbers = Numbers()
    return await withTaskGroup(of: Outcome.self) { group in
      for _ in 0..<target.window {
        group.addTask {
          var outcome = Outcome()
          while case let number = numbers.next(), number < count {
            let submission = Submission(
              reference: "", parts: [target.message(number, receipts: receipts)], notAfter: .now() + .seconds(60))
            switch await connector.submit(submission).first {
            case .answered(.ok, _)?: outcome.accepted += 1
            case .unknown?: outcome.unknown += 1
            default: outcome.refused += 1
            }
          }
          return outcome
        }
      }
      return await group.reduce(into: Outcome()) {
        $0.accepted += $1.accepted
        $0.refused += $1.refused
        $0.unknown += $1.unknown
      }
    }
  }
}
