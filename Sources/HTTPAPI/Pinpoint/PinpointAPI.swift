// SPDX-License-Identifier: Apache-2.0

internal import Crypto
package import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Metrics
internal import NIOCore
package import OTPCore
internal import Synchronization

/// An application that may call, and what each of its access keys is for.
package struct APIApplication: Sendable {
  package enum Permission: Sendable {
    case send, verify
  }

  package let id: String
  /// Permissions by access key id.
  package let permissions: [String: Set<Permission>]

  package init(id: String, permissions: [String: Set<Permission>]) {
    self.id = id
    self.permissions = permissions
  }
}

/// The Amazon Pinpoint OTP API: SendOTPMessage and VerifyOTPMessage, as AWS SDKs speak it (rest-json, SigV4).
package struct PinpointAPI: Sendable {
  /// Twice what the longest honest request needs.
  static let bodyOctetsMax = 16 * 1024

  typealias Operation = APIApplication.Permission

  private let service: OTPService
  private let verifier: SignatureVerifier
  private let applications: [String: APIApplication]
  private let load: RequestLoad
  private let wallClock: @Sendable () -> Date

  /// `wallClock` judges the age of signatures; it is not the clock of the codes, which never steps.
  package init(
    service: OTPService, verifier: SignatureVerifier, applications: [APIApplication], concurrentRequestsMax: Int,
    wallClock: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.service = service
    self.verifier = verifier
    self.applications = Dictionary(applications.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    load = RequestLoad(max: concurrentRequestsMax)
    self.wallClock = wallClock
  }

  func answer(_ operation: Operation, application: String, request: Request, requestID: String, logger: Logger) async -> Response {
    do throws(PinpointError) {
      let body = try await Self.body(of: request)
      try authorize(operation, application: application, request: request, body: body)
      // Only who may call takes a place, and only with a whole request.
      guard load.enter() else { throw PinpointError.tooManyRequests }
      defer { load.leave() }
      switch operation {
      case .send:
        let fields = try SendOTPMessage.fields(from: body)
        let invocation = try Self.invocation(of: request, body: body)
        return try await send(fields, application: application, invocation: invocation, requestID: requestID, logger: logger)
      case .verify:
        return try await verify(try VerifyOTPMessage.fields(from: body), application: application, requestID: requestID, logger: logger)
      }
    } catch {
      return error.response(requestID: requestID)
    }
  }

  private func send(
    _ fields: SendFields, application: String, invocation: Invocation?, requestID: String, logger: Logger
  ) async throws(PinpointError) -> Response {
    do {
      let request = try SendRequest(fields, application: application)
      let answer = try await service.send(request, invocation: invocation)
      return SendOTPMessage.response(answer, application: application, requestID: requestID)
    } catch {
      throw Self.pinpointError(error, requestID: requestID, logger: logger)
    }
  }

  private func verify(
    _ fields: VerifyFields, application: String, requestID: String, logger: Logger
  ) async throws(PinpointError) -> Response {
    do {
      return VerifyOTPMessage.response(isValid: try await service.verify(try VerifyRequest(fields, application: application)))
    } catch {
      throw Self.pinpointError(error, requestID: requestID, logger: logger)
    }
  }

  /// Who calls must sign, exist here, belong to the application and have the right; told in that order.
  private func authorize(_ operation: Operation, application: String, request: Request, body: ByteBuffer) throws(PinpointError) {
    let accessKeyID: String
    do throws(SignatureFault) {
      accessKeyID = try verifier.verify(SignedRequestHead(request.head), body: body.readableBytesSpan, now: wallClock())
    } catch {
      Counter(label: "countersign_signature_faults", dimensions: [("reason", error.label)]).increment()
      throw .forbidden(error.message)
    }
    guard let application = applications[application] else { throw .notFound("Application not found") }
    guard let permissions = application.permissions[accessKeyID] else {
      throw .forbidden("The access key belongs to another application")
    }
    guard permissions.contains(operation) else {
      throw .forbidden("The access key is not allowed to \(operation == .send ? "send" : "verify") codes")
    }
  }

  private static func invocation(of request: Request, body: ByteBuffer) throws(PinpointError) -> Invocation? {
    guard let name = request.headers[.amazonInvocationID], !name.isEmpty else { return nil }
    guard name.utf8.count <= Invocation.octetsMax else {
      throw .badRequest("amz-sdk-invocation-id must not be longer than \(Invocation.octetsMax) octets")
    }
    return Invocation(name: name, fingerprint: Data(SHA256.hash(data: body.readableBytesView).prefix(16)))
  }

  private static func body(of request: Request) async throws(PinpointError) -> ByteBuffer {
    if let length = request.headers[.contentLength].flatMap(Int.init), length > bodyOctetsMax {
      throw .payloadTooLarge(octetsMax: bodyOctetsMax)
    }
    do {
      return try await request.body.collect(upTo: bodyOctetsMax)
    } catch is NIOTooManyBytesError {
      throw .payloadTooLarge(octetsMax: bodyOctetsMax)
    } catch {
      throw .badRequest("The body ended before its length was reached")
    }
  }

  private static func pinpointError(_ error: any Error, requestID: String, logger: Logger) -> PinpointError {
    switch error {
    case let fault as RequestFault: return .badRequest(fault.description)
    case ServiceFault.request(let fault): return .badRequest(fault.description)
    case ServiceFault.store(let fault): logger.named(requestID).error("the store failed", metadata: ["error": "\(fault)"])
    case ServiceFault.sealing: logger.named(requestID).error("a message body could not be sealed")
    default: logger.named(requestID).error("unexpected error", metadata: ["type": "\(type(of: error))"])
    }
    return .internalServerError
  }
}

/// Counts the requests that are being answered, against a bound.
private final class RequestLoad: Sendable {
  private let max: Int
  private let count = Atomic(0)

  init(max: Int) {
    self.max = max
  }

  func enter() -> Bool {
    guard count.add(1, ordering: .relaxed).newValue <= max else {
      leave()
      return false
    }
    return true
  }

  func leave() { count.subtract(1, ordering: .relaxed) }
}
