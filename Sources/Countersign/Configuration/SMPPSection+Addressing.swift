// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// `addressing`: how the SMSC wants each kind of address marked.
  struct Addressing: Sendable, Equatable {
    /// `longCode`: default international.
    var longCode = AddressType.international
    /// `tenDLC`: default international.
    var tenDLC = AddressType.international
    /// `tollFree`: default international.
    var tollFree = AddressType.international
    /// `shortCode`: default ton 3 (network specific), npi 0.
    var shortCode = AddressType(ton: 3, npi: 0)
    /// `senderID`: default ton 5 (alphanumeric), npi 0.
    var senderID = AddressType(ton: 5, npi: 0)
    /// `destination`: default international.
    var destination = AddressType.international

    enum Key: String, ConfigurationKey {
      case longCode, tenDLC, tollFree, shortCode, senderID, destination
      static let section = "transports[].addressing"
    }
  }

  /// Type of number and numbering plan of an address, SMPP 3.4 §5.2.5 and §5.2.6.
  struct AddressType: Sendable, Equatable {
    /// `ton`: 0...7.
    var ton: UInt8
    /// `npi`: 0...18.
    var npi: UInt8

    /// ton 1, npi 1 (E.164).
    static let international = Self(ton: 1, npi: 1)

    enum Key: String, ConfigurationKey {
      case ton, npi
      static let section = "transports[].addressing.*"
    }
  }
}

extension SMPPSection.Addressing {
  static var value: ConfigurationValue<Self> {
    .section("a mapping") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      var addressing = Self()
      for (key, field) in members {
        let usual = addressing[keyPath: field]
        addressing[keyPath: field] = fields.value(key, as: SMPPSection.AddressType.value(usual: usual), default: usual)
      }
      return addressing
    }
  }

  private static var members: [(Key, WritableKeyPath<Self, SMPPSection.AddressType>)] {
    [
      (.longCode, \.longCode), (.tenDLC, \.tenDLC), (.tollFree, \.tollFree), (.shortCode, \.shortCode), (.senderID, \.senderID),
      (.destination, \.destination),
    ]
  }
}

extension SMPPSection.AddressType {
  /// A mapping with either key or both; what is left out is as usual for that kind of address.
  static func value(usual: Self) -> ConfigurationValue<Self> {
    .section("a mapping with ton and npi") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      return Self(
        ton: fields.value(.ton, as: .number(in: 0...7), default: usual.ton),
        npi: fields.value(.npi, as: .number(in: 0...18), default: usual.npi))
    }
  }
}
