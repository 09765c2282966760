// SPDX-License-Identifier: Apache-2.0

internal import Crypto

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// Verifies AWS Signature Version 4 on requests received (AWS IAM User Guide, "AWS Signature Version 4 for API requests"), as the services
/// other than S3 do, in any region.
///
/// A session token is not asked for and not checked: an access key alone says who signs. Where a request signs its
/// `X-Amz-Security-Token`, it is part of what the signature covers, like any other header.
package struct SignatureVerifier: Sendable {
  /// How far a request's time may be from the server's, in either direction, in seconds.
  package static let window: Double = 300
  /// The signing name of the Amazon Pinpoint API.
  package static let pinpointService = "mobiletargeting"

  private let service: String
  private let keys: [String: SigningKeys]
  /// Stands in for the keys of an access key that does not exist, so that its requests cost the same.
  private let absent: SigningKeys

  /// A verifier that knows these access keys. Of two with the same id the first counts.
  /// - Parameter service: the signing name that a credential scope must hold.
  package init(accessKeys: [AccessKey], service: String = Self.pinpointService) {
    self.service = service
    self.keys = Dictionary(
      accessKeys.map { ($0.id, SigningKeys(secret: $0.secret, service: service)) }, uniquingKeysWith: { first, _ in first })
    let random = SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
      var text: [UInt8] = []
      text.append(hexadecimalOf: bytes)
      return String(decoding: text, as: UTF8.self)
    }
    self.absent = SigningKeys(secret: SecretAccessKey(random), service: service)
  }

  /// Verifies one request.
  /// - Parameters:
  ///   - head: the request as it came over the wire.
  ///   - body: the whole body as it came over the wire.
  ///   - now: the server's time.
  /// - Returns: the id of the access key that signed the request.
  /// - Throws: what is wrong with the signature; the request must then not be acted upon.
  package func verify(_ head: SignedRequestHead, body: RawSpan, now: Date) throws(SignatureFault) -> String {
    let fields = SignatureFields(head.headers)
    guard let value = fields.authorization else { throw SignatureFault(.authorizationMissing) }
    guard !fields.isAuthorizationRepeated else { throw SignatureFault(.authorizationRepeated) }
    let authorization: AuthorizationHeader
    do throws(AuthorizationHeader.Malformation) {
      authorization = try AuthorizationHeader(value)
    } catch {
      throw SignatureFault(.authorizationMalformed(error))
    }
    guard authorization.service == service else { throw SignatureFault(.serviceMismatch(authorization.service, expected: service)) }
    let timestamp = try Self.timestamp(of: fields, authorization, now: now)

    let payloadHash = Self.hash(body)
    try Self.check(fields.contentHash, against: payloadHash)
    let request = try CanonicalRequest(head, signedHeaders: authorization.signedHeaders, payloadHash: payloadHash)
    let text = stringToSign(request, timestamp: timestamp, region: authorization.region)

    let known = keys[authorization.accessKeyID]
    let signer = known ?? absent
    let (authenticator, isHeld) = signer.authenticator(day: timestamp.day, region: authorization.region)
    var signature = authenticator
    signature.update(data: text)
    // HashedAuthenticationCode compares in constant time.
    let isRight = signature.finalize() == authorization.signature
    if !isHeld {
      signer.hold(authenticator, day: timestamp.day, region: authorization.region, isProved: isRight && known != nil)
    }
    guard known != nil else { throw SignatureFault(.accessKeyUnknown(authorization.accessKeyID)) }
    guard isRight else { throw SignatureFault(.signatureMismatch) }
    return authorization.accessKeyID
  }

  /// The time that the request states, once it is signed, within the window and on the day of the credential scope.
  private static func timestamp(
    of fields: SignatureFields, _ authorization: AuthorizationHeader, now: Date
  ) throws(SignatureFault) -> RequestTimestamp {
    guard authorization.signedHeaders.contains("host") else { throw SignatureFault(.headerNotSigned("host")) }
    let name = fields.dateName
    guard let value = fields.date else { throw SignatureFault(.dateMissing) }
    guard authorization.signedHeaders.contains(name) else { throw SignatureFault(.headerNotSigned(name)) }
    guard !fields.isDateRepeated, let timestamp = RequestTimestamp(headerValue: value, name: name) else {
      throw SignatureFault(.dateMalformed(header: name))
    }
    let seconds = now.timeIntervalSince1970
    guard abs(seconds - Double(timestamp.secondsSinceEpoch)) <= window else {
      throw SignatureFault(.dateOutsideWindow(timestamp, now: RequestTimestamp(secondsSinceEpoch: seconds)))
    }
    guard authorization.scopeDay == timestamp.day else {
      throw SignatureFault(.scopeDayMismatch(authorization.scopeDay, request: timestamp))
    }
    return timestamp
  }

  private static func hash(_ body: RawSpan) -> SHA256Digest {
    var hasher = SHA256()
    body.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    return hasher.finalize()
  }

  private static func check(_ contentHash: String?, against payloadHash: SHA256Digest) throws(SignatureFault) {
    guard let contentHash else { return }
    let text = contentHash.utf8.span
    let value = text.trimming(0..<text.count)
    guard value.count == 64, let stated = Hexadecimal.decode(text.extracting(value)) else { throw SignatureFault(.payloadUnsigned) }
    guard payloadHash == stated else { throw SignatureFault(.payloadHashMismatch) }
  }

  /// Step 2 of signing: the algorithm, the time, the credential scope and the hash of the canonical request, a line each.
  private func stringToSign(_ request: CanonicalRequest, timestamp: RequestTimestamp, region: String) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(192)
    text.append(contentsOf: "AWS4-HMAC-SHA256\n".utf8)
    text.append(timestamp: timestamp)
    text.append(UInt8(ascii: "\n"))
    text.append(decimal: timestamp.day, digits: 8)
    text.append(UInt8(ascii: "/"))
    text.append(contentsOf: region.utf8)
    text.append(UInt8(ascii: "/"))
    text.append(contentsOf: service.utf8)
    text.append(contentsOf: "/aws4_request\n".utf8)
    SHA256.hash(data: request.bytes).withUnsafeBytes { text.append(hexadecimalOf: $0) }
    return text
  }
}

