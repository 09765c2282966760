// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct MessageStandingTests {
  let now = Timestamp(milliseconds: 1_790_000_000_000)
  let id = Samples.message(at: Timestamp(milliseconds: 0)).id
  let a = TransportID(rawValue: "a")
  let b = TransportID(rawValue: "b")

  func names(_ names: [String]) -> [RemoteID] { names.map(RemoteID.init(rawValue:)) }

  func step(
    _ state: MessageState, over transport: TransportID, _ remoteIDs: [String] = [], reason: String? = nil, resendAt: Timestamp? = nil
  ) -> MessageStep {
    let event = MessageEvent(state: state, at: now, transport: transport, remoteIDs: names(remoteIDs), reason: reason)
    return MessageStep(message: id, event: event, resendAt: resendAt)
  }

  func receipt(_ state: MessageState, over transport: TransportID, _ name: String, reason: String? = nil) -> MessageEvent {
    MessageEvent(state: state, at: now, transport: transport, remoteIDs: names([name]), reason: reason)
  }

  func rejected(_ reason: Rejection.Reason) -> SubmitOutcome { .rejected(Rejection(reason: reason, code: "0x0B", advice: "why")) }

  /// The answer over `a` did not come; it is sent once more in a while.
  var doubtful: MessageStanding {
    var standing = MessageStanding(state: .submitting, transport: a, parts: 1)
    _ = standing.take([step(.unknown, over: a, reason: "link lost", resendAt: now.advanced(by: .seconds(15)))])
    return standing
  }

  /// And now waits for its second attempt, over `b`.
  var queuedAgain: MessageStanding {
    var standing = doubtful
    _ = standing.resend(over: b, at: now)
    return standing
  }

  func claimed(_ standing: MessageStanding) -> MessageStanding {
    MessageStanding(
      state: .submitting, transport: standing.transport, parts: standing.parts, possibleDuplicate: standing.possibleDuplicate,
      remoteIDs: standing.remoteIDs, doubts: standing.doubts)
  }

  /// The second attempt is accepted as `second`.
  var submittedAgain: MessageStanding {
    var standing = claimed(queuedAgain)
    _ = standing.take([step(.submitted, over: b, ["second"])])
    return standing
  }

  /// What was said of parts, the receipt in question included.
  func said(_ parts: [String: MessageState]) -> MessageStanding.Said { { parts["\($0)/\($1.rawValue)"] } }

  @Test func `an unknown outcome keeps the text for its second attempt, which is the last`() {
    var standing = doubtful
    #expect(standing.state == .unknown && standing.needsBody && standing.unresolved == [a])
    let change = standing.resend(over: b, at: now)
    #expect(change.events.map(\.state) == [.queued] && change.events.map(\.transport) == [b] && change.notBefore == now)
    #expect(change.lines.last?.reason == "sent once more: the outcome over a is not known; possible duplicate")
    #expect(standing.possibleDuplicate && standing.resendAt == nil && standing.needsBody && standing.transport == b)
    standing = claimed(standing)
    _ = standing.take([step(.unknown, over: b, reason: "link lost")])
    #expect(standing.state == .unknown && !standing.needsBody && standing.unresolved == [a, b])
    #expect(standing.resend(over: a, at: now).lines.isEmpty)
  }

  @Test func `without a plan the text is not kept`() {
    var standing = MessageStanding(state: .submitting, transport: a, parts: 1)
    _ = standing.take([step(.unknown, over: a)])
    #expect(!standing.needsBody && standing.resend(over: b, at: now).lines.isEmpty && standing.state == .unknown)
  }

  @Test func `a plan that no transport could follow in time ends with the code, in words`() {
    var standing = doubtful
    let change = standing.endOverdue(at: now)
    #expect(standing.state == .unknown && !standing.needsBody)
    #expect(change.events.isEmpty && change.lines.last?.reason?.hasPrefix("not sent once more: the code expired") == true)
    #expect(standing.endOverdue(at: now).lines.isEmpty)
  }

  @Test func `what is queued for its second attempt and overtaken by its death is unknown, not expired`() {
    var standing = queuedAgain
    let change = standing.endOverdue(at: now)
    #expect(standing.state == .unknown && !standing.needsBody && change.unqueued == b)
    #expect(change.lines.last?.reason == "the code expired before the transport could take it; the outcome over a is not known")
  }

  @Suite struct LateAnswers {
    let scene = MessageStandingTests()

    @Test func `accepted ends the doubt and the plan`() {
      var standing = scene.doubtful
      let change = standing.take(late: .accepted(scene.names(["x"])), over: scene.a, at: scene.now)
      #expect(standing.state == .submitted && !standing.needsBody && standing.unresolved.isEmpty)
      #expect(change.events.map(\.state) == [.submitted] && change.events.first?.remoteIDs == scene.names(["x"]))
      #expect(change.names == [DoubtfulAttempt(over: scene.a, remoteIDs: scene.names(["x"]))])
    }

    @Test func `accepted while it is queued again makes the second attempt needless`() {
      var standing = scene.queuedAgain
      let change = standing.take(late: .accepted(scene.names(["x"])), over: scene.a, at: scene.now)
      #expect(standing.state == .submitted && standing.transport == scene.a && !standing.needsBody)
      #expect(change.unqueued == scene.b)
    }

    @Test func `accepted while the second attempt is under way: neither a refusal nor a silence of that is the message's`() {
      for outcome in [scene.step(.failed, over: scene.b), scene.step(.queued, over: scene.b), scene.step(.unknown, over: scene.b)] {
        var standing = scene.claimed(scene.queuedAgain)
        _ = standing.take(late: .accepted(scene.names(["x"])), over: scene.a, at: scene.now)
        #expect(standing.state == .submitted)
        #expect(standing.take([outcome]).events.isEmpty)
        #expect(standing.state == .submitted && standing.names.map(\.1) == scene.names(["x"]))
      }
    }

    @Test func `both attempts keep their names`() {
      var first = scene.claimed(scene.queuedAgain)
      _ = first.take(late: .accepted(scene.names(["x"])), over: scene.a, at: scene.now)
      #expect(first.take([scene.step(.submitted, over: scene.b, ["y"])]).names.flatMap(\.remoteIDs) == scene.names(["y"]))
      var second = scene.submittedAgain
      let change = second.take(late: .accepted(scene.names(["x"])), over: scene.a, at: scene.now)
      #expect(change.names.flatMap(\.remoteIDs) == scene.names(["x"]) && change.events.isEmpty && change.lines.count == 1)
      for (standing, other) in [(first, "y"), (second, "second")] {
        #expect(standing.state == .submitted && Set(standing.names.map(\.1)) == Set(scene.names(["x", other])))
      }
    }

    @Test func `an answer that overtakes the word that it is missing counts as the answer`() {
      var standing = MessageStanding(state: .submitting, transport: scene.a, parts: 1)
      _ = standing.take(late: .accepted(scene.names(["x"])), over: scene.a, at: scene.now)
      let change = standing.take([scene.step(.unknown, over: scene.a, resendAt: scene.now)])
      #expect(standing.state == .submitted && standing.doubts.isEmpty && change.lines.isEmpty && !standing.needsBody)
    }

    @Test func `an answer to what receipts have named already leaves the other attempt in doubt`() {
      var standing = scene.doubtful
      _ = standing.resend(over: scene.a, at: scene.now)
      standing = scene.claimed(standing)
      _ = standing.take([scene.step(.unknown, over: scene.a)])
      _ = standing.attach(RemoteID(rawValue: "x"), over: scene.a)
      #expect(standing.take(late: .accepted(scene.names(["x"])), over: scene.a, at: scene.now).lines.isEmpty)
      #expect(standing.unresolved == [scene.a])
    }

    @Test func `a receipt that overtook the second answer was not the first attempt's`() throws {
      var standing = scene.doubtful
      _ = standing.resend(over: scene.a, at: scene.now)
      standing = scene.claimed(standing)
      _ = standing.attach(RemoteID(rawValue: "second"), over: scene.a)
      #expect(standing.unresolved.isEmpty)
      _ = standing.take([scene.step(.submitted, over: scene.a, ["second"])])
      #expect(standing.unresolved == [scene.a] && standing.names.map(\.1) == scene.names(["second"]))
    }

    @Test func `the same answer twice is one`() {
      var standing = scene.doubtful
      _ = standing.take(late: .accepted(scene.names(["x"])), over: scene.a, at: scene.now)
      let once = standing
      #expect(standing.take(late: .accepted(scene.names(["x"])), over: scene.a, at: scene.now).lines.isEmpty)
      #expect(standing == once)
    }

    @Test(arguments: [Rejection.Reason.destination, .origin, .content, .configuration, .account])
    func `a refusal for good fails what was not sent once more`(reason: Rejection.Reason) {
      var standing = scene.doubtful
      let change = standing.take(late: scene.rejected(reason), over: scene.a, at: scene.now)
      #expect(standing.state == .failed && !standing.needsBody)
      #expect(change.lines.last?.error == "0x0B" && change.lines.last?.reason?.contains("why") == true)
    }

    @Test(arguments: [Rejection.Reason.throttled, .temporary, .unavailable])
    func `a refusal that can pass leaves the plan, and takes the doubt away`(reason: Rejection.Reason) {
      var standing = scene.doubtful
      let change = standing.take(late: scene.rejected(reason), over: scene.a, at: scene.now)
      #expect(standing.state == .unknown && standing.needsBody && change.events.isEmpty && change.lines.count == 1)
      let again = standing.resend(over: scene.b, at: scene.now)
      #expect(again.lines.last?.reason == "sent once more: a refused it for now" && !standing.possibleDuplicate)
    }

    @Test func `a refusal of the first attempt says nothing of the second`() {
      for standing in [scene.queuedAgain, scene.claimed(scene.queuedAgain), scene.submittedAgain] {
        var refused = standing
        #expect(refused.take(late: scene.rejected(.destination), over: scene.a, at: scene.now).events.isEmpty)
        #expect(refused.state == standing.state && refused.unresolved.isEmpty)
      }
    }

    @Test func `when both attempts were refused it has failed`() {
      var standing = scene.claimed(scene.queuedAgain)
      let change = standing.take([scene.step(.failed, over: scene.b, reason: "destination: why")])
      #expect(standing.state == .unknown && change.lines.last?.reason == "destination: why; the outcome over a is not known")
      _ = standing.take(late: scene.rejected(.temporary), over: scene.a, at: scene.now)
      #expect(standing.state == .failed)
    }

    @Test func `an ending that comes late is the ending`() {
      var standing = scene.doubtful
      let change = standing.take(late: .ended(DeliveryEnding(.delivered)), over: scene.a, at: scene.now)
      #expect(change.events.map(\.state) == [.submitted, .delivered] && standing.state == .delivered)
    }
  }

  @Suite struct Receipts {
    let scene = MessageStandingTests()

    @Test(arguments: [MessageState.delivered, .failed, .expired]) func `a receipt ends a submitted message`(ending: MessageState) throws {
      var standing = MessageStanding(state: .submitted, transport: scene.a, parts: 1, remoteIDs: scene.names(["x"]))
      let change = try standing.take(scene.receipt(ending, over: scene.a, "x"), named: RemoteID(rawValue: "x"), said: scene.said([:]))
      #expect(standing.state == ending && change.events.count == 1)
    }

    @Test func `what has ended stays as it ended`() throws {
      for state in [MessageState.delivered, .failed, .expired] {
        for ending in [MessageState.delivered, .failed, .expired] {
          for doubts in [[], [DoubtfulAttempt(over: scene.b, remoteIDs: scene.names(["y"]), isResolved: true)]] {
            let ended = MessageStanding(state: state, transport: scene.a, parts: 1, remoteIDs: scene.names(["x"]), doubts: doubts)
            var standing = ended
            let change = try standing.take(
              scene.receipt(ending, over: scene.a, "x"), named: RemoteID(rawValue: "x"), said: scene.said(["a/x": ending]))
            #expect(standing == ended && change.lines.isEmpty)
          }
        }
      }
    }

    @Test func `either attempt can deliver it`() throws {
      for (transport, name) in [(scene.a, "first"), (scene.b, "second")] {
        var standing = scene.submittedAgain
        _ = standing.take(late: .accepted(scene.names(["first"])), over: scene.a, at: scene.now)
        let receipt = scene.receipt(.delivered, over: transport, name)
        _ = try standing.take(receipt, named: RemoteID(rawValue: name), said: scene.said(["\(transport)/\(name)": .delivered]))
        #expect(standing.state == .delivered)
      }
    }

    @Test func `it has failed when both attempts have`() throws {
      var standing = scene.submittedAgain
      _ = standing.take(late: .accepted(scene.names(["first"])), over: scene.a, at: scene.now)
      let first = try standing.take(
        scene.receipt(.failed, over: scene.a, "first"), named: RemoteID(rawValue: "first"), said: scene.said(["a/first": .failed]))
      #expect(standing.state == .submitted && first.events.isEmpty && first.lines.last?.reason == "failed over a")
      _ = try standing.take(
        scene.receipt(.expired, over: scene.b, "second"), named: RemoteID(rawValue: "second"),
        said: scene.said(["a/first": .failed, "b/second": .expired]))
      #expect(standing.state == .expired)
    }

    @Test func `a failure of one attempt, when nobody knows of the other, leaves it unknown`() throws {
      var standing = scene.submittedAgain
      let change = try standing.take(
        scene.receipt(.failed, over: scene.b, "second", reason: "absent"), named: RemoteID(rawValue: "second"),
        said: scene.said(["b/second": .failed]))
      #expect(standing.state == .unknown && change.lines.last?.reason == "absent; the outcome over a is not known")
    }

    @Test func `news of the first attempt finds it wherever the second is`() throws {
      for (start, afterFailure) in [
        (scene.doubtful, MessageState.failed), (scene.queuedAgain, .queued), (scene.claimed(scene.queuedAgain), .submitting),
        (scene.submittedAgain, .submitted),
      ] {
        for (ending, expected) in [(MessageState.delivered, MessageState.delivered), (.failed, afterFailure)] {
          var standing = start
          _ = standing.attach(RemoteID(rawValue: "x"), over: scene.a)
          #expect(standing.unresolved.isEmpty)
          let change = try standing.take(
            scene.receipt(ending, over: scene.a, "x"), named: RemoteID(rawValue: "x"), said: scene.said(["a/x": ending]))
          #expect(standing.state == expected)
          #expect(change.unqueued == (start.state == .queued && ending == .delivered ? scene.b : nil))
          #expect(standing.needsBody == [.queued, .submitting].contains(expected))
        }
      }
    }

    @Test func `a message of several parts is known by as many receipts`() throws {
      var standing = MessageStanding(
        state: .unknown, transport: scene.a, parts: 2, resendAt: scene.now, doubts: [DoubtfulAttempt(over: scene.a)])
      _ = standing.attach(RemoteID(rawValue: "x"), over: scene.a)
      var parts: [String: MessageState] = ["a/x": .delivered]
      _ = try standing.take(scene.receipt(.delivered, over: scene.a, "x"), named: RemoteID(rawValue: "x"), said: scene.said(parts))
      #expect(standing.state == .unknown && standing.needsBody && standing.unresolved == [scene.a])
      _ = standing.attach(RemoteID(rawValue: "y"), over: scene.a)
      parts["a/y"] = .delivered
      _ = try standing.take(scene.receipt(.delivered, over: scene.a, "y"), named: RemoteID(rawValue: "y"), said: scene.said(parts))
      #expect(standing.state == .delivered && standing.unresolved.isEmpty)
    }

    @Test func `one part that failed is enough, also when the others are not known`() throws {
      var standing = MessageStanding(
        state: .unknown, transport: scene.a, parts: 2, resendAt: scene.now, doubts: [DoubtfulAttempt(over: scene.a)])
      _ = standing.attach(RemoteID(rawValue: "x"), over: scene.a)
      let receipt = scene.receipt(.failed, over: scene.a, "x")
      _ = try standing.take(receipt, named: RemoteID(rawValue: "x"), said: scene.said(["a/x": .failed]))
      #expect(standing.state == .failed && !standing.needsBody)
    }
  }
}
