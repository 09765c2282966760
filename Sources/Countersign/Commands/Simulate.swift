// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a simulator of what the gateway sends through: for trying things out, and for tests.",
    subcommands: [SimulateSMSC.self])
}
