// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import SMPP

/// query_sm, cancel_sm, replace_sm, answered from the table of messages. SMPP 3.4 §4.8 to §4.10.
extension SimulatedSMSC {
  mutating func asked(_ query: QuerySM, _ sequence: UInt32, from id: ConnectionID) {
    guard submits(id) else { return send(.other(CommandID.querySM.response, []), sequence, status: .incorrectBindStatus, to: id) }
    guard let message = message(query.messageID, of: query.source, id) else {
      return send(.other(CommandID.querySM.response, []), sequence, status: .invalidMessageID, to: id)
    }
    let state = message.state(at: now)
    let finalDate = state == .enroute ? nil : SMPPTime(secondsSince1970: milliseconds(at: message.finalAt) / 1000)
    let response = QuerySMResponse(
      messageID: query.messageID, finalDate: finalDate, state: state, errorCode: UInt8(truncatingIfNeeded: state.networkError))
    send(.querySMResponse(response), sequence, to: id)
  }

  mutating func asked(_ cancel: CancelSM, _ sequence: UInt32, from id: ConnectionID) {
    guard submits(id) else { return send(.cancelSMResponse, sequence, status: .incorrectBindStatus, to: id) }
    guard var message = message(cancel.messageID, of: cancel.source, id) else {
      return send(.cancelSMResponse, sequence, status: .invalidMessageID, to: id)
    }
    guard message.state(at: now) == .enroute else { return send(.cancelSMResponse, sequence, status: .cancelFailed, to: id) }
    message.finalState = .deleted
    message.finalAt = now
    messages[message.number] = message
    send(.cancelSMResponse, sequence, to: id)
  }

  mutating func asked(_ replace: ReplaceSM, _ sequence: UInt32, from id: ConnectionID) {
    guard submits(id) else { return send(.replaceSMResponse, sequence, status: .incorrectBindStatus, to: id) }
    guard let message = message(replace.messageID, of: replace.source, id) else {
      return send(.replaceSMResponse, sequence, status: .invalidMessageID, to: id)
    }
    send(.replaceSMResponse, sequence, status: message.state(at: now) == .enroute ? .ok : .replaceFailed, to: id)
  }

  private func submits(_ id: ConnectionID) -> Bool { sessions[id]?.submits == true }

  /// The message of an id, if the same system_id sent it from the same address, where one is given.
  private func message(_ messageID: String, of source: Address, _ id: ConnectionID) -> SimulatedMessage? {
    guard let number = configuration.responseIDForm.number(of: messageID), let message = messages[number],
      message.systemID == sessions[id]?.systemID, source.value.isEmpty || source.value == message.source.value
    else { return nil }
    return message
  }
}
