// SPDX-License-Identifier: Apache-2.0

package import OTPCore
package import SMPP
package import SMSCodec

/// How messages are written for one SMSC: what its carrier asks for.
package struct SMPPMessageSettings: Sendable {
  /// Type of number and numbering plan of one kind of address.
  package struct Addressing: Sendable, Hashable {
    package var typeOfNumber: Address.TypeOfNumber
    package var numberingPlan: Address.NumberingPlan

    package init(_ typeOfNumber: UInt8, _ numberingPlan: UInt8) {
      self.typeOfNumber = Address.TypeOfNumber(rawValue: typeOfNumber)
      self.numberingPlan = Address.NumberingPlan(rawValue: numberingPlan)
    }
  }

  /// How a text of several parts travels.
  package enum LongMessages: Sendable {
    /// A user data header in each part.
    case udh
    /// sar_ parameters with each part.
    case sar
    /// One submit_sm with the whole text in message_payload; the SMSC cuts it.
    case payload
  }

  /// How the SMSC is told when a code dies.
  package enum Validity: Sendable {
    case relative, absolute, none
  }

  /// India DLT: the parameters that carry entity, template and the chain of those who passed the message on.
  package struct DLT: Sendable {
    package var entityTag: TLV.Tag
    package var templateTag: TLV.Tag
    package var chainTag: TLV.Tag
    /// Whether the values end with NUL.
    package var isTerminated: Bool
    /// Telemarketers after the entity, the delivering one last; empty: no chain hash is sent.
    package var chain: [String]

    package init(
      entityTag: TLV.Tag = TLV.Tag(rawValue: 0x1400), templateTag: TLV.Tag = TLV.Tag(rawValue: 0x1401),
      chainTag: TLV.Tag = TLV.Tag(rawValue: 0x1402), isTerminated: Bool = false, chain: [String] = []
    ) {
      self.entityTag = entityTag
      self.templateTag = templateTag
      self.chainTag = chainTag
      self.isTerminated = isTerminated
      self.chain = chain
    }
  }

  package var serviceType = ""
  package var protocolID: UInt8 = 0
  package var priority: UInt8 = 0
  /// By kind of origination identity; what is not there is guessed from the identity's form.
  package var originations: [OriginationIdentity.Kind: Addressing] = [
    .longCode: Addressing(1, 1), .tenDLC: Addressing(1, 1), .tollFree: Addressing(1, 1), .shortCode: Addressing(3, 0),
    .senderID: Addressing(5, 0),
  ]
  package var destination = Addressing(1, 1)
  package var alphabet = SMPPAlphabet(base: .gsm)
  package var dataCodingOfDefault: DataCoding = .smscDefault
  package var dataCodingOfUCS2: DataCoding = .ucs2
  package var longMessages = LongMessages.udh
  package var referenceWidth = Concatenation.ReferenceWidth.octet
  package var validity = Validity.relative
  package var asksForReceipts = true
  package var parameters: [SMPPVendorParameter] = []
  /// nil: never sent.
  package var dlt: DLT? = DLT()

  package init() {}
}
