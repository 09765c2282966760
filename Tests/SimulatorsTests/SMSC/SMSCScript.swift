// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SMPP

@testable import Simulators

/// A simulated SMSC in virtual time, with one line per step.
struct SMSCScript {
  typealias ConnectionID = SimulatedSMSC.ConnectionID
  typealias Action = SimulatedSMSC.Action

  /// 2026-01-01 00:00:00 UTC.
  static let date: Int64 = 1_767_225_600_000
  static let first = ConnectionID(rawValue: 1)
  static let second = ConnectionID(rawValue: 2)

  var smsc: SimulatedSMSC
  var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
  private var lastSequence: UInt32 = 0

  init(_ configuration: SMSCConfiguration = SMSCConfiguration()) {
    smsc = SimulatedSMSC(configuration, now: now, millisecondsSince1970: Self.date)
  }

  /// Another SMSC, after its configuration was changed.
  init(_ change: (inout SMSCConfiguration) -> Void) {
    var configuration = SMSCConfiguration()
    change(&configuration)
    self.init(configuration)
  }

  /// A connection that is bound; what its bind led to.
  @discardableResult mutating func bind(
    _ id: ConnectionID = first, _ mode: Bind.Mode = .transceiver, systemID: String = "otp", password: String = "secret",
    version: UInt8 = 0x34
  ) -> [Action] {
    _ = smsc.connected(id, now: now)
    return send(.bind(Bind(mode: mode, systemID: systemID, password: password, interfaceVersion: version)), from: id)
  }

  /// A PDU of the peer, under the next sequence number.
  @discardableResult mutating func send(_ body: PDU.Body, from id: ConnectionID = first) -> [Action] {
    lastSequence += 1
    return smsc.received(PDU(body, sequence: lastSequence), from: id, now: now)
  }

  /// A message of the peer.
  @discardableResult mutating func submit(
    _ text: String = "Code 123456", to destination: String = "358401234567", from id: ConnectionID = first,
    receipt: RegisteredDelivery = .finalReceipt, change: (inout MessagePDU) -> Void = { _ in }
  ) -> [Action] {
    var message = Self.message(text, to: destination, receipt: receipt)
    change(&message)
    return send(.submitSM(message), from: id)
  }

  /// Time passes; all that happens meanwhile, in its order.
  @discardableResult mutating func wait(_ duration: Duration) -> [Action] {
    let end = now + TimeAmount(duration)
    var actions: [Action] = []
    while let deadline = smsc.nextDeadline, deadline <= end {
      now = max(now, deadline)
      actions += smsc.timeAdvanced(to: now)
    }
    now = end
    return actions + smsc.timeAdvanced(to: now)
  }

  /// The peer acknowledges each deliver_sm and data_sm among the actions.
  @discardableResult mutating func acknowledge(_ actions: [Action], status: CommandStatus = .ok) -> [Action] {
    var more: [Action] = []
    for case .send(let pdu, let id, _) in actions {
      switch pdu.body {
      case .deliverSM:
        more += smsc.received(PDU(.deliverSMResponse(MessageResponse()), status: status, sequence: pdu.sequence), from: id, now: now)
      case .dataSM:
        more += smsc.received(PDU(.dataSMResponse(MessageResponse()), status: status, sequence: pdu.sequence), from: id, now: now)
      default: break
      }
    }
    return more
  }

  static func message(_ text: String, to destination: String, receipt: RegisteredDelivery) -> MessagePDU {
    MessagePDU(
      source: Address(typeOfNumber: .alphanumeric, numberingPlan: .unknown, "OTP"),
      destination: Address(typeOfNumber: .international, numberingPlan: .isdn, destination), registeredDelivery: receipt,
      shortMessage: Array(text.utf8))
  }
}

extension [SimulatedSMSC.Action] {
  /// What is sent, to whomever.
  var pdus: [PDU] {
    compactMap { action in
      guard case .send(let pdu, _, _) = action else { return nil }
      return pdu
    }
  }

  /// What is sent to one connection.
  func pdus(to id: SimulatedSMSC.ConnectionID) -> [PDU] {
    compactMap { action in
      guard case .send(let pdu, id, _) = action else { return nil }
      return pdu
    }
  }

  /// Message ids of responses with status 0 and a body.
  var messageIDs: [String] {
    pdus.compactMap { pdu in
      switch pdu.body {
      case .submitSMResponse(let response), .dataSMResponse(let response): response.messageID
      default: nil
      }
    }
  }

  /// deliver_sm that are sent.
  var delivered: [MessagePDU] {
    pdus.compactMap { pdu in
      guard case .deliverSM(let message) = pdu.body else { return nil }
      return message
    }
  }

  /// Texts of deliver_sm, octet by octet.
  var deliveredTexts: [String] { delivered.map { String(decoding: $0.text, as: UTF8.self) } }

  /// Lines of the log about messages.
  var logged: [SMSCLogEntry.Message] {
    compactMap { action in
      guard case .record(.message(let message)) = action else { return nil }
      return message
    }
  }

  var statuses: [UInt32] { pdus.map(\.status.rawValue) }
}
