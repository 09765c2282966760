// SPDX-License-Identifier: Apache-2.0

/// Finds the ids that a receipt's message may have had in its submit_sm_resp, and learns the SMSC's rule from what fits.
///
/// Until a rule is known an id has several candidates, and the same spelling is the first of them: no conversion takes a receipt away from
/// the message that has its very id, unless it has explained more receipts by then. A rule is pinned when it explains enough receipts, and
/// more of them than any simpler one; then an id has one candidate. A sample of what comes is watched from then on, and should receipts stop
/// to fit, the rule is let go and learnt again. A match counts for nothing when two rules find two messages for one receipt, as happens with
/// small numbers, and a message that is remembered counts once, however many receipts it has.
///
/// It keeps the last ids of responses, and those of receipts whose response has not come, as a receipt may overtake it: `submitted` tells
/// which these are. Both are bounded; where receipts come later than memory reaches, every second response is kept, then every fourth.
/// A learner serves one account at one SMSC: all its binds together.
public struct ReceiptIDLearner: Sendable {
  /// Receipts that a conversion must explain before it is pinned.
  static let conversionMatches = 16
  /// Receipts that the same spelling must explain: more, as one id in ten of them starts with a zero and tells about zeros.
  static let rawMatches = 128
  /// Receipts that a conversion must explain beyond those that a simpler rule does, before it is pinned.
  static let advantage = 2
  /// Receipts that a conversion must explain before its candidates go before the same spelling.
  static let conversionMatchesToGoFirst = 8
  /// Receipts that the same spelling has explained, after which a number is not read in another base on a guess.
  static let rawMatchesToTrust = 8
  /// Receipts that a rule that was learnt fails on, before it is let go if it is right for fewer.
  static let missesMin = 8
  /// Receipts that were judged, after which the counts are halved: what was long ago counts less.
  static let judgedMax = 64
  /// Receipts without a response in memory, after which memory is made to reach further back.
  static let unmatchedMax = 64
  /// One response of so many is kept at most.
  static let strideMax = 256
  /// Once a rule is pinned, one response of so many is kept, and one receipt of so many is held against those.
  static let watchedResponses = 8
  static let watchedReceipts = 2

  /// The rule that is pinned; nil while it is being learnt.
  public private(set) var rule: ReceiptIDRule?
  /// True when the rule was given and is not to change.
  public let isConfigured: Bool

  private var style = ReceiptIDStyle()
  private var responses: ReceiptIDMemory
  private var earlyReceipts: ReceiptIDMemory
  /// Responses to come, once a rule is pinned, after which receipts that came before theirs are forgotten.
  private var earlyPatience = 0
  private var evidence: [ReceiptIDRule: Evidence] = [:]
  /// Receipts that the rule was right for, and not, since it was pinned.
  private var found = 0
  private var missed = 0
  /// One response of so many is kept.
  private var stride = 1
  /// Responses and receipts so far, for whose turn it is.
  private var responseTurn: UInt = 0
  private var receiptTurn: UInt = 0
  /// Responses that were kept, and receipts that came, since one was found for the other.
  private var keptUnmatched = 0
  private var receiptsUnmatched = 0

  private struct Evidence: Sendable {
    var successes = 0
    var failures = 0
  }

  /// Makes a learner.
  ///
  /// - Parameters:
  ///   - rule: the rule, if it is known; nothing is learnt then.
  ///   - memory: how many ids are kept, of responses and of receipts each.
  public init(rule: ReceiptIDRule? = nil, memory: Int = 4_096) {
    self.rule = rule
    isConfigured = rule != nil
    responses = ReceiptIDMemory(capacity: memory)
    earlyReceipts = ReceiptIDMemory(capacity: memory)
  }

