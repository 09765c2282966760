// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// The command line. Results go to standard output, logs to standard error; exit codes follow sysexits.
@main
struct Countersign: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "countersign",
    abstract: "A self-hosted gateway for one-time passwords over SMS, behind the Amazon Pinpoint OTP API.",
    version: version,
    subcommands: [Serve.self, Check.self, Demo.self, Send.self, Encode.self, SecretCommand.self, Simulate.self])

  static let version = "0.1.0"
}

extension ExitCode {
  /// EX_USAGE.
  static let usage = ExitCode(64)
  /// EX_UNAVAILABLE: something this needs is not to be had.
  static let unavailable = ExitCode(69)
  /// EX_CONFIG.
  static let configuration = ExitCode(78)
}

/// Why a command gives up, in words for the person who gave it.
struct CommandFault: Error, CustomStringConvertible {
  let description: String
  let exitCode: ExitCode

  init(_ description: String, exitCode: ExitCode = .unavailable) {
    self.description = description
    self.exitCode = exitCode
  }
}
