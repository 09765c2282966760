// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import SMPP
internal import SMSCodec

/// Reads the texts of messages, joins those that came in parts, and tells those that came before.
struct ReceivedTexts: Sendable {
  /// What a message carries.
  struct Reading: Sendable, Hashable {
    /// `gsm7`, `latin1`, `ucs2`, or `octets` when it is no text that the SMSC can read.
    var encoding: String
    /// The text of this message; nil when it is none.
    var text: String?
    /// Its place among the parts of a concatenated message.
    var part: Concatenation?
    /// The whole text, with the message that completes it.
    var whole: String?
    /// Whether the text, or this part of it, had come to this destination before.
    var isDuplicate = false
  }

  /// Whose parts belong together. User data headers and sar parameters count their references apart.
  private struct Sender: Hashable, Sendable {
    let systemID: String
    let source: String
    let destination: String
    let usesSAR: Bool
  }

  private let defaultAlphabet: SMSCConfiguration.Alphabet
  private let textsMax: Int
  private var reassembler = Reassembler<Sender, UptimeInstant>(messagesMax: 10_000, octetsMax: 4 << 20, lifetime: .seconds(3600))
  private var seen: Set<Int> = []

  init(defaultAlphabet: SMSCConfiguration.Alphabet, textsMax: Int) {
    self.defaultAlphabet = defaultAlphabet
    self.textsMax = textsMax
  }

  /// Texts and destinations that came, as far as they are remembered.
  var uniqueCount: Int { seen.count }

  /// Reads a message that was taken.
  mutating func read(_ message: MessagePDU, systemID: String, now: NIODeadline) -> Reading {
    let octets = message.text
    var reading = Reading(encoding: message.dataCoding.encodingName(defaultAlphabet), text: nil)
    guard let part = part(of: message, octets) else {
      reading.isDuplicate = !remember(message, octets)
      return reading
    }
    reading.text = part.text
    reading.part = part.concatenation
    let usesSAR = !message.esmClass.contains(.userDataHeader)
    let sender = Sender(
      systemID: systemID, source: message.source.value, destination: message.destination.value, usesSAR: usesSAR)
    switch reassembler.add(part, from: sender, now: UptimeInstant(now)).outcome {
    case .complete(let whole):
      reading.whole = whole
      reading.isDuplicate = part.concatenation == nil ? !remember(message, octets) : !remember(message, Array(whole.utf8))
    case .duplicate: reading.isDuplicate = true
    case .waiting: break
    }
    return reading
  }

  /// Reads a message that was not taken, and forgets it.
  func glance(at message: MessagePDU) -> Reading {
    let part = part(of: message, message.text)
    return Reading(encoding: message.dataCoding.encodingName(defaultAlphabet), text: part?.text, part: part?.concatenation)
  }

  /// Tells a duplicate without reading the text, where that is not needed to know.
  mutating func recognise(_ message: MessagePDU, systemID: String, now: NIODeadline) -> Bool {
    if message.esmClass.contains(.userDataHeader) || message.parameters[.sarMessageReference] != nil {
      return read(message, systemID: systemID, now: now).isDuplicate
    }
    return !remember(message, message.text)
  }

  /// Whether the text is new to the destination.
  private mutating func remember(_ message: MessagePDU, _ octets: [UInt8]) -> Bool {
    var hasher = Hasher()
    hasher.combine(message.destination.value)
    hasher.combine(message.dataCoding)
    hasher.combine(octets)
    let fingerprint = hasher.finalize()
    guard seen.count < textsMax else { return !seen.contains(fingerprint) }
    return seen.insert(fingerprint).inserted
  }

  /// The text and its place, brought into the form that the reassembler knows; nil when it is no text.
  private func part(of message: MessagePDU, _ octets: [UInt8]) -> MessagePart? {
    var header: [UInt8] = []
    var text = octets[...]
    if message.esmClass.contains(.userDataHeader) {
      guard let length = octets.first, octets.count > Int(length) else { return nil }
      header = Array(octets.prefix(Int(length) + 1))
      text = octets.dropFirst(Int(length) + 1)
    } else if let sar = message.parameters.segment, let encoded = try? UserDataHeader([sar]).encoded() {
      header = encoded
    }
    let encoding: TextEncoding
    var units = Array(text)
    switch message.dataCoding.encodingName(defaultAlphabet) {
    case "gsm7": encoding = .gsm7
    case "ucs2": encoding = .ucs2
    case "latin1":
      encoding = .ucs2
      units = text.flatMap { [0, $0] }
    default: return nil
    }
    return try? MessagePart(decodingUnpacked: header + units, encoding: encoding, hasHeader: !header.isEmpty)
  }
}

extension DataCoding {
  /// What the octets of a text are. SMPP 3.4 §5.2.19, TS 23.038 §4 for the rest.
  fileprivate func encodingName(_ defaultAlphabet: SMSCConfiguration.Alphabet) -> String {
    switch rawValue {
    case 0: return defaultAlphabet == .gsm ? "gsm7" : "latin1"
    case 1, 3: return "latin1"
    case 8: return "ucs2"
    case 2, 4...7, 9...14: return "octets"
    default:
      switch TPDataCoding(rawValue: rawValue).alphabet {
      case .gsm7: return "gsm7"
      case .ucs2: return "ucs2"
      case .octets: return "octets"
      }
    }
  }
}

extension [TLV] {
  /// The place that the sar parameters give, as the element of a user data header. SMPP 3.4 §5.3.2.22 to §5.3.2.24.
  fileprivate var segment: InformationElement? {
    guard let reference = uint16(.sarMessageReference), let total = uint8(.sarTotalSegments), let sequence = uint8(.sarSegmentSequence)
    else { return nil }
    return InformationElement(.concatenation16, [UInt8(reference >> 8), UInt8(reference & 0xFF), total, sequence])
  }
}

/// The machine's time as the reassembler takes it.
struct UptimeInstant: InstantProtocol {
  private let nanoseconds: Int64

  private init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  init(_ deadline: NIODeadline) { self.init(nanoseconds: Int64(clamping: deadline.uptimeNanoseconds)) }

  func advanced(by duration: Duration) -> UptimeInstant {
    UptimeInstant(nanoseconds: nanoseconds + TimeAmount(duration).nanoseconds)
  }

  func duration(to other: UptimeInstant) -> Duration { .nanoseconds(other.nanoseconds - nanoseconds) }

  static func < (left: UptimeInstant, right: UptimeInstant) -> Bool { left.nanoseconds < right.nanoseconds }
}
