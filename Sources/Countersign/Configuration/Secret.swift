// SPDX-License-Identifier: Apache-2.0

/// A key, token or password. However it is printed, dumped or mirrored, only a mask appears; the value leaves through `reveal()` alone.
struct Secret: Sendable, Equatable {
  private let value: String

  init(_ value: String) {
    self.value = value
  }

  /// The secret in clear. For the place that uses it; never for a log, an error or a file.
  func reveal() -> String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "••••" }
  var debugDescription: String { "••••" }
  var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