  /// Notes the id of a submit_sm_resp.
  ///
  /// - Returns: ids of receipts that came before and may be this message's.
  @discardableResult
  public mutating func submitted(_ responseID: String) -> [String] {
    guard !responseID.isEmpty, responseID.utf8.count <= ReceiptIDMemory.idLengthMax else { return [] }
    style.add(responseID)
    if isConfigured { return [] }
    responseTurn &+= 1
    let isKept = responseTurn % UInt(stride) == 0
    if !isKept && earlyReceipts.isEmpty { return [] }
    let response = ReceiptIDForms(responseID)
    if isKept {
      responses.insert(response)
      keptUnmatched += 1
    }
    if rule != nil { forgetEarlyReceipts() }
    if earlyReceipts.isEmpty { return [] }
    // What fits a receipt's decimal digits is this id's value read as hexadecimal, and the other way round.
    let receipts = Self.distinct([
      earlyReceipts.same(as: response), earlyReceipts.hexadecimal(response.decimal), earlyReceipts.decimal(response.hexadecimal),
    ])
    if rule == nil, isKept, receipts.count == 1, let receipt = receipts.first, matches(for: ReceiptIDForms(receipt)) == [responseID] {
      learn(ReceiptIDForms(receipt), responseID)
    }
    return receipts
  }

  /// The ids that the message of a receipt may have had in its response, the most trusted first; one when a rule is pinned.
  public mutating func candidates(for receiptID: String) -> [String] {
    guard !receiptID.isEmpty else { return [] }
    receiptTurn &+= 1
    let isWatched = rule == nil || !isConfigured && receiptTurn % UInt(Self.watchedReceipts) == 0
    if rule == .raw, !isWatched { return [receiptID] }
    let receipt = ReceiptIDForms(receiptID)
    if isWatched { watch(receipt) }
    guard let rule else { return Self.distinct(rulesByTrust.flatMap { candidates(for: receipt, by: $0) }) }
    let spellings = rule.spellings(of: receipt, as: style)
    return spellings.isEmpty ? [receiptID] : spellings
  }

  /// Notes that a receipt's message was found under one of the candidates.
  public mutating func confirmed(_ receiptID: String, as responseID: String) {
    guard rule == nil else { return judge(isRight: true) }
    let receipt = ReceiptIDForms(receiptID)
    // What memory holds was learnt from when the candidates were asked for.
    if matches(for: receipt).isEmpty { learn(receipt, responseID) }
  }

  /// Notes that no message was found for a receipt. Too many of them, and a rule that was learnt is learnt again.
  public mutating func missed(_ receiptID: String) { judge(isRight: false) }

  /// What is known, in words for an operator.
  public var facts: String {
    if let rule { return "\(rule) (\(isConfigured ? "configured" : "learnt"))" }
    let counts = ReceiptIDRule.allCases.map { ($0, successes(of: $0)) }.filter { $0.1 > 0 }
    if counts.isEmpty { return "not known yet" }
    return "being learnt: " + counts.map { "\($0.1) × \($0.0)" }.joined(separator: "; ")
  }

  // MARK: - Learning

  /// Recent responses that some rule finds for a receipt.
  private func matches(for receipt: ReceiptIDForms) -> [String] {
    Self.distinct([
      responses.same(as: receipt), responses.decimal(receipt.hexadecimal), responses.hexadecimal(receipt.decimal),
    ])
  }

  private mutating func watch(_ receipt: ReceiptIDForms) {
    let matches = matches(for: receipt)
    if matches.isEmpty {
      guard rule == nil else { return }
      earlyReceipts.insert(receipt)
      reachFurther()
    } else if let match = matches.first, matches.count == 1 {
      if let rule { judge(isRight: rule.spellings(of: receipt, as: style).first == match) }
      if rule == nil { learn(receipt, match) }
    }
  }

  /// When all of memory has been replaced and no receipt fitted, receipts come later than it reaches.
  private mutating func reachFurther() {
    receiptsUnmatched += 1
    guard receiptsUnmatched >= Self.unmatchedMax, keptUnmatched >= responses.capacity, stride < Self.strideMax else { return }
    startMemory(stride: stride * 2)
  }

  /// Memory is of one density: that a response is missing says as much as that another is there.
  private mutating func startMemory(stride: Int) {
    self.stride = stride
    responses.removeAll()
    keptUnmatched = 0
    receiptsUnmatched = 0
  }

