// SPDX-License-Identifier: Apache-2.0

/// What makes the requests of the Pinpoint OTP API: application, key pair, and the fields that are the same in every request.
struct RequestFactory {
  /// `OriginationIdentity`, `BrandName` and `ValidityPeriod` (minutes) of the requests.
  struct Message {
    var origination: String
    var brand: String
    var validityMinutes: Int
  }

  let host: String
  let application: String
  let accessKeyID: String
  let secretAccessKey: String
  let message: Message

  /// `POST /v1/apps/{application-id}/otp` for every OTP of a series.
  func sends(_ series: OTPSeries, at time: Int) -> RequestBatch {
    signed(count: series.count, path: "/v1/apps/\(application)/otp", at: time) { index in
      """
      {"AllowedAttempts": 3, "BrandName": "\(message.brand)", "Channel": "SMS", "CodeLength": 6, \
      "DestinationIdentity": "\(series.destination(index))", "Language": "en-US", \
      "OriginationIdentity": "\(message.origination)", "ReferenceId": "\(series.reference(index))", \
      "ValidityPeriod": \(message.validityMinutes)}
      """
    }
  }

  /// `POST /v1/apps/{application-id}/verify-otp` for every OTP of a series, with the codes in the order of the series.
  func verifies(_ series: OTPSeries, codes: [String], at time: Int) -> RequestBatch {
    signed(count: codes.count, path: "/v1/apps/\(application)/verify-otp", at: time) { index in
      """
      {"DestinationIdentity": "\(series.destination(index))", "Otp": "\(codes[index])", "ReferenceId": "\(series.reference(index))"}
      """
    }
  }

  private func signed(count: Int, path: String, at time: Int, body: (Int) -> String) -> RequestBatch {
    let signer = RequestSigner(accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, host: host, at: time)
    var batch = RequestBatch()
    var generator = SystemRandomNumberGenerator()
    for index in 0..<count {
      let body = Array(body(index).utf8)
      batch.append(
        """
        POST \(path) HTTP/1.1\r
        Host: \(host)\r
        Accept-Encoding: identity\r
        User-Agent: api-load\r
        Content-Type: application/json\r
        X-Amz-Date: \(signer.timestamp)\r
        Authorization: \(signer.authorization(path: path, body: body))\r
        amz-sdk-invocation-id: \(Self.invocationID(&generator))\r
        amz-sdk-request: attempt=1\r
        Content-Length: \(body.count)\r
        \r\n
        """, body: body)
    }
    return batch
  }

  /// A random UUID: a server has to remember each, so that a retry sends nothing twice.
  private static func invocationID(_ generator: inout SystemRandomNumberGenerator) -> String {
    let high = String(generator.next() | 1 << 63, radix: 16)
    let low = String(generator.next() | 1 << 63, radix: 16)
    return "\(high.prefix(8))-\(high.dropFirst(8).prefix(4))-4\(high.dropFirst(13))-\(low.prefix(4))-\(low.dropFirst(4))"
  }
}
