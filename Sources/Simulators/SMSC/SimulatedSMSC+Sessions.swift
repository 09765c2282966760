// SPDX-License-Identifier: Apache-2.0

package import NIOCore
internal import SMPP

/// Binds, life signs, ends.
extension SimulatedSMSC {
  /// A peer asks to be bound. SMPP 3.4 §4.1.
  mutating func asked(_ bind: Bind, _ sequence: UInt32, from id: ConnectionID) {
    let status = verdict(on: bind, from: id)
    if configuration.keepsLog { perform(.record(.bind(SMSCLogEntry.Bind(bind, status, id, time: logTime)))) }
    guard status == .ok else {
      statistics.bindsRefused += 1
      send(.bindResponse(BindResponse(mode: bind.mode)), sequence, status: status, to: id)
      return
    }
    statistics.binds += 1
    let version5 = bind.interfaceVersion >= 0x50 && configuration.interfaceVersion >= 0x50
    sessions[id]?.state = .bound(bind.mode)
    sessions[id]?.systemID = bind.systemID
    sessions[id]?.isVersion5 = version5
    sessions[id]?.holdsBind = true
    let version = TLV(.interfaceVersion, [configuration.interfaceVersion])
    let response = BindResponse(
      mode: bind.mode, systemID: configuration.systemID, parameters: bind.interfaceVersion >= 0x34 ? [version] : [])
    send(.bindResponse(response), sequence, to: id)
    inspect(id)
    accounts[bind.systemID, default: SMSCAccount()].binds += 1
    if bind.mode != .transmitter { beginReceiving(id, bind.systemID) }
  }

  private mutating func verdict(on bind: Bind, from id: ConnectionID) -> CommandStatus {
    guard let session = sessions[id], session.isOpen else { return .alreadyBound }
    if let refusal = counters.nextBind() { return refusal }
    if !configuration.accounts.isEmpty {
      guard let password = configuration.accounts[bind.systemID] else { return .invalidSystemID }
      guard password == bind.password else { return .invalidPassword }
    }
    return accounts[bind.systemID]?.binds ?? 0 < configuration.bindsMax ? .ok : .alreadyBound
  }

  /// The peer has agreed to an unbind.
  mutating func unbound(_ id: ConnectionID) {
    guard case .unbinding = sessions[id]?.state else {
      statistics.unexpected += 1
      return
    }
    end(id, .finish)
  }

  /// Looks whether a bound peer is still there.
  mutating func inspect(_ id: ConnectionID) {
    let interval = configuration.enquireLinkInterval.amount
    guard let session = sessions[id], session.state != .silent, interval > .zero else { return }
    var next = session.lastHeard + interval
    if next <= now {
      guard session.enquiriesUnanswered < 3 else { return end(id, .finish) }
      sessions[id]?.enquiriesUnanswered += 1
      send(.enquireLink, sessions[id]?.nextSequence() ?? 1, to: id)
      next = now + interval
    }
    events.add(.inspect(id), at: next)
  }

  /// Does to a session what befalls it with a message.
  mutating func suffer(_ fault: SubmitFate.SessionFault, _ id: ConnectionID) {
    statistics.sessionFaults += 1
    switch fault {
    case .unbind:
      guard case .bound(let mode) = sessions[id]?.state else { return }
      leave(id, in: .unbinding(mode))
      send(.unbind, sessions[id]?.nextSequence() ?? 1, to: id)
      events.add(.close(id), at: now + .seconds(5))
    case .close: end(id, .finish)
    case .reset: end(id, .reset)
    case .silence:
      leave(id, in: .silent)
      perform(.stopReading(id))
    case .restart: restartNow(for: faults.downtime)
    }
  }

  /// Drops all connections and refuses new ones for a while. Messages and receipts stay; sessions and unsent responses are gone.
  package mutating func restart(for downtime: Duration, now: NIODeadline) -> [Action] {
    advance(to: now)
    statistics.sessionFaults += 1
    restartNow(for: downtime)
    return takeActions()
  }

  private mutating func restartNow(for downtime: Duration) {
    perform(.stopListening)
    isListening = false
    for id in sessions.keys.sorted(by: { $0.rawValue < $1.rawValue }) { end(id, .reset) }
    events.add(.resumeListening, at: now + downtime.amount)
  }

  /// Ends a connection.
  mutating func end(_ id: ConnectionID, _ ending: Ending) {
    guard sessions[id] != nil else { return }
    perform(.close(id, ending))
    endSession(id)
  }

  /// A session does no more work.
  private mutating func leave(_ id: ConnectionID, in state: SMSCSession.State) {
    guard let systemID = sessions[id]?.systemID else { return }
    sessions[id]?.state = state
    handOver(sessions[id]?.deliveries.removeAll() ?? [], of: id, systemID)
  }

  /// Forgets a session.
  mutating func endSession(_ id: ConnectionID) {
    guard var session = sessions.removeValue(forKey: id) else { return }
    statistics.responsesLost += session.responsesWaiting
    guard session.holdsBind else { return }
    handOver(session.deliveries.removeAll(), of: id, session.systemID)
    accounts[session.systemID]?.binds -= 1
    if accounts[session.systemID]?.isIdle == true { accounts[session.systemID] = nil }
    if configuration.keepsLog { perform(.record(.end(SMSCLogEntry.End(session.systemID, id, time: logTime)))) }
  }
}
