// SPDX-License-Identifier: Apache-2.0

/// Why a request's signature is refused. Nothing here tells the signature that was expected or a secret.
package struct SignatureFault: Error, Equatable, Sendable {
  /// What is wrong with the request.
  enum Reason: Equatable, Sendable {
    /// There is no `Authorization` header.
    case authorizationMissing
    /// There is more than one `Authorization` header.
    case authorizationRepeated
    /// The `Authorization` header is none of Signature Version 4.
    case authorizationMalformed(AuthorizationHeader.Malformation)
    /// The credential scope names another service.
    case serviceMismatch(String, expected: String)
    /// A header that must be signed (`host`, `x-amz-date` or `date`) is not among the signed ones.
    case headerNotSigned(String)
    /// A header is named as signed and the request does not carry it.
    case signedHeaderMissing(String)
    /// There is neither `X-Amz-Date` nor `Date`.
    case dateMissing
    /// The header is there twice or holds no time.
    case dateMalformed(header: String)
    /// The request is dated more than five minutes before or after the server's time.
    case dateOutsideWindow(RequestTimestamp, now: RequestTimestamp)
    /// The day of the credential scope is not the day of the request.
    case scopeDayMismatch(Int, request: RequestTimestamp)
    /// `X-Amz-Content-SHA256` holds a marker in place of a hash: the body is not signed.
    case payloadUnsigned
    /// `X-Amz-Content-SHA256` is not the hash of the body.
    case payloadHashMismatch
    /// No such access key.
    case accessKeyUnknown(String)
    /// The signature is not the one that the secret gives.
    case signatureMismatch
  }

  let reason: Reason

  init(_ reason: Reason) {
    self.reason = reason
  }
}

extension SignatureFault: CustomStringConvertible {
  /// What is wrong and what to do: fit for the `Message` of a 403 ForbiddenException.
  package var message: String {
    switch reason {
    case .authorizationMissing:
      "The request carries no Authorization header: sign it with Signature Version 4."
    case .authorizationRepeated:
      "The request carries more than one Authorization header."
    case .authorizationMalformed(let malformation):
      "The Authorization header is not one of Signature Version 4: \(malformation)."
    case .serviceMismatch(let service, let expected):
      "The credential is scoped to the service '\(service)': it must be '\(expected)'."
    case .headerNotSigned(let name):
      "The header '\(name)' must be among the SignedHeaders."
    case .signedHeaderMissing(let name):
      "The header '\(name)' is among the SignedHeaders and not in the request; a proxy may have removed it."
    case .dateMissing:
      "The request carries neither an X-Amz-Date nor a Date header."
    case .dateMalformed(let header):
      "The header '\(header)' must be there once and hold a UTC time such as "
        + (header == "date" ? "Wed, 01 Jul 2026 12:00:00 GMT." : "20260701T120000Z.")
    case .dateOutsideWindow(let signed, let now):
      "The signature is dated \(signed) and the server's time is \(now): they must be within 5 minutes of each other."
    case .scopeDayMismatch(let day, let request):
      "The credential is scoped to the day \(Self.digits(day)) and the request is dated \(request): the days must be the same."
    case .payloadUnsigned:
      "X-Amz-Content-SHA256 must be the SHA-256 hash of the body: unsigned and streamed payloads are not accepted."
    case .payloadHashMismatch:
      "X-Amz-Content-SHA256 is not the SHA-256 hash of the body that was received."
    case .accessKeyUnknown(let id):
      "There is no access key '\(id)'."
    case .signatureMismatch:
      "The signature does not match. Check the secret access key, and that no proxy changes the method, path, signed headers or body."
    }
  }

  /// A short name of the reason, the same for every request with that fault: fit for the label of a metric.
  package var label: String {
    switch reason {
    case .authorizationMissing: "authorization_missing"
    case .authorizationRepeated: "authorization_repeated"
    case .authorizationMalformed: "authorization_malformed"
    case .serviceMismatch: "service_mismatch"
    case .headerNotSigned: "header_not_signed"
    case .signedHeaderMissing: "signed_header_missing"
    case .dateMissing: "date_missing"
    case .dateMalformed: "date_malformed"
    case .dateOutsideWindow: "date_outside_window"
    case .scopeDayMismatch: "scope_day_mismatch"
    case .payloadUnsigned: "payload_unsigned"
    case .payloadHashMismatch: "payload_hash_mismatch"
    case .accessKeyUnknown: "access_key_unknown"
    case .signatureMismatch: "signature_mismatch"
    }
  }

  /// The same as ``message``.
  package var description: String { message }

  private static func digits(_ day: Int) -> String {
    var bytes: [UInt8] = []
    bytes.append(decimal: day, digits: 8)
    return String(decoding: bytes, as: UTF8.self)
  }
}
