// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

extension Store {
  func record(_ steps: [MessageStep]) async throws(StoreError) -> MessageChanges {
    try await record(steps, settling: [], now: steps.last?.event.at ?? Timestamp(milliseconds: 0))
  }

  func settle(_ receipts: [DeliveryReceipt], now: Timestamp) async throws(StoreError) -> MessageChanges {
    try await record([], settling: receipts, now: now)
  }
}

/// Messages on their way, for the suites that follow them.
protocol MessageScene {
  var keyRing: KeyRing { get }
}

extension MessageScene {
  var now: Timestamp { Timestamp(milliseconds: 1_790_000_000_000) }
  var lab: TransportID { TransportID(rawValue: "lab") }

  func queue(
    _ count: Int = 1, to destination: String = "+14255550142", over transport: String = "lab", at time: Timestamp? = nil,
    lives life: Duration = .seconds(600), in store: any Store
  ) async throws -> [MessageID] {
    var ids: [MessageID] = []
    for number in 0..<count {
      let time = (time ?? now).advanced(by: .milliseconds(number))
      let message = Samples.message(to: destination, over: TransportID(rawValue: transport), at: time, lives: life)
      let body = try #require(keyRing.seal("text \(number)", for: message.id))
      _ = try await store.accept(
        Proposal(
          challenge: Samples.challenge("042719", reference: "\(message.id)", to: destination, keyRing: keyRing, at: time), message: message,
          body: body, invocation: nil, destinationAsSent: destination))
      ids.append(message.id)
    }
    return ids
  }

  func step(
    _ id: MessageID, _ state: MessageState, over transport: TransportID? = nil, remoteIDs: [String] = [], notBefore: Timestamp? = nil,
    resendAt: Timestamp? = nil
  ) -> MessageStep {
    let event = MessageEvent(
      state: state, at: now, transport: transport ?? lab, remoteIDs: remoteIDs.map(RemoteID.init(rawValue:)), reason: "because",
      error: "0x0B")
    return MessageStep(message: id, event: event, notBefore: notBefore, resendAt: resendAt)
  }

  func receipt(
    _ remoteID: String, _ ending: DeliveryEnding.Kind = .delivered, over transport: TransportID? = nil, alternatives: [String] = [],
    about destination: String? = nil
  ) -> DeliveryReceipt {
    DeliveryReceipt(
      transport: transport ?? lab, remoteID: RemoteID(rawValue: remoteID), alternatives: alternatives.map(RemoteID.init(rawValue:)),
      destination: destination, ending: DeliveryEnding(ending), at: now)
  }

  func state(_ id: MessageID, in store: any Store) async throws -> MessageState? { try await store.message(id)?.state }
}
