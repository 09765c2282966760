// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// `tls`: `true`, or a mapping of which every key may be left out.
  struct TLS: Sendable, Equatable {
    /// `ca`: path of a PEM file with the certificates that the SMSC's must come from, default those of the system.
    var ca: String?
    /// `certificate` and `privateKey`: default none.
    var client: ClientCertificate?
    /// `serverName`: host name, default the host that is connected to.
    var serverName: String?
    /// `verify`: default true.
    var verifies = true

    /// What the gateway proves itself to the SMSC with.
    struct ClientCertificate: Sendable, Equatable {
      /// `certificate`: path of a PEM file with the certificate chain, leaf first.
      var certificate: String
      /// `privateKey`: path of a PEM file with the key of the leaf.
      var privateKey: String
    }

    enum Key: String, ConfigurationKey {
      case ca, certificate, privateKey, serverName, verify
      static let section = "transports[].tls"
    }
  }
}

extension SMPPSection.TLS {
  /// Nil for `false`.
  static var value: ConfigurationValue<Self?> { .switched(Key.self, usual: Self(), read) }

  private static func read(_ fields: ConfigurationFields<Key>, _ reader: ConfigurationReader) -> Self? {
    var tls = Self(
      ca: fields.optional(.ca, as: .textFile), client: nil, serverName: fields.optional(.serverName, as: serverName),
      verifies: fields.value(.verify, as: .boolean, default: true))
    if fields[.certificate] != nil || fields[.privateKey] != nil {
      let certificate = fields.required(.certificate, as: .textFile)
      let privateKey = fields.required(.privateKey, as: .secretTextFile)
      if let certificate, let privateKey { tls.client = ClientCertificate(certificate: certificate, privateKey: privateKey) }
    }
    if !tls.verifies, let verify = fields[.verify] {
      reader.warn(
        verify, "whoever stands between can read the password and the codes, because the SMSC's certificate is not verified",
        "name the carrier's certificate in ca, and leave verify out")
    }
    return tls
  }

  /// A name alone: TLS does not ask for a server by address (RFC 6066 §3).
  private static var serverName: ConfigurationValue<String> {
    .text("a host name, as it stands in the SMSC's certificate") { text in
      let lastLabel = text.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
      return ConfigurationValue<String>.isHost(text) && !text.contains(":") && !text.contains("%") && Int(lastLabel) == nil
    }
  }
}
