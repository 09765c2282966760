// SPDX-License-Identifier: Apache-2.0

/// What the text of a receipt says: `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`. SMPP 3.4 Appendix B.
///
/// The standard calls the form specific to the SMSC, so that it is read with a wide mind: labels in any order and case, some of them, blanks
/// after the colon, `submitdate:` in one word. Any octets are a receipt text; most of them say nothing. What stands after `text:` is the
/// beginning of the message itself and is not kept.
public struct DeliveryReceiptText: Sendable, Hashable {
  /// The message, as the SMSC spells it here.
  public private(set) var id: String?
  /// The word after `stat:`, as it came.
  public private(set) var stateWord: String?
  /// The code after `err:`, as it came: three digits in the standard, seen hexadecimal and with four.
  public private(set) var error: String?
  /// How many short messages were submitted.
  public private(set) var submitted: String?
  /// How many short messages were delivered.
  public private(set) var delivered: String?
  /// When the message was submitted, as it came.
  public private(set) var submitDate: String?
  /// When the message reached its state, as it came.
  public private(set) var doneDate: String?

  /// The state that the word says; nil when it is missing or not known.
  public var state: MessageState? { stateWord.flatMap(MessageState.init(receiptWord:)) }

  /// True when no label was found.
  public var isEmpty: Bool { self == DeliveryReceiptText([UInt8]()) }

  /// Reads a text, octet by octet as ISO 8859-1.
  public init(_ octets: some Collection<UInt8>) {
    let octets = Array(octets)
    var open: (label: Label, valueStart: Int)?
    var position = 0
    while position < octets.count {
      guard let (label, end) = Self.label(in: octets, at: position) else {
        position += 1
        continue
      }
      if let open { set(open.label, octets[open.valueStart..<position]) }
      open = (label, end)
      // The message's own text may hold anything; it is the last label, or the receipt has said nothing yet.
      if label == .text, id != nil || stateWord != nil { return }
      position = end
    }
    if let open { set(open.label, octets[open.valueStart...]) }
  }

  /// Reads a text.
  public init(_ text: String) {
    self.init(text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") })
  }

  private enum Label {
    case id, sub, submitDate, stat, dlvrd, doneDate, err, text
  }

  /// The label that starts here, and where its value does; nil when there is none. A label starts a word.
  private static func label(in octets: [UInt8], at start: Int) -> (Label, end: Int)? {
    func labelled(_ label: Label, _ letters: StaticString) -> (Label, end: Int)? {
      end(of: letters, in: octets, at: start).map { (label, $0) }
    }
    let found: (Label, end: Int)? =
      switch octets[start] | 0x20 {
      case UInt8(ascii: "i"): labelled(.id, "id")
      case UInt8(ascii: "s"): labelled(.sub, "sub") ?? labelled(.submitDate, "submit date") ?? labelled(.stat, "stat")
      case UInt8(ascii: "d"): labelled(.dlvrd, "dlvrd") ?? labelled(.doneDate, "done date")
      case UInt8(ascii: "e"): labelled(.err, "err")
      case UInt8(ascii: "t"): labelled(.text, "text")
      default: nil
      }
    return start > 0 && isWord(octets[start - 1]) ? nil : found
  }

  /// Where the value starts, if these letters and a colon stand here: `submit date`, `submitdate` and `submit_date` are the same.
  private static func end(of letters: StaticString, in octets: [UInt8], at start: Int) -> Int? {
    var position = start
    for letter in UnsafeBufferPointer(start: letters.utf8Start, count: letters.utf8CodeUnitCount) {
      if letter == UInt8(ascii: " ") {
        while position < octets.count, octets[position] == UInt8(ascii: " ") || octets[position] == UInt8(ascii: "_") { position += 1 }
      } else if position < octets.count, octets[position] | 0x20 == letter {
        position += 1
      } else {
        return nil
      }
    }
    return position < octets.count && octets[position] == UInt8(ascii: ":") ? position + 1 : nil
  }

  private static func isWord(_ octet: UInt8) -> Bool {
    (0x30...0x39).contains(octet) || (0x61...0x7A).contains(octet | 0x20) || octet >= 0x80 || [0x2D, 0x5F].contains(octet)
  }

  /// The first value of a label counts.
  private mutating func set(_ label: Label, _ octets: ArraySlice<UInt8>) {
    // A value is one word; a comma or the like may stand behind it.
    let start = octets.drop { $0 <= 0x20 }
    var word = start.prefix { $0 > 0x20 }
    while let last = word.last, [UInt8(ascii: ","), UInt8(ascii: ";")].contains(last) { word.removeLast() }
    guard !word.isEmpty, word.count <= 255 else { return }
    let value = String(latin1: word)
    switch label {
    case .id: id = id ?? value
    case .sub: submitted = submitted ?? value
    case .dlvrd: delivered = delivered ?? value
    case .submitDate: submitDate = submitDate ?? value
    case .doneDate: doneDate = doneDate ?? value
    case .stat: stateWord = stateWord ?? value
    case .err: error = error ?? value
    case .text: break
    }
  }
}