/// The header fields that a verification reads for itself, found in one pass.
private struct SignatureFields {
  private(set) var authorization: String?
  private(set) var isAuthorizationRepeated = false
  private(set) var contentHash: String?
  private var amazonDate: String?
  private var isAmazonDateRepeated = false
  private var plainDate: String?
  private var isPlainDateRepeated = false

  init(_ headers: [(name: String, value: String)]) {
    for header in headers {
      let name = header.name.utf8.span
      // Lengths differ but for two, so that most names are passed over by a comparison of integers.
      switch name.count {
      case 4 where Self.equal(name, "date"):
        isPlainDateRepeated = plainDate != nil
        plainDate = header.value
      case 10 where Self.equal(name, "x-amz-date"):
        isAmazonDateRepeated = amazonDate != nil
        amazonDate = header.value
      case 13 where Self.equal(name, "authorization"):
        isAuthorizationRepeated = authorization != nil
        authorization = header.value
      case 20 where Self.equal(name, "x-amz-content-sha256"):
        contentHash = header.value
      default: break
      }
    }
  }

  /// The name of the header that states the time: `X-Amz-Date` goes before `Date`.
  var dateName: String { amazonDate == nil ? "date" : "x-amz-date" }
  var date: String? { amazonDate ?? plainDate }
  var isDateRepeated: Bool { amazonDate == nil ? isPlainDateRepeated : isAmazonDateRepeated }

  private static func equal(_ name: Span<UInt8>, _ expected: StaticString) -> Bool {
    for index in name.indices where name[index].lowercasedASCII != expected.utf8Start[index] { return false }
    return true
  }
}

extension RequestTimestamp {
  /// Reads the value of a header: `X-Amz-Date` in the ISO 8601 basic format, `Date` in that or in the format of HTTP.
  fileprivate init?(headerValue: String, name: String) {
    let text = headerValue.utf8.span
    let value = text.extracting(text.trimming(0..<text.count))
    if let timestamp = RequestTimestamp(iso8601Basic: value) {
      self = timestamp
    } else if name == "date", let timestamp = RequestTimestamp(httpDate: value) {
      self = timestamp
    } else {
      return nil
    }
  }
}
