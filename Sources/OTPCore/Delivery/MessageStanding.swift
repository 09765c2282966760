// SPDX-License-Identifier: Apache-2.0

/// Where a message stands and what its attempts came to: what the rules need when news of it comes.
///
/// Pure. The store reads it, lets it take the news inside its transaction, and keeps what it has become.
package struct MessageStanding: Sendable, Equatable {
  package private(set) var state: MessageState
  /// The transport of the last attempt, or of the one to come.
  package private(set) var transport: TransportID
  package let parts: Int
  package private(set) var possibleDuplicate: Bool
  /// When it is sent once more, if nothing is heard of it until then.
  package private(set) var resendAt: Timestamp?
  /// What the network called the attempt that was answered in time.
  package private(set) var remoteIDs: [RemoteID]
  /// The attempts that were not, or were answered without a name. Empty for nearly every message.
  package private(set) var doubts: [DoubtfulAttempt]

  package init(
    state: MessageState, transport: TransportID, parts: Int, possibleDuplicate: Bool = false, resendAt: Timestamp? = nil,
    remoteIDs: [RemoteID] = [], doubts: [DoubtfulAttempt] = []
  ) {
    self.state = state
    self.transport = transport
    self.parts = parts
    self.possibleDuplicate = possibleDuplicate
    self.resendAt = resendAt
    self.remoteIDs = remoteIDs
    self.doubts = doubts
  }

  /// What was said of a part so far; nil when nothing was.
  package typealias Said = (TransportID, RemoteID) throws -> MessageState?

  /// What a piece of news adds to a message, beside its new standing.
  package struct Change: Sendable, Equatable {
    /// What the timeline gains, in order.
    package var lines: [MessageEvent] = []
    /// Of these, the steps that the message took.
    package var events: [MessageEvent] = []
    /// Names that receipts may find it by from now on, with the transport they belong to.
    package var names: [DoubtfulAttempt] = []
    /// For a message that goes back to its queue: not to be claimed before.
    package var notBefore: Timestamp?
    /// The queue that it left otherwise than by a claim.
    package var unqueued: TransportID?
    /// False for a claim that was turned away for its pace alone.
    package var countsAsAttempt = true
  }

  /// Whether the text is still needed: to be sent, or sent once more.
  package var needsBody: Bool { state == .queued || state == .submitting || resendAt != nil }

  /// Whether what is said of one name can be less than the last word on the message.
  package var hasSeveralNames: Bool { remoteIDs.count > 1 || !doubts.isEmpty }

  /// The transports over which an attempt was made that nobody knows the outcome of.
  package var unresolved: [TransportID] { doubts.filter { !$0.isResolved }.map(\.transport) }

  /// The transports over which a receipt under an unknown name can be on this message.
  package var awaitingNames: [TransportID] { doubts.filter(\.awaitsName).map(\.transport) }
}

// MARK: - The answer to a submit

extension MessageStanding {
  /// Takes what a lane made of an answer, as far as the message still waits for it.
  package mutating func take(_ steps: some Collection<MessageStep>) -> Change {
    var change = Change()
    let wasSubmitting = state == .submitting
    for step in steps {
      let event = step.event
      switch event.state {
      case .submitted:
        accept(event, &change)
      case .unknown where wasSubmitting:
        doubts.append(DoubtfulAttempt(over: event.transport))
        move(event, &change)
        resendAt = step.resendAt
      case .unknown:
        // The first attempt was heard of while this one was under way; only what has no name yet can still be looked for.
        if possibleDuplicate, remoteIDs.isEmpty, !unresolved.contains(event.transport) {
          doubts.append(DoubtfulAttempt(over: event.transport))
          note(event, &change)
        }
      case .queued where wasSubmitting:
        move(event, &change)
        change.notBefore = step.notBefore
        change.countsAsAttempt = step.countsAsAttempt
      case .delivered:
        move(event, &change)
      case .failed, .expired:
        // A rejection of the second attempt is no word on the first, when that was heard of meanwhile.
        if wasSubmitting { end(event, &change) } else { takeAttemptUnderWay(over: event.transport) }
      case .queued:
        takeAttemptUnderWay(over: event.transport)
      case .submitting:
        break
      }
    }
    if state == .submitted, remoteIDs.isEmpty, doubts.isEmpty {
      // Accepted without a name: its receipts will come under one that nobody knows.
      doubts.append(DoubtfulAttempt(over: transport, isResolved: true))
    }
    return change
  }

