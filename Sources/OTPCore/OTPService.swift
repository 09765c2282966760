// SPDX-License-Identifier: Apache-2.0

internal import CoreMetrics
internal import Logging
internal import SMSCodec

/// AWS Pinpoint's DeliveryStatus.
package enum DeliveryStatus: String, Sendable, CaseIterable {
  case successful = "SUCCESSFUL"
  case throttled = "THROTTLED"
  case temporaryFailure = "TEMPORARY_FAILURE"
  case permanentFailure = "PERMANENT_FAILURE"
  case unknownFailure = "UNKNOWN_FAILURE"
  case optOut = "OPT_OUT"
  case duplicate = "DUPLICATE"

  /// AWS Pinpoint's StatusCode that goes with it. AWS documents none; these follow HTTP.
  package var code: Int {
    switch self {
    case .successful, .duplicate: 200
    case .throttled: 429
    case .temporaryFailure: 503
    case .permanentFailure, .optOut: 400
    case .unknownFailure: 500
    }
  }
}

/// What a caller of SendOTPMessage is told.
package struct SendAnswer: Sendable, Equatable {
  package let destinationAsSent: String
  package let status: DeliveryStatus
  package let statusMessage: String
  package let message: MessageID?
}

/// Why a request got no answer of its own.
package enum ServiceFault: Error, Sendable {
  /// The request names something that does not exist; the words are for the caller.
  case request(RequestFault)
  /// Ours to repair; the words are for the operator.
  case store(StoreError)
  case sealing
}

