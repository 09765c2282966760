// SPDX-License-Identifier: Apache-2.0

package import SMPP

/// How a simulated SMSC behaves. Without arguments: any peer may bind, every message is taken and delivered after a second.
package struct SMSCConfiguration: Sendable, Hashable {
  /// A share of the messages that ends in a state.
  package struct Outcome: Sendable, Hashable {
    /// The final state.
    package var state: MessageState
    /// 0...1.
    package var share: Double

    /// Makes a share.
    package init(_ state: MessageState, share: Double) {
      self.state = state
      self.share = share
    }
  }

  /// What a phone answers to messages.
  package struct Reply: Sendable, Hashable {
    /// The text of the answer.
    package var text: String
    /// To how many of the messages that are taken.
    package var frequency: Frequency

    /// Makes an answer.
    package init(_ text: String, _ frequency: Frequency) {
      self.text = text
      self.frequency = frequency
    }
  }

  /// Which bind of a system_id gets a receipt, when it has several that receive.
  package enum ReceiptBind: String, Sendable, Hashable, CaseIterable {
    /// The one that the message came on, if it receives.
    case same
    /// Another one than that, if there is one.
    case other
    /// Each in turn.
    case any
  }

  /// What `data_coding` 0 stands for.
  package enum Alphabet: String, Sendable, Hashable, CaseIterable {
    case gsm, latin1
  }

  // Binds

  /// The name in bind responses, at most 15 octets.
  package var systemID = "Countersign"
  /// Passwords by system_id; any peer may bind when there are none.
  package var accounts: [String: String] = [:]
  /// Binds of one system_id at a time; more are answered with ESME_RALYBND.
  package var bindsMax = 100
  /// What sc_interface_version says: 0x34, or 0x50 for SMPP 5.0. SMPP 3.4 §5.3.2.25.
  package var interfaceVersion: UInt8 = 0x34
  /// A connection that is not bound by then is closed.
  package var bindTimeout = Duration.seconds(30)
  /// After so long without a word of the peer comes an enquire_link, and the end of the connection after three without an answer; zero for
  /// never.
  package var enquireLinkInterval = Duration.seconds(60)
  /// TCP connections at a time, bound or not.
  package var connectionsMax = 1000

  // Messages

  /// The number of the first message, which is counted up from there. Another one at each start keeps ids from coming twice.
  package var firstMessageNumber: UInt64 = 1
  /// How the response writes the number.
  package var responseIDForm = MessageIDForm.decimal
  /// What `data_coding` 0 stands for.
  package var defaultAlphabet = Alphabet.gsm
  /// Final states by share; what is left over is delivered.
  package var outcomes: [Outcome] = []
  /// Messages that query_sm, cancel_sm and replace_sm still find; the oldest give way.
  package var messagesMax = 100_000
  /// Texts that are remembered in order to tell duplicates.
  package var textsMax = 1_000_000
  /// Whether ``MagicDestination`` counts.
  package var honoursMagicDestinations = true
  /// What phones answer.
  package var reply: Reply?

  // Receipts and inbound messages

  /// How receipts look.
  package var receipts = ReceiptDialect()
  /// How long after it was taken a message reaches its final state; then the receipt leaves.
  package var receiptDelay = Duration.seconds(1)
  /// Up to so much is added to the delay, drawn for each message.
  package var receiptJitter = Duration.zero
  /// Which bind gets a receipt.
  package var receiptBind = ReceiptBind.same
  /// Unacknowledged deliver_sm on one bind.
  package var deliveryWindow = 100
  /// What the peer did not acknowledge by then, or not with status 0, is sent again.
  package var deliveryTimeout = Duration.seconds(30)
  /// How long what the peer refused waits before it is sent again.
  package var deliveryRetryDelay = Duration.seconds(5)
  /// How often one receipt is offered on standing binds before it is given up; what a lost link interrupts does not count.
  package var deliveryAttemptsMax = 10
  /// Receipts and inbound messages that wait; when they are so many, messages that ask for a receipt are answered with ESME_RMSGQFUL.
  package var deliveriesMax = 200_000

  /// What goes wrong.
  package var faults = FaultPlan()
  /// Where chance begins; the same seed and the same events give the same actions.
  package var seed: UInt64 = 1
  /// Whether there is an ``SMSCLogEntry`` for each message and bind.
  package var keepsLog = false

  /// Makes a configuration.
  package init() {}
}
