// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// The one spelling of a request that both sides hash (AWS IAM User Guide, "Create a signed AWS API request", step 1):
/// method, path, query, signed headers, their names, and the body's hash, a line each.
struct CanonicalRequest {
  /// The text, in UTF-8.
  private(set) var bytes: [UInt8] = []

  /// Spells a request.
  /// - Parameters:
  ///   - signedHeaders: the names of the signed headers, in lower case and in the order to write them in.
  ///   - payloadHash: the SHA-256 hash of the body.
  /// - Throws: ``SignatureFault/Reason/signedHeaderMissing(_:)``.
  init(_ head: SignedRequestHead, signedHeaders: [String], payloadHash: SHA256Digest) throws(SignatureFault) {
    bytes.reserveCapacity(1_024)
    bytes.append(contentsOf: head.method.utf8)
    bytes.append(UInt8(ascii: "\n"))

    let target = head.target.utf8.span
    var pathEnd = 0
    while pathEnd < target.count, target[pathEnd] != UInt8(ascii: "?") { pathEnd += 1 }
    bytes.append(canonicalPathOf: target.extracting(0..<pathEnd))
    bytes.append(UInt8(ascii: "\n"))
    if pathEnd + 1 < target.count {
      bytes.append(canonicalQueryOf: Array(head.target.utf8.dropFirst(pathEnd + 1)))
    }
    bytes.append(UInt8(ascii: "\n"))

    for name in signedHeaders {
      try bytes.append(canonicalHeader: name, from: head.headers)
    }
    bytes.append(UInt8(ascii: "\n"))
    var isFirst = true
    for name in signedHeaders {
      if !isFirst { bytes.append(UInt8(ascii: ";")) }
      bytes.append(contentsOf: name.utf8)
      isFirst = false
    }
    bytes.append(UInt8(ascii: "\n"))
    payloadHash.withUnsafeBytes { bytes.append(hexadecimalOf: $0) }
  }
}

extension [UInt8] {
  /// Appends a path as every service but S3 canonicalises it: dot segments and doubled slashes removed (RFC 3986 §5.2.4),
  /// then every byte but unreserved characters and `/` percent-encoded once more, the `%` of an escape included.
  fileprivate mutating func append(canonicalPathOf path: Span<UInt8>) {
    let start = count
    let isAbsolute = path.isEmpty || path[0] == UInt8(ascii: "/")
    // Segments are written with a slash before each; a relative path loses the first one at the end.
    var segmentStart = 0
    while segmentStart < path.count {
      var segmentEnd = segmentStart
      while segmentEnd < path.count, path[segmentEnd] != UInt8(ascii: "/") { segmentEnd += 1 }
      let segment = path.extracting(segmentStart..<segmentEnd)
      if segment.equals("..") {
        // An encoded segment holds no slash, so that the last slash is where the last segment began.
        while count > start, removeLast() != UInt8(ascii: "/") {}
      } else if !segment.isEmpty, !segment.equals(".") {
        append(UInt8(ascii: "/"))
        append(percentEncoded: segment)
      }
      segmentStart = segmentEnd + 1
    }
    if count > start {
      if path[path.count - 1] == UInt8(ascii: "/") { append(UInt8(ascii: "/")) }
      if !isAbsolute { remove(at: start) }
    } else if isAbsolute {
      append(UInt8(ascii: "/"))
    }
  }

  private mutating func append(percentEncoded segment: Span<UInt8>) {
    for index in segment.indices {
      let byte = segment[index]
      if byte.isUnreservedInURI {
        append(byte)
      } else {
        append(percentEncoded: byte)
      }
    }
  }

  private mutating func append(percentEncoded byte: UInt8) {
    append(UInt8(ascii: "%"))
    append(Hexadecimal.upperCaseDigit(byte >> 4))
    append(Hexadecimal.upperCaseDigit(byte))
  }

  /// Appends a query with its pairs sorted by key, then by value, each with its `=`. Keys and values stay as sent, for a signer sends them
  /// as it signed them, percent-encoded; what no URI may hold at all (blanks, line ends, bytes beyond ASCII) is encoded here.
  fileprivate mutating func append(canonicalQueryOf query: [UInt8]) {
    let pairs = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { pair in
      let keyEnd = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      return (key: pair[..<keyEnd], value: pair[keyEnd...].dropFirst())
    }
    let sorted = pairs.sorted { left, right in
      left.key.elementsEqual(right.key) ? left.value.lexicographicallyPrecedes(right.value) : left.key.lexicographicallyPrecedes(right.key)
    }
    for (index, pair) in sorted.enumerated() {
      if index > 0 { append(UInt8(ascii: "&")) }
      append(queryText: pair.key)
      append(UInt8(ascii: "="))
      append(queryText: pair.value)
    }
  }

  private mutating func append(queryText: ArraySlice<UInt8>) {
    for byte in queryText {
      if (0x21...0x7E).contains(byte) {
        append(byte)
      } else {
        append(percentEncoded: byte)
      }
    }
  }

  /// Appends the line of one header: its name, and the values of every field of that name, joined by commas.
  fileprivate mutating func append(
    canonicalHeader name: String, from headers: [(name: String, value: String)]
  ) throws(SignatureFault) {
    append(contentsOf: name.utf8)
    append(UInt8(ascii: ":"))
    let wanted = name.utf8.span
    var isFound = false
    for header in headers where header.name.utf8.span.equalsFieldName(wanted) {
      if isFound { append(UInt8(ascii: ",")) }
      append(canonicalValueOf: header.value.utf8.span)
      isFound = true
    }
    guard isFound else { throw SignatureFault(.signedHeaderMissing(name)) }
    append(UInt8(ascii: "\n"))
  }

  /// Appends a header's value without the white space around it, every run of white space inside it as one space.
  private mutating func append(canonicalValueOf value: Span<UInt8>) {
    let start = count
    var isAfterSpace = false
    for index in value.indices {
      let byte = value[index]
      if byte.isWhitespaceASCII {
        isAfterSpace = true
      } else {
        if isAfterSpace, count > start { append(UInt8(ascii: " ")) }
        append(byte)
        isAfterSpace = false
      }
    }
  }
}
