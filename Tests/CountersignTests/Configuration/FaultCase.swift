// SPDX-License-Identifier: Apache-2.0

/// A faulty text and everything that is printed for it.
struct FaultCase: Sendable, CustomStringConvertible {
  var description: String
  var text: String
  var faults: [String]

  /// - Parameter complete: adds the required sections below the text.
  init(_ description: String, _ text: String, complete: Bool = false, _ faults: String...) {
    self.description = description
    self.text = complete ? text + "\n" + ConfigurationSample.required : text
    self.faults = faults
  }

  init(_ description: String, text: String, _ faults: [String]) {
    self.description = description
    self.text = text
    self.faults = faults
  }
}
