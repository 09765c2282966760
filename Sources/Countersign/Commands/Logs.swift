// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Logging

extension Logger.Level: @retroactive ExpressibleByArgument {}

/// Sets up what is set up once in a process.
enum Logs {
  /// Logs go to standard error, a line each, with their facts as key=value.
  static func start(level: Logger.Level) -> Logger {
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = level
      return handler
    }
    return Logger(label: "countersign")
  }
}
