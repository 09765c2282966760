// SPDX-License-Identifier: Apache-2.0

/// The value of an `Authorization` header of Signature Version 4:
/// `AWS4-HMAC-SHA256 Credential=AKID/20260701/us-east-1/mobiletargeting/aws4_request, SignedHeaders=host;x-amz-date, Signature=…`.
///
/// SDKs differ in the blanks around the commas and nobody promises the order of the three parameters: any of both is read.
struct AuthorizationHeader: Sendable, Equatable {
  /// The access key id.
  let accessKeyID: String
  /// The day of the credential scope as the decimal number yyyymmdd; eight digits, not necessarily a day that exists.
  let scopeDay: Int
  /// The region of the credential scope.
  let region: String
  /// The service of the credential scope (`mobiletargeting`).
  let service: String
  /// The names of the signed headers, in the order given, in lower case.
  let signedHeaders: [String]
  /// The signature's 32 octets.
  let signature: [UInt8]

  /// The longest value read, in bytes. SDKs write about 250.
  static let maximumLength = 4_096
  /// The most headers that one request can sign: each is searched for among all that were sent.
  static let maximumSignedHeaders = 64
}

extension AuthorizationHeader {
  /// The three parts of the value.
  enum Parameter: String, Sendable {
    case credential = "Credential"
    case signedHeaders = "SignedHeaders"
    case signature = "Signature"
  }

  /// Why a value is none of Signature Version 4.
  enum Malformation: Error, Equatable, Sendable {
    /// More than ``maximumLength`` bytes.
    case tooLong
    /// The value begins with another scheme than `AWS4-HMAC-SHA256`.
    case otherAlgorithm
    /// Something between two commas is none of the three parameters.
    case unknownParameter
    /// A parameter is not there.
    case missing(Parameter)
    /// A parameter is there twice.
    case repeated(Parameter)
    /// The credential is not `ID/yyyymmdd/region/service/aws4_request` in printable ASCII.
    case credential
    /// The signed headers are not names in lower case with `;` between them, or too many.
    case signedHeaders
    /// The signature is not 64 lower-case hexadecimal digits.
    case signature
  }
}

extension AuthorizationHeader {
  /// Reads the header's value: total over any text.
  init(_ value: String) throws(Malformation) {
    let text = value.utf8.span
    guard text.count <= Self.maximumLength else { throw .tooLong }
    let algorithm: StaticString = "AWS4-HMAC-SHA256"
    let whole = text.trimming(0..<text.count)
    let parameters = whole.lowerBound + algorithm.utf8CodeUnitCount
    guard parameters < whole.upperBound, text[parameters].isWhitespaceASCII,
      text.extracting(whole.lowerBound..<parameters).equals(algorithm)
    else { throw .otherAlgorithm }

    var credential: Range<Int>?
    var signedHeaders: Range<Int>?
    var signature: Range<Int>?
    var start = parameters
    while start < whole.upperBound {
      let end = Self.firstIndex(of: UInt8(ascii: ","), in: text, from: start, to: whole.upperBound)
      let (parameter, value) = try Self.parameter(in: text, text.trimming(start..<end))
      switch parameter {
      case .credential: try Self.set(&credential, value, parameter)
      case .signedHeaders: try Self.set(&signedHeaders, value, parameter)
      case .signature: try Self.set(&signature, value, parameter)
      }
      start = end + 1
    }
    guard let credential else { throw .missing(.credential) }
    guard let signedHeaders else { throw .missing(.signedHeaders) }
    guard let signature else { throw .missing(.signature) }
    try self.init(value, credential: credential, signedHeaders: signedHeaders, signature: signature)
  }

