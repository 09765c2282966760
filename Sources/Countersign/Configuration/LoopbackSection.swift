// SPDX-License-Identifier: Apache-2.0

/// `transports[]` of kind `loopback`: messages stay in memory, to be read over the operator endpoints.
struct LoopbackSection: Sendable, Equatable {
  /// `keep`: whole number, default 10000, range 1...1000000: how many delivered messages stay readable.
  var keep: Int

  enum Key: String, TransportKey {
    case id, kind, queue, keep
    static let section = "transports[]"
  }

  init(keep: Int = 10_000) {
    self.keep = keep
  }

  init(_ fields: ConfigurationFields<Key>) {
    self.init(keep: fields.value(.keep, as: .integer(in: 1...1_000_000), default: 10_000))
  }
}
