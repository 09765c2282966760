// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The query of a request target; the first of a repeated name counts.
struct Query: Sendable {
  private let values: [String: String]

  init(_ target: String) {
    var values: [String: String] = [:]
    for item in target.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let name = parts[0].removingPercentEncoding, let value = (parts.count > 1 ? parts[1] : "").removingPercentEncoding else {
        continue
      }
      if values[name] == nil { values[name] = value }
    }
    self.values = values
  }

  subscript(_ name: String) -> String? { values[name] }
}