  private init(_ value: String, credential: Range<Int>, signedHeaders: Range<Int>, signature: Range<Int>) throws(Malformation) {
    let text = value.utf8.span
    let parts = Self.split(text, credential, at: UInt8(ascii: "/"), limit: 6)
    guard parts.count == 5, text.extracting(parts[4]).equals("aws4_request"), let day = Self.day(text.extracting(parts[1])),
      parts.allSatisfy({ !$0.isEmpty }), credential.allSatisfy({ (0x21...0x7E).contains(text[$0]) }), parts[0].count <= 128,
      parts[2].count <= 64, parts[3].count <= 64
    else { throw .credential }
    let names = Self.split(text, signedHeaders, at: UInt8(ascii: ";"), limit: Self.maximumSignedHeaders + 1)
    guard names.count <= Self.maximumSignedHeaders, names.allSatisfy({ !$0.isEmpty }),
      signedHeaders.allSatisfy({ (0x21...0x7E).contains(text[$0]) && text[$0].lowercasedASCII == text[$0] })
    else { throw .signedHeaders }
    guard signature.count == 64, let octets = Hexadecimal.decode(text.extracting(signature)) else { throw .signature }

    self.accessKeyID = Self.substring(value, parts[0])
    self.scopeDay = day
    self.region = Self.substring(value, parts[2])
    self.service = Self.substring(value, parts[3])
    self.signedHeaders = names.map { Self.substring(value, $0) }
    self.signature = octets
  }

  private static func parameter(in text: Span<UInt8>, _ range: Range<Int>) throws(Malformation) -> (Parameter, Range<Int>) {
    let equals = firstIndex(of: UInt8(ascii: "="), in: text, from: range.lowerBound, to: range.upperBound)
    guard equals < range.upperBound else { throw .unknownParameter }
    let name = text.extracting(range.lowerBound..<equals)
    let value = equals + 1..<range.upperBound
    if name.equals("Credential") { return (.credential, value) }
    if name.equals("SignedHeaders") { return (.signedHeaders, value) }
    if name.equals("Signature") { return (.signature, value) }
    throw .unknownParameter
  }

  private static func set(_ place: inout Range<Int>?, _ value: Range<Int>, _ parameter: Parameter) throws(Malformation) {
    guard place == nil else { throw .repeated(parameter) }
    place = value
  }

  private static func firstIndex(of byte: UInt8, in text: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, text[index] != byte { index += 1 }
    return index
  }

  /// The pieces between the separators; at most `limit` of them, whatever follows.
  private static func split(_ text: Span<UInt8>, _ range: Range<Int>, at separator: UInt8, limit: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    pieces.reserveCapacity(5)
    var start = range.lowerBound
    while start <= range.upperBound, pieces.count < limit {
      let end = firstIndex(of: separator, in: text, from: start, to: range.upperBound)
      pieces.append(start..<end)
      start = end + 1
    }
    return pieces
  }

  private static func day(_ text: Span<UInt8>) -> Int? {
    guard text.count == 8 else { return nil }
    var day = 0
    for index in text.indices {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      day = day * 10 + Int(digit)
    }
    return day
  }

  private static func substring(_ text: String, _ range: Range<Int>) -> String {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return String(text[start..<utf8.index(start, offsetBy: range.count)])
  }
}

extension AuthorizationHeader.Malformation: CustomStringConvertible {
  /// What to put right, for whoever writes the client.
  var description: String {
    switch self {
    case .tooLong: "it is longer than \(AuthorizationHeader.maximumLength) bytes"
    case .otherAlgorithm: "it must begin with AWS4-HMAC-SHA256 and a space"
    case .unknownParameter: "it must hold nothing but Credential=…, SignedHeaders=… and Signature=…, with commas between"
    case .missing(let parameter): "\(parameter.rawValue) is missing"
    case .repeated(let parameter): "\(parameter.rawValue) is there more than once"
    case .credential: "Credential must be ACCESS-KEY-ID/yyyymmdd/REGION/SERVICE/aws4_request"
    case .signedHeaders:
      "SignedHeaders must be header names in lower case with semicolons between, \(AuthorizationHeader.maximumSignedHeaders) at most"
    case .signature: "Signature must be 64 hexadecimal digits in lower case"
    }
  }
}
