// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation

/// Where a command finds its configuration.
struct ConfigurationOptions: ParsableArguments {
  @Option(name: .long, help: "The configuration file. [default: countersign.yaml here, else /etc/countersign/countersign.yaml]")
  var config: String?

  /// The path of the file to read; nil when there is none and the embedded default counts.
  func locate() -> String? {
    Configuration.locate(explicit: config, workingDirectory: FileManager.default.currentDirectoryPath)
  }
}

/// Reads a configuration and prints every fault of it.
enum ConfigurationLoader {
  /// `report` hears each fault, a line each.
  static func load(file: String, report: (String) -> Void = Console.complain) throws -> Configuration {
    let reading = Configuration.read(file: file, environment: ProcessInfo.processInfo.environment)
    for warning in reading.warnings { Console.complain("\(warning)") }
    switch reading.outcome {
    case .success(let configuration): return configuration
    case .failure(let faults):
      for fault in faults.faults { report("\(fault)") }
      throw ExitCode.configuration
    }
  }
}
