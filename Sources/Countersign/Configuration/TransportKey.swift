// SPDX-License-Identifier: Apache-2.0

/// The keys of one kind of transport: those that all kinds have, and its own.
protocol TransportKey: ConfigurationKey {
  static var id: Self { get }
  static var kind: Self { get }
  static var queue: Self { get }
}
