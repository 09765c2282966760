// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import HTTPAPI

@Suite struct RequestIDTests {
  @Test func `a request is named by a random UUID of version 4`() {
    let names = (0..<1000).map { _ in RequestID.new() }
    #expect(Set(names).count == 1000)
    for name in names {
      #expect(UUID(uuidString: name)?.uuidString.lowercased() == name)
      #expect(Array(name)[14] == "4" && "89ab".contains(Array(name)[19]))
    }
  }
}
