// SPDX-License-Identifier: Apache-2.0

import SMPP
import Synchronization

/// Hears a connector for a test.
final class ConnectorListener: SMPPDelegate {
  private let lateAnswers = Mutex<[(reference: String, answers: [SubmitAnswer])]>([])

  /// Late answers so far.
  var late: [(reference: String, answers: [SubmitAnswer])] { lateAnswers.withLock { $0 } }

  func received(_ messages: [IncomingMessage]) async -> [CommandStatus] { messages.map { _ in .ok } }

  func answeredLate(_ reference: String, answers: [SubmitAnswer]) {
    lateAnswers.withLock { $0.append((reference, answers)) }
  }

  func changed(_ status: SMPPConnectorStatus) {}

  /// Waits until something holds.
  func wait(until condition: () -> Bool) async {
    while !condition(), (try? await Task.sleep(for: .milliseconds(2))) != nil {}
  }
}
