// SPDX-License-Identifier: Apache-2.0

internal import SMPP
internal import Synchronization

/// Counts what an SMSC tells.
final class Listener: SMPPDelegate {
  private let count = Atomic(0)
  private let status = Mutex(SMPPConnectorStatus())

  var receipts: Int { count.load(ordering: .relaxed) }

  func received(_ messages: [IncomingMessage]) async -> [CommandStatus] {
    count.wrappingAdd(messages.count, ordering: .relaxed)
    return messages.map { _ in .ok }
  }

  func answeredLate(_ reference: String, answers: [SubmitAnswer]) {}

  func changed(_ status: SMPPConnectorStatus) { self.status.withLock { $0 = status } }

  /// Gives up after ten seconds.
  func waitUntilBound() async throws {
    for attempt in 0..<1500 {
      if status.withLock({ $0.canSend }) { return }
      // A bind on this machine takes less than a millisecond.
      try await Task.sleep(for: attempt < 500 ? .microseconds(100) : .milliseconds(10))
    }
    throw NotBound(status.withLock { $0 })
  }

  /// Gives up after five seconds without a new one.
  func wait(forReceipts wanted: Int) async {
    var last = -1
    var idle = 0
    while receipts < wanted, idle < 500 {
      idle = receipts == last ? idle + 1 : 0
      last = receipts
      try? await Task.sleep(for: .milliseconds(10))
    }
  }
}

/// The SMSC did not take the bind.
struct NotBound: Error, CustomStringConvertible {
  let description: String

  init(_ status: SMPPConnectorStatus) {
    description = "not bound: \(status.sessions.compactMap(\.lastEnd?.description).joined(separator: "; "))"
  }
}
