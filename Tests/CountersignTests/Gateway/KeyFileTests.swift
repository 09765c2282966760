// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import OTPCore
import Testing

@testable import Countersign

@Suite struct KeyFileTests {
  static let one = Data(repeating: 1, count: 32)
  static let two = Data(repeating: 2, count: 32)

  func octets(_ keys: [SymmetricKey]?) -> [Data]? { keys?.map { $0.withUnsafeBytes { Data($0) } } }

  @Test func `a key file is 32 octets, or lines of base64 with the current key first`() {
    #expect(octets(KeyFile.keys(in: Self.one)) == [Self.one])
    let text = "# new\n\(Self.two.base64EncodedString())\n\n  \(Self.one.base64EncodedString())  \r\n"
    #expect(octets(KeyFile.keys(in: Data(text.utf8))) == [Self.two, Self.one])
    #expect(octets(KeyFile.keys(in: Data((KeyFile.newKeyLine() + "\n").utf8)))?.first?.count == 32)
  }

  @Test(arguments: ["", "\n", "short", "MTIz\n", "\(KeyFileTests.one.base64EncodedString())\nrubbish", String(repeating: "A", count: 33)])
  func `anything else is no key file`(text: String) {
    #expect(KeyFile.keys(in: Data(text.utf8)) == nil)
  }

  @Test func `a missing file is made for its owner alone, and read again as the same key`() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString).key").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let first = try KeyFile.keyRing(path: path)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    #expect(FileManager.default.contents(atPath: path)?.count == 32)
    #expect(try KeyFile.keyRing(path: path).currentKeyID == first.currentKeyID)
  }

  @Test func `a damaged file says so and tells what to do`() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString).key").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("not a key".utf8).write(to: URL(fileURLWithPath: path))
    #expect { try KeyFile.keyRing(path: path) } throws: {
      "\($0)".contains("countersign secret new") && ($0 as? CommandFault)?.exitCode == .configuration
    }
  }
}
