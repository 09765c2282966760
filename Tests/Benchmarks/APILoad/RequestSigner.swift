// SPDX-License-Identifier: Apache-2.0
import Crypto
import FoundationEssentials
import Glibc

/// Signs requests with AWS Signature Version 4 as botocore does it: the headers `content-type`, `host` and `x-amz-date` are signed.
///
/// The derived key, the scope and the date are the same for every request of a step, so they are made once.
struct RequestSigner {
  /// For how long a server takes a signature, in seconds: AWS allows five minutes of difference between the clocks.
  static let signatureLifetime = 300.0

  /// `X-Amz-Date`, for example `20261123T043430Z`.
  let timestamp: String

  private let host: String
  private let scope: String
  private let accessKeyID: String
  private let key: SymmetricKey

  /// A signer for the service `mobiletargeting` at one moment, in seconds since 1970.
  init(accessKeyID: String, secretAccessKey: String, host: String, at time: Int) {
    var seconds = time_t(time)
    var calendar = tm()
    gmtime_r(&seconds, &calendar)
    let day = Self.digits([(Int(calendar.tm_year) + 1900, 4), (Int(calendar.tm_mon) + 1, 2), (Int(calendar.tm_mday), 2)])
    let clock = Self.digits([(Int(calendar.tm_hour), 2), (Int(calendar.tm_min), 2), (Int(calendar.tm_sec), 2)])
    self.timestamp = "\(day)T\(clock)Z"
    self.host = host
    self.scope = "\(day)/us-east-1/mobiletargeting/aws4_request"
    self.accessKeyID = accessKeyID
    var derived = SymmetricKey(data: Array("AWS4\(secretAccessKey)".utf8))
    for part in self.scope.split(separator: "/") {
      derived = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: derived))
    }
    self.key = derived
  }

  /// The value of the header `Authorization` for a POST of `body` as `application/json`.
  ///
  /// - Parameter path: the canonical URI, that is the path as sent, percent-encoded once more.
  func authorization(path: String, body: [UInt8]) -> String {
    let canonicalRequest = """
      POST
      \(path)

      content-type:application/json
      host:\(host)
      x-amz-date:\(timestamp)

      content-type;host;x-amz-date
      \(Self.hexadecimal(SHA256.hash(data: body)))
      """
    let stringToSign = """
      AWS4-HMAC-SHA256
      \(timestamp)
      \(scope)
      \(Self.hexadecimal(SHA256.hash(data: Array(canonicalRequest.utf8))))
      """
    let signature = Self.hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(stringToSign.utf8), using: key))
    return "AWS4-HMAC-SHA256 Credential=\(accessKeyID)/\(scope), SignedHeaders=content-type;host;x-amz-date, Signature=\(signature)"
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0x0F)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func digits(_ parts: [(value: Int, width: Int)]) -> String {
    parts.map { part in
      let text = String(part.value)
      return String(repeating: "0", count: max(0, part.width - text.count)) + text
    }.joined()
  }
}