/// Makes codes and verifies them: the two operations that an application sees.
package struct OTPService: Sendable {
  private let store: any Store
  private let router: Router
  private let policy: DestinationPolicy
  private let keyRing: KeyRing
  private let dispatcher: Dispatcher
  private let clock: GatewayClock
  private let metrics = OTPMetrics()

  package init(
    store: any Store, router: Router, policy: DestinationPolicy = DestinationPolicy(), keyRing: KeyRing, dispatcher: Dispatcher,
    clock: GatewayClock
  ) {
    self.store = store
    self.router = router
    self.policy = policy
    self.keyRing = keyRing
    self.dispatcher = dispatcher
    self.clock = clock
  }

  /// Makes a code and answers when it and its message are durable.
  ///
  /// `invocation` names the call in the caller's SDK: retries of a call answer with its first result and send once.
  package func send(_ request: SendRequest, invocation: Invocation?) async throws(ServiceFault) -> SendAnswer {
    guard let identity = router.identity(named: request.originationIdentity) else {
      throw .request(RequestFault("OriginationIdentity is not one that this gateway is configured with"))
    }
    switch way(of: request, from: identity) {
    case .success(let (route, facts)):
      return try answer(try await accept(request, over: route, facts: facts, invocation: invocation), to: request)
    case .failure(let refusal):
      // A retry is answered with its first result, even when the queue has filled since.
      if refusal.status == .temporaryFailure, let first = try await replay(of: invocation, application: request.application) {
        return try answer(first, to: request)
      }
      metrics.sent(refusal.status)
      return SendAnswer(destinationAsSent: request.destinationAsSent, status: refusal.status, statusMessage: refusal.words, message: nil)
    }
  }

  /// Makes the code and its message durable, and sets the message going.
  private func accept(
    _ request: SendRequest, over route: Route, facts: NumberFacts, invocation: Invocation?
  ) async throws(ServiceFault) -> Acceptance {
    let hasPlace = dispatcher.reserve(on: route.transport)
    do throws(ServiceFault) {
      let proposal = try proposal(for: request, over: route, facts: facts, invocation: invocation, isClaimed: hasPlace)
      let acceptance = try await stored { () async throws(StoreError) in try await store.accept(proposal) }
      switch acceptance {
      case .accepted where hasPlace: dispatcher.handOver(ClaimedMessage(message: proposal.message, body: proposal.body, attempt: 1))
      case .accepted: dispatcher.queued(on: route.transport)
      case .replayed, .conflicting: if hasPlace { dispatcher.release(on: route.transport) }
      }
      return acceptance
    } catch {
      if hasPlace { dispatcher.release(on: route.transport) }
      throw error
    }
  }

  private func replay(of invocation: Invocation?, application: String) async throws(ServiceFault) -> Acceptance? {
    guard let invocation else { return nil }
    return try await stored { () async throws(StoreError) in try await store.replay(of: invocation, application: application) }
  }

  private func stored<Value>(_ body: () async throws(StoreError) -> Value) async throws(ServiceFault) -> Value {
    do throws(StoreError) {
      return try await body()
    } catch {
      throw .store(error)
    }
  }

  private func answer(
    _ acceptance: Acceptance, to request: SendRequest
  ) throws(ServiceFault) -> SendAnswer {
    func successful(_ message: MessageID, _ destinationAsSent: String) -> SendAnswer {
      metrics.sent(.successful)
      return SendAnswer(
        destinationAsSent: destinationAsSent, status: .successful, statusMessage: "MessageId: \(message)", message: message)
    }
    switch acceptance {
    case .accepted(let message):
      return successful(message, request.destinationAsSent)
    case .replayed(let message, let destinationAsSent):
      metrics.replays.increment()
      return successful(message, destinationAsSent)
    case .conflicting:
      throw .request(RequestFault("amz-sdk-invocation-id was used for another request; a new call needs a new one"))
    }
  }

  /// Whether `request.code` is the living code of its challenge. It is true at most once.
  package func verify(_ request: VerifyRequest) async throws(ServiceFault) -> Bool {
    let now = clock.now
    let verdict = try await stored { [keyRing] () async throws(StoreError) in
      try await store.judge(request.key) { stored, budget in
        Challenge.judge(request.code, for: request.key, against: stored, budget: budget, keyRing: keyRing, now: now)
      }
    }
    metrics.verified(verdict)
    return verdict == .valid
  }

  private struct Refusal: Error {
    let status: DeliveryStatus
    let words: String
  }

  /// The first route that has room in its queue and whose transport is up; when none is up, the first with room.
  private func way(of request: SendRequest, from identity: OriginationIdentity) -> Result<(Route, NumberFacts), Refusal> {
    let facts: NumberFacts
    let routes: [Route]
    do {
      facts = try policy.admit(request.destination).get()
      routes = try router.plan(from: identity, to: facts.country).get()
    } catch {
      return .failure(Refusal(status: .permanentFailure, words: "Not sent: \(error)"))
    }
    let open = routes.filter { dispatcher.hasRoom(on: $0.transport) }
    guard let route = open.first(where: { dispatcher.isUp($0.transport) }) ?? open.first else {
      let names = routes.map(\.transport.rawValue).joined(separator: ", ")
      let words = "Not sent: the queue of every transport of the route is full (\(names)); try later"
      return .failure(Refusal(status: .temporaryFailure, words: words))
    }
    return .success((route, facts))
  }

  private func proposal(
    for request: SendRequest, over route: Route, facts: NumberFacts, invocation: Invocation?, isClaimed: Bool
  ) throws(ServiceFault) -> Proposal {
    var random = SystemRandomNumberGenerator()
    let now = clock.now
    let code = OneTimeCode(length: request.codeLength, random: &random)
    let text = TemplateCatalogue.template(request.language).render(code: code, brand: request.brandName)
    let short: ShortMessage
    do {
      short = try ShortMessage(text)
    } catch {
      throw .request(RequestFault("BrandName cannot be carried in a short message"))
    }
    let id = MessageID(at: now, random: &random)
    guard let body = keyRing.seal(text, for: id) else { throw .sealing }
    let key = ChallengeKey(application: request.application, destination: request.destination, reference: request.referenceID)
    let expiresAt = now.advanced(by: request.validity)
    let identity = route.identity
    return Proposal(
      challenge: Challenge(
        key: key, digest: keyRing.digest(code.digits, for: key, random: &random), attemptsAllowed: request.allowedAttempts, createdAt: now,
        expiresAt: expiresAt),
      message: Message(
        id: id, application: request.application, destination: request.destination, origination: identity.identity,
        country: facts.country, transport: route.transport, encoding: short.encoding.name, parts: short.parts.count, createdAt: now,
        expiresAt: expiresAt, entityID: request.entityID ?? identity.entityID,
        templateID: request.templateID ?? identity.onlyTemplateID),
      body: body, invocation: invocation, destinationAsSent: request.destinationAsSent, isClaimed: isClaimed)
  }
}