  /// Before the message takes a step on news of its first attempt: the second one, if it is under way, goes on, and stands among the
  /// doubts until its own answer comes.
  private mutating func leaveAttemptUnderWay() {
    if state == .submitting, possibleDuplicate { doubts.append(DoubtfulAttempt(over: transport)) }
  }

  /// Takes out what `leaveAttemptUnderWay` left, when the answer comes.
  private mutating func takeAttemptUnderWay(over transport: TransportID) {
    guard possibleDuplicate, state != .submitting else { return }
    if let attempt = doubts.lastIndex(where: { $0.transport == transport && !$0.isResolved }) { doubts.remove(at: attempt) }
  }

  private mutating func accept(_ event: MessageEvent, _ change: inout Change) {
    takeAttemptUnderWay(over: event.transport)
    let isStep = state.mayBecome(.submitted)
    if isStep {
      move(event, &change)
    } else if possibleDuplicate {
      note(event, &change)
    } else {
      return
    }
    if event.remoteIDs.isEmpty {
      // That the network has it must not be forgotten, even when it gives no names.
      if possibleDuplicate { doubts.append(DoubtfulAttempt(over: event.transport, isResolved: true)) }
    } else {
      // A receipt that overtook this answer was taken for one of another attempt, which is in doubt again.
      for remoteID in event.remoteIDs {
        for attempt in doubts.indices where doubts[attempt].has(remoteID, over: event.transport) {
          doubts[attempt].remoteIDs.removeAll { $0 == remoteID }
          doubts[attempt].isResolved = false
        }
      }
      remoteIDs = event.remoteIDs
      change.names.append(DoubtfulAttempt(over: event.transport, remoteIDs: event.remoteIDs))
    }
  }

  /// Takes an answer that came after the transport had given it up.
  package mutating func take(late outcome: SubmitOutcome, over transport: TransportID, at now: Timestamp) -> Change {
    var change = Change()
    let attempt = attempt(answeredBy: outcome, over: transport)
    func event(_ state: MessageState, remoteIDs: [RemoteID] = [], reason: String? = nil, error: String? = nil) -> MessageEvent {
      MessageEvent(state: state, at: now, transport: transport, remoteIDs: remoteIDs, reason: reason, error: error)
    }
    switch outcome {
    case .accepted(let remoteIDs):
      acceptLate(event(.submitted, remoteIDs: remoteIDs, reason: "a late answer: accepted"), attempt: attempt, &change)
    case .ended(let ending):
      acceptLate(event(.submitted, reason: "a late answer: accepted"), attempt: attempt, &change)
      let own = attempt.map { doubts[$0] }
      try? end(event(ending.kind.state, reason: ending.reason, error: ending.error), of: own, said: { _, _ in nil }, &change)
    case .rejected(let rejection):
      let words = "a late answer: \(rejection.reason.rawValue): \(rejection.advice)"
      rejectLate(event(.failed, reason: words, error: rejection.code), mayPass: rejection.reason.mayPass, attempt: attempt, &change)
    case .unknown:
      break
    }
    return change
  }

  /// The attempt that a late answer belongs to: one that receipts have named so already, else the one that has waited longest.
  private func attempt(answeredBy outcome: SubmitOutcome, over transport: TransportID) -> Int? {
    if case .accepted(let names) = outcome,
      let named = doubts.firstIndex(where: { doubt in names.contains { doubt.has($0, over: transport) } })
    {
      return named
    }
    return doubts.firstIndex { $0.transport == transport && !$0.isResolved }
  }

