// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser

extension Duration: @retroactive ExpressibleByArgument {
  /// Reads `250ms`, `30s`, `5m`, `24h`.
  public init?(argument: String) { self.init(configurationText: argument) }

  /// Such as `30s`.
  public var defaultValueDescription: String { configurationText }
}
