// SPDX-License-Identifier: Apache-2.0

/// What a load client needs of an HTTP/1.1 response: the status, and where the body starts and ends.
struct ResponseHead: Equatable {
  var status: Int
  var bodyStart: Int
  var contentLength: Int

  /// Where the response ends.
  var end: Int { bodyStart + contentLength }

  /// Reads the head of a response at the start of `bytes`; nil when the head is not complete yet.
  ///
  /// Throws when the bytes are no response, or one without `Content-Length`: chunked bodies are not read here.
  init?(parsing bytes: UnsafeRawBufferPointer) throws(LoadFailure) {
    guard let headEnd = Self.find("\r\n\r\n", in: bytes, from: 0) else {
      guard bytes.count < 16_384 else { throw LoadFailure("the head of a response is longer than 16 KiB") }
      return nil
    }
    guard headEnd >= 12, Self.find("HTTP/1.1 ", in: bytes, from: 0) == 0, let status = Self.number(in: bytes, at: 9) else {
      throw LoadFailure("an answer is no HTTP/1.1 response")
    }
    self.status = status
    self.bodyStart = headEnd + 4
    var line = Self.find("\r\n", in: bytes, from: 0) ?? headEnd
    while line < headEnd {
      let start = line + 2
      if Self.isContentLength(bytes, at: start), let length = Self.number(in: bytes, at: start + Self.contentLength.utf8CodeUnitCount) {
        self.contentLength = length
        return
      }
      line = Self.find("\r\n", in: bytes, from: start) ?? headEnd
    }
    throw LoadFailure("a response \(status) has no Content-Length")
  }

  /// Where `needle` starts in `bytes`, at or after `start`.
  static func find(_ needle: StaticString, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    let length = needle.utf8CodeUnitCount
    return needle.withUTF8Buffer { needle in
      var place = start
      while place + length <= bytes.count {
        var matched = 0
        while matched < length, bytes[place + matched] == needle[matched] {
          matched += 1
        }
        if matched == length {
          return place
        }
        place += 1
      }
      return nil
    }
  }

  private static let contentLength: StaticString = "content-length:"

  private static func isContentLength(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
    contentLength.withUTF8Buffer { name in
      start + name.count <= bytes.count && name.indices.allSatisfy { bytes[start + $0] | 0x20 == name[$0] | 0x20 }
    }
  }

  /// A decimal number after optional spaces; nil when there is none, or one of more than nine digits.
  private static func number(in bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
    var place = start
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") {
      place += 1
    }
    var value = 0
    var digits = 0
    while place < bytes.count, bytes[place] >= UInt8(ascii: "0"), bytes[place] <= UInt8(ascii: "9"), digits <= 9 {
      value = value * 10 + Int(bytes[place] - UInt8(ascii: "0"))
      place += 1
      digits += 1
    }
    return (1...9).contains(digits) ? value : nil
  }
}
