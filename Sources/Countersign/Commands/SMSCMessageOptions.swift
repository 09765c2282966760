// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import SMPP
internal import Simulators

/// What a simulated SMSC does with messages when nothing goes wrong.
struct SMSCMessageOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("How responses write message ids.", valueName: "form"))
  var responseID = MessageIDForm.decimal

  @Option(name: .long, help: ArgumentHelp("How receipts write message ids.", valueName: "form"))
  var receiptID = MessageIDForm.decimal

  @Option(name: .long, help: ArgumentHelp("The number of the first message. [default: from the clock]", valueName: "number"))
  var firstID: UInt64?

  @Option(name: .long, help: "What data_coding 0 stands for.")
  var alphabet = SMSCConfiguration.Alphabet.gsm

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A share of messages that ends otherwise than delivered, such as UNDELIV=5%; may be given again.", valueName: "state=share"))
  var outcome: [SMSCOutcomeArgument] = []

  @Flag(name: .long, help: "Destinations with special endings are ordinary ones.")
  var noMagic = false

  @Option(name: .long, help: ArgumentHelp("How long a message takes; then its receipt leaves.", valueName: "time"))
  var receiptDelay: Duration = .seconds(1)

  @Option(name: .long, help: ArgumentHelp("Up to so much longer, drawn for each message.", valueName: "time"))
  var receiptJitter: Duration = .zero

  @Option(name: .long, help: ArgumentHelp("Which bind of a system_id gets a receipt.", valueName: "bind"))
  var receiptBind = SMSCConfiguration.ReceiptBind.same

  @Option(name: .long, help: ArgumentHelp("Receipts on one bind that may be unacknowledged.", valueName: "count"))
  var receiptWindow = 100

  @Option(
    name: .long,
    help: ArgumentHelp("Receipts that may wait in all; messages that would bring one more are refused with 0x14.", valueName: "count"))
  var receiptsMax = 200_000

  @Option(name: .long, help: ArgumentHelp("A receipt that is not acknowledged by then comes again.", valueName: "time"))
  var receiptTimeout: Duration = .seconds(30)

  @Option(name: .long, help: ArgumentHelp("How long a receipt that was refused waits before it comes again.", valueName: "time"))
  var receiptRetry: Duration = .seconds(5)

  @Option(name: .long, help: ArgumentHelp("How often a receipt is offered before it is given up.", valueName: "count"))
  var receiptAttempts = 10

  @Option(name: .long, help: ArgumentHelp("Leave out a part of receipts; may be given again.", valueName: "part"))
  var receiptWithout: [ReceiptPart] = []

  @Option(name: .long, help: ArgumentHelp("Digits of dates in receipts: 10, 12 or 14.", valueName: "digits"))
  var receiptDateDigits = 10

  @Option(name: .long, help: ArgumentHelp("The esm_class of receipts: 4, or 0 as some SMSCs have it.", valueName: "octet"))
  var receiptEsmClass: UInt8 = 4

  @Flag(name: .long, help: "The text of receipts stands in message_payload.")
  var receiptInPayload = false

  @Flag(name: .long, help: "Receipts come as data_sm.")
  var receiptAsDataSM = false

  @Flag(name: .long, help: "Receipts end with the first 20 characters of the message.")
  var receiptQuotesText = false

  @Option(name: .long, help: ArgumentHelp("What phones answer to messages.", valueName: "text"))
  var reply: String?

  @Option(name: .long, help: ArgumentHelp("To how many messages phones answer.", valueName: "how-often"))
  var replyTo = Frequency.always

  @Option(
    name: .long,
    help: ArgumentHelp("Messages that phones begin, a line 'FROM TO TEXT' each; - for standard input.", valueName: "file"))
  var inbound: String?

  /// What a receipt is made of.
  enum ReceiptPart: String, ExpressibleByArgument, CaseIterable {
    case text, id, state, error
  }

  func validate() throws {
    guard outcome.map(\.share).reduce(0, +) <= 1 else { throw ValidationError("the shares of --outcome add up to more than 100%") }
    guard [10, 12, 14].contains(receiptDateDigits) else { throw ValidationError("--receipt-date-digits must be 10, 12 or 14") }
    guard receiptWindow > 0 else { throw ValidationError("--receipt-window must be 1 or more") }
    guard receiptsMax > 0 else { throw ValidationError("--receipts-max must be 1 or more") }
    guard receiptAttempts > 0 else { throw ValidationError("--receipt-attempts must be 1 or more") }
    guard Set(receiptWithout).isStrictSubset(of: ReceiptPart.allCases) else {
      throw ValidationError("--receipt-without leaves nothing over")
    }
  }

  func apply(to configuration: inout SMSCConfiguration) {
    configuration.responseIDForm = responseID
    // A start begins above what an earlier one can have reached, at 100,000 messages per second.
    configuration.firstMessageNumber = firstID ?? UInt64(max(0, Date().timeIntervalSince1970) * 1000) * 100
    configuration.defaultAlphabet = alphabet
    configuration.outcomes = outcome.map { .init($0.state, share: $0.share) }
    configuration.honoursMagicDestinations = !noMagic
    configuration.receiptDelay = receiptDelay
    configuration.receiptJitter = receiptJitter
    configuration.receiptBind = receiptBind
    configuration.deliveryWindow = receiptWindow
    configuration.deliveriesMax = receiptsMax
    configuration.deliveryTimeout = receiptTimeout
    configuration.deliveryRetryDelay = receiptRetry
    configuration.deliveryAttemptsMax = receiptAttempts
    configuration.receipts.idForm = receiptID
    configuration.receipts.hasText = !receiptWithout.contains(.text)
    configuration.receipts.hasReceiptedMessageID = !receiptWithout.contains(.id)
    configuration.receipts.hasMessageState = !receiptWithout.contains(.state)
    configuration.receipts.hasNetworkErrorCode = !receiptWithout.contains(.error)
    configuration.receipts.dateDigits = receiptDateDigits
    configuration.receipts.esmClass = EsmClass(rawValue: receiptEsmClass)
    configuration.receipts.isInPayload = receiptInPayload
    configuration.receipts.usesDataSM = receiptAsDataSM
    configuration.receipts.quotesText = receiptQuotesText
    configuration.reply = reply.map { .init($0, replyTo) }
  }
}

/// `UNDELIV=5%`.
struct SMSCOutcomeArgument: ExpressibleByArgument {
  let state: MessageState
  let share: Double

  init?(argument: String) {
    let pieces = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard pieces.count == 2, let state = MessageState(receiptWord: String(pieces[0])), pieces[1].hasSuffix("%"),
      case .share(let share)? = Frequency(String(pieces[1]))?.rule
    else { return nil }
    (self.state, self.share) = (state, share)
  }
}
