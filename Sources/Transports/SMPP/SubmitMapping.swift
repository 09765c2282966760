// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import OTPCore
internal import SMPP
internal import SMSCodec

/// Writes a message as submit_sm bodies, as its carrier asks. Pure.
struct SubmitMapping: Sendable {
  let settings: SMPPMessageSettings
  /// Kinds of the origination identities that messages come from.
  let identities: [String: OriginationIdentity.Kind]

  /// One body for each part.
  ///
  /// - Parameters:
  ///   - now: what a relative validity counts from.
  ///   - reference: shared by the parts of a long text, drawn at random.
  func submits(
    for outbound: OutboundMessage, now: Timestamp, reference: UInt16
  ) throws(SubmitMappingFault) -> [MessagePDU] {
    let short = try shortMessage(outbound.text, reference: reference)
    var template = try template(for: outbound.message, now: now)
    template.dataCoding = short.encoding == .gsm7 ? settings.dataCodingOfDefault : settings.dataCodingOfUCS2
    guard short.parts.count > 1 else {
      template.shortMessage = try payload(of: short.parts[0])
      return [template]
    }
    switch settings.longMessages {
    case .payload:
      var octets: [UInt8] = []
      for part in short.parts { octets += try payload(of: part) }
      template.parameters.append(TLV(.messagePayload, octets))
      return [template]
    case .udh: return try parts(short, template) { (part) throws(SubmitMappingFault) in (try part.header(payload: payload(of: part)), []) }
    case .sar:
      return try parts(short, template) { (part) throws(SubmitMappingFault) in
        (try payload(of: part), part.concatenation?.sarParameters(reference: reference) ?? [])
      }
    }
  }

  private func parts(
    _ short: ShortMessage, _ template: MessagePDU, _ body: (MessagePart) throws(SubmitMappingFault) -> ([UInt8], [TLV])
  ) throws(SubmitMappingFault) -> [MessagePDU] {
    var submits: [MessagePDU] = []
    for (index, part) in short.parts.enumerated() {
      var submit = template
      let (octets, parameters) = try body(part)
      submit.shortMessage = octets
      submit.parameters += parameters
      if settings.longMessages == .udh { submit.esmClass.insert(.userDataHeader) }
      // The SMSC may keep the channel to the phone open for the rest.
      if index < short.parts.count - 1 { submit.parameters.append(TLV(.moreMessagesToSend, [1])) }
      submits.append(submit)
    }
    return submits
  }

  private func shortMessage(_ text: String, reference: UInt16) throws(SubmitMappingFault) -> ShortMessage {
    var options = EncodingOptions(referenceWidth: settings.referenceWidth, reference: reference)
    // What the SMSC's own alphabet lacks goes as UCS-2.
    if !settings.alphabet.isPlainGSM, settings.alphabet.octets(of: text) == nil { options.allowsGSM7 = false }
    do {
      return try ShortMessage(text, options: options)
    } catch {
      throw SubmitMappingFault("the text cannot be encoded: \(error)")
    }
  }

  private func payload(of part: MessagePart) throws(SubmitMappingFault) -> [UInt8] {
    guard part.encoding == .gsm7, !settings.alphabet.isPlainGSM else { return part.payload }
    guard let octets = settings.alphabet.octets(of: part.text) else {
      throw SubmitMappingFault("the text has a character that the alphabet of the SMSC lacks")
    }
    return octets
  }

  /// Everything but the text.
  private func template(for message: Message, now: Timestamp) throws(SubmitMappingFault) -> MessagePDU {
    var submit = MessagePDU(
      serviceType: settings.serviceType, source: source(message.origination),
      destination: address(Self.digits(of: message.destination.e164), settings.destination), protocolID: settings.protocolID,
      priority: settings.priority, registeredDelivery: settings.asksForReceipts ? .finalReceipt : [], shortMessage: [])
    switch settings.validity {
    case .relative:
      submit.validityPeriod = .relative(seconds: max(1, Int((message.expiresAt.milliseconds - now.milliseconds) / 1000)))
    case .absolute: submit.validityPeriod = SMPPTime(secondsSince1970: message.expiresAt.milliseconds / 1000)
    case .none: break
    }
    for parameter in settings.parameters {
      if let parameter = try parameter.parameter(for: message) { submit.parameters.append(parameter) }
    }
    submit.parameters += dltParameters(for: message)
    return submit
  }

  private func source(_ origination: String) -> Address {
    let kind = identities[origination] ?? Self.kind(of: origination)
    return address(Self.digits(of: origination), settings.originations[kind] ?? SMPPMessageSettings.Addressing(0, 0))
  }

  private func address(_ value: String, _ addressing: SMPPMessageSettings.Addressing) -> Address {
    Address(typeOfNumber: addressing.typeOfNumber, numberingPlan: addressing.numberingPlan, value)
  }

  /// Addresses carry digits without `+`.
  private static func digits(of number: String) -> String {
    number.hasPrefix("+") ? String(number.dropFirst()) : number
  }

  private static func kind(of origination: String) -> OriginationIdentity.Kind {
    if origination.hasPrefix("+") { return .longCode }
    return origination.utf8.allSatisfy { (0x30...0x39).contains($0) } ? .shortCode : .senderID
  }

  /// India DLT. The chain hash is that of the ids joined by commas, the entity first, in lower-case hexadecimal digits.
  private func dltParameters(for message: Message) -> [TLV] {
    guard let dlt = settings.dlt else { return [] }
    func value(_ text: String) -> [UInt8] { Array(text.utf8) + (dlt.isTerminated ? [0] : []) }
    var parameters: [TLV] = []
    if let entity = message.entityID { parameters.append(TLV(dlt.entityTag, value(entity))) }
    if let template = message.templateID { parameters.append(TLV(dlt.templateTag, value(template))) }
    if let entity = message.entityID, !dlt.chain.isEmpty {
      parameters.append(TLV(dlt.chainTag, value(Self.chainHash(of: [entity] + dlt.chain))))
    }
    return parameters
  }

  static func chainHash(of ids: [String]) -> String {
    let digits = Array("0123456789abcdef")
    return SHA256.hash(data: Array(ids.joined(separator: ",").utf8)).reduce(into: "") { text, octet in
      text.append(digits[Int(octet >> 4)])
      text.append(digits[Int(octet & 0xF)])
    }
  }
}

extension MessagePart {
  /// The user data with a payload in another alphabet than the part's own.
  fileprivate func header(payload: [UInt8]) -> [UInt8] {
    Array(unpackedUserData.prefix(headerOctets)) + payload
  }
}

extension Concatenation {
  /// SMPP 3.4 §5.3.2.22 to 24. The reference has 16 bits here, whatever the header of the SMSC will have.
  fileprivate func sarParameters(reference: UInt16) -> [TLV] {
    [
      TLV(.sarMessageReference, [UInt8(reference >> 8), UInt8(reference & 0xFF)]), TLV(.sarTotalSegments, [total]),
      TLV(.sarSegmentSequence, [sequence]),
    ]
  }
}
