// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import NIOPosix
internal import SMPP

/// Binds, submits and unbinds over and over, and watches its own memory.
struct Soak: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Binds and unbinds, then submits, and prints its resident memory on the way.")

  @OptionGroup var target: Target
  @Option(help: "Binds in all.") var binds = 100_000
  @Option(help: "Messages in all, over one bind.") var submits = 5_000_000

  private struct Sample: Encodable {
    let phase: String
    let done: Int
    let residentKilobytes: Int
  }

  func run() async throws {
    try await churn()
    try await submit()
  }

  private func churn() async throws {
    for done in 1...max(1, binds) {
      let connector = target.connector(MultiThreadedEventLoopGroup.singleton)
      let listener = Listener()
      async let running: Void = connector.run(listener)
      try await listener.waitUntilBound()
      connector.beginShutdown()
      await running
      if done.isMultiple(of: max(1, binds / 100)) { try sample("bind", done) }
    }
  }

  private func submit() async throws {
    let connector = target.connector(MultiThreadedEventLoopGroup.singleton)
    let listener = Listener()
    async let running: Void = connector.run(listener)
    try await listener.waitUntilBound()
    let step = max(1, submits / 100)
    for done in stride(from: step, through: submits, by: step) {
      let outcome = await SubmitSeries(connector: connector, target: target, receipts: false).run(step)
      guard outcome.accepted == step else { throw CleanExit.message("\(step - outcome.accepted) messages were not accepted") }
      try sample("submit", done)
    }
    connector.beginShutdown()
    await running
  }

  private func sample(_ phase: String, _ done: Int) throws {
    try Report.print(Sample(phase: phase, done: done, residentKilobytes: Usage.residentKilobytes))
  }
}