  private mutating func judge(isRight: Bool) {
    if isRight { found += 1 } else { missed += 1 }
    if found + missed >= Self.judgedMax {
      found /= 2
      missed /= 2
    }
    guard rule != nil, !isConfigured, missed >= Self.missesMin, missed > found else { return }
    rule = nil
    evidence = [:]
    style = ReceiptIDStyle()
    startMemory(stride: 1)
  }

  private mutating func learn(_ receipt: ReceiptIDForms, _ responseID: String) {
    guard responses.isFirstMatch(of: responseID) else { return }
    keptUnmatched = 0
    receiptsUnmatched = 0
    for rule in ReceiptIDRule.allCases {
      if rule.spellings(of: receipt, as: style).first == responseID {
        evidence[rule, default: Evidence()].successes += 1
      } else {
        evidence[rule, default: Evidence()].failures += 1
      }
    }
    pinIfCertain()
  }

  private mutating func pinIfCertain() {
    let pinned = ReceiptIDRule.allCases.first { explains($0, $0 == .raw ? Self.rawMatches : Self.conversionMatches) }
    guard let pinned else { return }
    rule = pinned
    found = 0
    missed = 0
    startMemory(stride: max(stride, Self.watchedResponses))
    earlyPatience = earlyReceipts.capacity
  }

  /// Whether a rule explains so many receipts, nearly all that there were, and more of them than any simpler one.
  private func explains(_ rule: ReceiptIDRule, _ matches: Int) -> Bool {
    let evidence = evidence[rule] ?? Evidence()
    return evidence.successes >= matches && evidence.failures * 16 <= evidence.successes
      && ReceiptIDRule.allCases.prefix { $0 != rule }.allSatisfy { evidence.successes - successes(of: $0) >= Self.advantage }
      && ReceiptIDRule.allCases.allSatisfy { successes(of: $0) <= evidence.successes }
  }

  /// Receipts that came before the rule was pinned wait for their responses as long as memory would have kept them.
  private mutating func forgetEarlyReceipts() {
    earlyPatience -= 1
    if earlyPatience <= 0 { earlyReceipts.removeAll() }
  }

  private func successes(of rule: ReceiptIDRule) -> Int { evidence[rule]?.successes ?? 0 }

  /// The same spelling, then what goes further and further; what has explained nearly all of the receipts goes first.
  private var rulesByTrust: [ReceiptIDRule] {
    let proven = ReceiptIDRule.allCases.filter { $0 != .raw && explains($0, Self.conversionMatchesToGoFirst) }
    return proven + ReceiptIDRule.allCases.filter { !proven.contains($0) }
  }

  /// The id in memory that fits by a rule, as the response spelt it, then what the rule makes of the receipt's id.
  private func candidates(for receipt: ReceiptIDForms, by rule: ReceiptIDRule) -> [String] {
    let remembered: String? =
      switch rule {
      case .raw: nil
      case .trimmed, .folded: responses.same(as: receipt)
      case .hexToDecimal: responses.decimal(receipt.hexadecimal)
      case .decimalToHex: responses.hexadecimal(receipt.decimal)
      }
    return (remembered.map { [$0] } ?? []) + (isPlausible(rule, receipt) ? rule.spellings(of: receipt, as: style) : [])
  }

  /// Whether a rule may name a message that is not in memory. A number that is read in another base is another number, and may be another
  /// message: that is tried when the rule has explained what the same spelling has not, or, as long as little is known, when letters tell
  /// that the one cannot be mistaken for the other.
  private func isPlausible(_ rule: ReceiptIDRule, _ receipt: ReceiptIDForms) -> Bool {
    guard rule == .hexToDecimal || rule == .decimalToHex else { return true }
    if successes(of: rule) > successes(of: .raw) { return true }
    guard successes(of: .raw) < Self.rawMatchesToTrust else { return false }
    return hasLetters(rule == .hexToDecimal ? receipt.trimmed : receipt.decimal.map { String($0, radix: 16) } ?? "")
  }

  private func hasLetters(_ number: String) -> Bool { number.utf8.contains { $0 >= 0x41 } }

  /// In the order in which they first come.
  private static func distinct(_ ids: [String?]) -> [String] {
    var distinct: [String] = []
    for case let id? in ids where !distinct.contains(id) { distinct.append(id) }
    return distinct
  }
}