  private mutating func acceptLate(_ event: MessageEvent, attempt: Int?, _ change: inout Change) {
    let isNews = attempt.map { !doubts[$0].isResolved } ?? (state == .submitting && event.transport == transport)
    let isKnown = event.remoteIDs.allSatisfy { name in attempts.contains { $0.has(name, over: event.transport) } }
    guard isNews || !isKnown else { return }
    if let attempt {
      doubts[attempt].remoteIDs += event.remoteIDs.filter { !doubts[attempt].remoteIDs.contains($0) }
      doubts[attempt].isResolved = true
    } else if state == .submitting, event.transport == transport, remoteIDs.isEmpty {
      // It overtook the transport's own word that the outcome is unknown.
      remoteIDs = event.remoteIDs
    } else {
      doubts.append(DoubtfulAttempt(over: event.transport, remoteIDs: event.remoteIDs, isResolved: true))
    }
    change.names.append(DoubtfulAttempt(over: event.transport, remoteIDs: event.remoteIDs))
    if state.mayBecome(.submitted) {
      let wasQueued = state == .queued
      if attempt != nil { leaveAttemptUnderWay() }
      move(event, &change)
      // The second attempt will not be made: the message went over this transport.
      if wasQueued { transport = event.transport }
    } else {
      note(event, &change)
    }
  }

  private mutating func rejectLate(_ event: MessageEvent, mayPass: Bool, attempt: Int?, _ change: inout Change) {
    if let attempt {
      doubts.remove(at: attempt)
    } else {
      // Before the transport's own word that the outcome is unknown: a refusal that can pass waits for that word and its plan.
      guard state == .submitting, event.transport == transport, !mayPass else { return }
      return end(event, &change)
    }
    let isLastWord = state == .unknown && attempts.isEmpty
    if isLastWord, !mayPass || resendAt == nil {
      move(event, &change)
    } else {
      note(event, &change)
    }
  }
}

// MARK: - Receipts

extension MessageStanding {
  /// Takes a receipt on one of the message's names. `said` knows this receipt too.
  package mutating func take(_ receipt: MessageEvent, named remoteID: RemoteID, said: Said) throws -> Change {
    var change = Change()
    guard hasSeveralNames else {
      move(receipt, &change)
      return change
    }
    if receipt.state != .delivered, let doubt = doubts.firstIndex(where: { $0.has(remoteID, over: receipt.transport) }) {
      // One part that did not arrive tells what became of the attempt.
      doubts[doubt].isResolved = true
    }
    let own = attempts.last { $0.has(remoteID, over: receipt.transport) }
    if receipt.state == .delivered {
      let isWhole = try own.map { try $0.isResolved && $0.remoteIDs.allSatisfy { try said(receipt.transport, $0) == .delivered } }
      if isWhole ?? true {
        leaveAttemptUnderWay()
        move(receipt, &change)
      }
    } else {
      try end(receipt, of: own, said: said, &change)
    }
    return change
  }

  /// Takes an ending of one attempt; as long as another one is under way, it is not the message's.
  private mutating func end(_ event: MessageEvent, of own: DoubtfulAttempt?, said: Said, _ change: inout Change) throws {
    guard !isOver else { return }
    let isUnderWay = state == .queued || state == .submitting
    let isOpenElsewhere = try attempts.contains { other in
      try other != own && other.isResolved && !other.remoteIDs.contains { Self.isFailure(try said(other.transport, $0)) }
    }
    if event.state != .delivered, isUnderWay || isOpenElsewhere {
      note(event, &change)
    } else {
      end(event, &change)
    }
  }

  private static func isFailure(_ state: MessageState?) -> Bool { state == .failed || state == .expired }

  /// Whether no news can change it.
  private var isOver: Bool { state.isTerminal && state != .unknown }

  /// Gives a name to the attempt over `transport` that has waited longest for news. Only for a receipt that can mean no other;
  /// it may have no name.
  package mutating func attach(_ remoteID: RemoteID, over transport: TransportID) -> Change {
    var change = Change()
    guard let attempt = doubts.firstIndex(where: { $0.transport == transport && $0.awaitsName }) else { return change }
    doubts[attempt].remoteIDs.append(remoteID)
    doubts[attempt].isResolved = doubts[attempt].isResolved || doubts[attempt].remoteIDs.count >= parts
    if !remoteID.rawValue.isEmpty { change.names.append(DoubtfulAttempt(over: transport, remoteIDs: [remoteID])) }
    return change
  }

