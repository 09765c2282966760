// SPDX-License-Identifier: Apache-2.0

internal import OTPCore
package import SMPP

/// An optional parameter that a carrier asks for with every message.
package struct SMPPVendorParameter: Sendable, Hashable {
  /// What it carries.
  package enum Content: Sendable, Hashable {
    case constant([UInt8])
    /// A fact of the message. `octetsMax` counts the octets on the wire, NUL included.
    case text(of: Source, isTerminated: Bool, isRequired: Bool, octetsMax: Int)
  }

  /// Where a text comes from.
  package enum Source: Sendable, Hashable {
    case entityID, templateID, identity, destinationCountry, messageID
  }

  package var tag: TLV.Tag
  package var content: Content

  package init(tag: TLV.Tag, content: Content) {
    self.tag = tag
    self.content = content
  }

  /// The parameter for `message`; nil when there is no value and none is needed.
  func parameter(for message: Message) throws(SubmitMappingFault) -> TLV? {
    switch content {
    case .constant(let octets): return TLV(tag, octets)
    case .text(let source, let isTerminated, let isRequired, let octetsMax):
      guard let text = source.text(of: message), !text.isEmpty else {
        guard !isRequired else { throw SubmitMappingFault("parameter \(tag) is required, and the message has no \(source.name)") }
        return nil
      }
      let octets = Array(text.utf8) + (isTerminated ? [0] : [])
      guard octets.count <= octetsMax else {
        throw SubmitMappingFault("parameter \(tag): the \(source.name) has \(octets.count) octets, and \(octetsMax) are allowed")
      }
      return TLV(tag, octets)
    }
  }
}

extension SMPPVendorParameter.Source {
  fileprivate func text(of message: Message) -> String? {
    switch self {
    case .entityID: message.entityID
    case .templateID: message.templateID
    case .identity: message.origination
    case .destinationCountry: message.country?.rawValue
    case .messageID: message.id.description
    }
  }

  fileprivate var name: String {
    switch self {
    case .entityID: "EntityId"
    case .templateID: "TemplateId"
    case .identity: "origination identity"
    case .destinationCountry: "destination country"
    case .messageID: "message id"
    }
  }
}
