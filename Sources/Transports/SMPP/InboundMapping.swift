// SPDX-License-Identifier: Apache-2.0

internal import OTPCore
internal import SMPP
internal import SMSCodec

/// Reads messages of phones: their alphabet, their place in a longer text. Pure but for the parts that wait.
struct InboundMapping: Sendable {
  let transport: TransportID
  let alphabet: SMPPAlphabet
  /// Messages that could not be kept and whose parts were acknowledged: nobody else has them.
  private var unkept: [Reading] = []
  private static let unkeptMax = 1000
  private var reassembler = Reassembler<String, ContinuousClock.Instant>(lifetime: .seconds(3600))

  init(transport: TransportID, alphabet: SMPPAlphabet) {
    self.transport = transport
    self.alphabet = alphabet
  }

  /// A message that is to be kept.
  struct Reading: Sendable {
    let message: InboundMessage
    /// Whether the network brings it again when its PDU is refused: of parts only the last would come.
    let comesAgain: Bool
  }

  /// What could not be kept; it is read again with the next PDU.
  mutating func giveBack(_ reading: Reading) {
    if !reading.comesAgain, unkept.count < Self.unkeptMax { unkept.append(reading) }
  }

  /// What this PDU completes: a message, or those that were given up waiting for their missing parts; most often one, none for a part.
  /// What was given back goes before it.
  mutating func read(_ pdu: PDU, at now: Timestamp) -> [Reading] {
    defer { unkept = [] }
    guard let body = Body(pdu) else { return unkept }
    guard let part = part(body) else {
      return unkept + [Reading(message: message(body.source, body.destination, alphabet.text(of: body.text), now), comesAgain: true)]
    }
    // No address holds a NUL.
    let sender = "\(body.source.text)\0\(body.destination.text)"
    let (outcome, abandoned) = reassembler.add(part, from: sender, now: .now)
    var readings = unkept
    readings += abandoned.map { given in
      // A part that never came must not swallow a STOP.
      let names = given.sender.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let message = InboundMessage(transport: transport, from: names.first ?? "", to: names.last, text: given.text, at: now)
      return Reading(message: message, comesAgain: false)
    }
    if case .complete(let text) = outcome {
      let message = message(body.source, body.destination, text, now)
      readings.append(Reading(message: message, comesAgain: part.concatenation == nil))
    }
    return readings
  }

  private func message(_ source: Address, _ destination: Address, _ text: String, _ now: Timestamp) -> InboundMessage {
    InboundMessage(transport: transport, from: source.text, to: destination.text, text: text, at: now)
  }

  /// What deliver_sm and data_sm have in common.
  private struct Body {
    let source: Address
    let destination: Address
    let dataCoding: DataCoding
    let hasHeader: Bool
    let text: [UInt8]
    let parameters: [TLV]

    init?(_ pdu: PDU) {
      switch pdu.body {
      case .deliverSM(let message):
        source = message.source
        destination = message.destination
        dataCoding = message.dataCoding
        hasHeader = message.esmClass.contains(.userDataHeader)
        text = message.text
        parameters = message.parameters
      case .dataSM(let message):
        source = message.source
        destination = message.destination
        dataCoding = message.dataCoding
        hasHeader = message.esmClass.contains(.userDataHeader)
        text = message.parameters[.messagePayload] ?? []
        parameters = message.parameters
      default: return nil
      }
    }
  }

  /// The user data as a part of a message; nil when it is not text of GSM or UCS-2.
  private func part(_ body: Body) -> MessagePart? {
    var octets = body.text
    var hasHeader = body.hasHeader
    if !hasHeader, let header = sarHeader(body.parameters) {
      octets = header + octets
      hasHeader = true
    }
    let isUCS2 = body.dataCoding.rawValue & 0x0C == 0x08
    if isUCS2 { return try? MessagePart(decodingUnpacked: octets, encoding: .ucs2, hasHeader: hasHeader) }
    // A foreign alphabet becomes GSM's, whose parts the reassembler knows; what that lacks becomes UCS-2.
    let headerOctets = hasHeader ? min(octets.count, 1 + Int(octets.first ?? 0)) : 0
    let payload = octets[headerOctets...]
    let alphabet = alphabet(of: body.dataCoding)
    guard !alphabet.isPlainGSM else {
      let septets = Array(octets[..<headerOctets]) + payload.map { $0 & 0x7F }
      return try? MessagePart(decodingUnpacked: septets, encoding: .gsm7, hasHeader: hasHeader)
    }
    let text = UCS2.octets(of: alphabet.text(of: payload))
    return try? MessagePart(decodingUnpacked: octets[..<headerOctets] + text, encoding: .ucs2, hasHeader: hasHeader)
  }

  private func alphabet(of coding: DataCoding) -> SMPPAlphabet {
    switch coding {
    case .ia5: SMPPAlphabet(base: .ascii)
    case .latin1: SMPPAlphabet(base: .latin1)
    default: alphabet
    }
  }

  /// A user data header that says what the sar_ parameters say. SMPP 3.4 §5.3.2.22 to 24, TS 23.040 §9.2.3.24.8.
  private func sarHeader(_ parameters: [TLV]) -> [UInt8]? {
    guard let reference = parameters.uint16(.sarMessageReference), let total = parameters.uint8(.sarTotalSegments),
      let sequence = parameters.uint8(.sarSegmentSequence)
    else { return nil }
    return [6, 8, 4, UInt8(reference >> 8), UInt8(reference & 0xFF), total, sequence]
  }
}

extension Address {
  /// As people write it: international numbers with `+`.
  var text: String { typeOfNumber == .international && !value.hasPrefix("+") ? "+\(value)" : value }
}