  /// Whether a receipt over `transport` under a name that nobody knows may be about this message.
  package func mayOwnReceipt(over transport: TransportID) -> Bool {
    doubts.contains { $0.transport == transport && $0.remoteIDs.count < parts }
  }

  /// Whether such a receipt, when it is about this message, tells of one attempt alone.
  package func canAttach(over transport: TransportID) -> Bool {
    // While the second attempt is under way over the same transport, its answer will tell which of the two is meant.
    if state == .submitting, self.transport == transport { return false }
    let open = doubts.filter { $0.transport == transport && $0.awaitsName }
    // Parts of two attempts cannot be told apart, nor how many of an accepted one are still to come.
    return parts == 1 ? !open.isEmpty : open.count == 1 && open[0].isResolved == false
  }

  /// Every name that receipts may find it by.
  package var names: [(TransportID, RemoteID)] { attempts.flatMap { attempt in attempt.remoteIDs.map { (attempt.transport, $0) } } }

  /// Every attempt that is known or supposed to have reached a network.
  private var attempts: [DoubtfulAttempt] {
    remoteIDs.isEmpty ? doubts : doubts + [DoubtfulAttempt(over: transport, remoteIDs: remoteIDs, isResolved: true)]
  }

}

// MARK: - Time

extension MessageStanding {
  /// Puts it into the queue of `next` for its second and last attempt.
  package mutating func resend(over next: TransportID, at now: Timestamp) -> Change {
    var change = Change()
    guard state == .unknown, resendAt != nil, !possibleDuplicate else { return change }
    // A refusal that came late has told that the phone cannot have it.
    possibleDuplicate = !doubts.isEmpty
    let words = possibleDuplicate ? "the outcome over \(transport) is not known; possible duplicate" : "\(transport) refused it for now"
    move(MessageEvent(state: .queued, at: now, transport: next, reason: "sent once more: \(words)"), &change)
    transport = next
    change.notBefore = now
    return change
  }

  /// Ends it: its code is dead, and so is what it waited for.
  package mutating func endOverdue(at now: Timestamp) -> Change {
    var change = Change()
    func event(_ state: MessageState, _ reason: String) -> MessageEvent {
      MessageEvent(state: state, at: now, transport: transport, reason: reason)
    }
    switch state {
    case .queued: end(event(.expired, "the code expired before the transport could take it"), &change)
    case .submitted: move(event(.unknown, "no delivery receipt came in time"), &change)
    case .unknown where resendAt != nil:
      resendAt = nil
      note(event(.unknown, "not sent once more: the code expired before a transport could take it"), &change)
    case .submitting, .delivered, .failed, .expired, .unknown: break
    }
    return change
  }
}

// MARK: - Steps

extension MessageStanding {
  private mutating func move(_ event: MessageEvent, _ change: inout Change) {
    guard state.mayBecome(event.state) else { return }
    if state == .queued { change.unqueued = transport }
    state = event.state
    resendAt = nil
    change.lines.append(event)
    change.events.append(event)
  }

  /// Takes an ending. A message has not failed as long as one of its attempts may have reached the phone: it is unknown.
  private mutating func end(_ event: MessageEvent, _ change: inout Change) {
    let unresolved = unresolved
    guard event.state != .delivered, !unresolved.isEmpty else { return move(event, &change) }
    let places = unresolved.map(\.rawValue).joined(separator: " and ")
    let words = [event.reason, "the outcome over \(places) is not known"].compactMap { $0 }.joined(separator: "; ")
    let doubtful = MessageEvent(
      state: .unknown, at: event.at, transport: event.transport, remoteIDs: event.remoteIDs, reason: words, error: event.error)
    if state == .unknown { note(doubtful, &change) } else { move(doubtful, &change) }
  }

  /// Tells the timeline what changes nothing: the state stays what it is.
  private func note(_ event: MessageEvent, _ change: inout Change) {
    let said = event.state == state ? [event.reason] : ["\(event.state.name) over \(event.transport)", event.reason]
    change.lines.append(
      MessageEvent(
        state: state, at: event.at, transport: event.transport, remoteIDs: event.remoteIDs,
        reason: said.compactMap { $0 }.joined(separator: ": "), error: event.error))
  }
}
