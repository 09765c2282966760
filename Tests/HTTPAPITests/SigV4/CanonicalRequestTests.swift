// SPDX-License-Identifier: Apache-2.0

import Crypto
import Testing

@testable import HTTPAPI

/// What no request of the vectors shows: shapes that an HTTP client does not send.
@Suite struct CanonicalRequestTests {
  private func lines(_ target: String, headers: [(name: String, value: String)] = [], signed: [String] = []) throws -> [String] {
    let head = SignedRequestHead(method: "POST", target: target, headers: headers)
    let request = try CanonicalRequest(head, signedHeaders: signed, payloadHash: SHA256.hash(data: [UInt8]()))
    return String(decoding: request.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  // Results of botocore 1.43.11's botocore.utils.normalize_url_path and quote(…, safe="/~").
  @Test(
    "paths are normalised and encoded once more",
    arguments: [
      ("", "/"), ("a", "a"), ("a/b/", "a/b/"), ("a//b", "a/b"), ("..", ""), ("./", ""), ("../a", "a"), ("a/../b", "b"), ("a/..", ""),
      ("*", "%2A"),
      ("/..", "/"), ("/.", "/"), ("/./", "/"), ("/a/./", "/a/"), ("/a/../..//b", "/b"), ("/a b", "/a%20b"), ("/ü", "/%C3%BC"),
      ("/a%2fb", "/a%252fb"),
    ])
  func paths(_ path: String, _ canonical: String) throws {
    #expect(try lines(path)[1] == canonical)
    #expect(try lines(path + "?q=1")[1] == canonical)
  }

  @Test("what no URI may hold is encoded in a query, so that it cannot end the line")
  func queryBytes() throws {
    #expect(try lines("/?b=ü\n&a= x")[2] == "a=%20x&b=%C3%BC%0A")
  }

  @Test("fields of one name are joined in the order sent, under any spelling of the name")
  func repeatedHeaders() throws {
    let headers = [("X-Note", " b  b "), ("Other", "1"), ("x-note", "a"), ("X-NOTE", "")]
    #expect(
      try lines("/", headers: headers, signed: ["x-note", "other"])[3...] == [
        "x-note:b b,a,", "other:1", "", "x-note;other", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      ])
  }

  @Test("a signed header that was not sent is an error that names it") func missingHeader() {
    #expect(throws: SignatureFault(.signedHeaderMissing("x-note"))) { try lines("/", signed: ["x-note"]) }
  }
}
