// SPDX-License-Identifier: Apache-2.0

internal import SMPP

extension SMPPConnectorStatus {
  /// Why a place without a session has none; nil when all are bound.
  var lastError: String? {
    let faults = sessions.compactMap { session in
      session.isBound ? nil : session.lastEnd.map { "\(session.endpoint) (\(session.mode.word)): \($0)\($0.advice)" }
    }
    return faults.isEmpty ? nil : faults.joined(separator: "; ")
  }

  /// How it is doing, in words for an operator.
  func facts(windows: Int) -> [String: String] {
    let bound = sessions.filter(\.isBound)
    var facts = [
      "binds": "\(bound.count) of \(sessions.count) bound",
      "window": "\(outstanding) of \(windows) in use",
      "waiting": "\(waiting)",
      "rate": rate.map { "\(Self.text($0))/s" + (isSlowedDown ? " (slowed down by the SMSC)" : "") } ?? "no limit",
      "throttled": "\(throttled)",
      "oddities": "\(oddities)",
    ]
    if !bound.isEmpty {
      facts["sessions"] = bound.map { "\($0.endpoint) \($0.mode.word)\($0.peer.map { ", \($0)" } ?? "")" }.joined(separator: "; ")
    }
    return facts
  }

  /// With one digit after the point.
  private static func text(_ rate: Double) -> String {
    let tenths = Int((rate * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Bind.Mode {
  fileprivate var word: String {
    switch self {
    case .transmitter: "transmitter"
    case .receiver: "receiver"
    case .transceiver: "transceiver"
    }
  }
}

extension SessionEnd {
  /// What to do about it, after a dash; empty when it only has to be waited for.
  fileprivate var advice: String {
    guard case .bindRefused(let status) = self else { return "" }
    switch status {
    case .invalidPassword: return "; check password"
    case .invalidSystemID: return "; check systemID"
    case .invalidSystemType: return "; check systemType: many carriers want it empty"
    case .alreadyBound: return "; the SMSC holds an older session of ours, or another program uses the account: fewer binds, or wait"
    case .bindFailed: return "; the carrier's log says why: most often the address of this machine, the bind mode or the count of binds"
    default: return ""
    }
  }
}
