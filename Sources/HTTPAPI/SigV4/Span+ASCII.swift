// SPDX-License-Identifier: Apache-2.0

extension Span<UInt8> {
  /// Whether these bytes are the text, byte for byte.
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { expected in
      for index in indices where self[index] != expected[index] { return false }
      return true
    }
  }

  /// Whether these bytes are a header field's name, which is given in lower case; the case of these bytes does not count.
  func equalsFieldName(_ name: Span<UInt8>) -> Bool {
    guard count == name.count else { return false }
    for index in indices where self[index].lowercasedASCII != name[index] { return false }
    return true
  }

  /// The range without the white space at either end of it.
  func trimming(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, self[start].isWhitespaceASCII { start += 1 }
    while start < end, self[end - 1].isWhitespaceASCII { end -= 1 }
    return start..<end
  }
}

extension UInt8 {
  /// Space, and what else can stand for one between words: tab, line feed, vertical tab, form feed, carriage return.
  var isWhitespaceASCII: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  /// The lower-case letter of an upper-case one, and any other byte as it is.
  var lowercasedASCII: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }

  /// Letters, digits and `-._~`: what an URI may carry unencoded everywhere (RFC 3986 §2.3).
  var isUnreservedInURI: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
