// SPDX-License-Identifier: Apache-2.0

/// `server`: where the HTTP API listens.
struct ServerSection: Sendable, Equatable {
  /// `host`: text, default `127.0.0.1`. An IPv4 or IPv6 address or a host name, without scheme and port.
  var host: String
  /// `port`: whole number, default 8700, range 0...65535. 0 takes any free port.
  var port: Int
  /// `tls`: mapping, default none: plain HTTP.
  var tls: TLS?
  /// `maxConcurrentRequests`: whole number, default 1024, range 1...65536. Requests beyond it are answered 429.
  var maxConcurrentRequests: Int

  /// `server.tls`: what the server proves itself with. Both keys are required.
  struct TLS: Sendable, Equatable {
    /// `certificate`: path of a PEM file with the certificate chain, leaf first.
    var certificate: String
    /// `privateKey`: path of a PEM file with the key of the leaf.
    var privateKey: String

    enum Key: String, ConfigurationKey {
      case certificate, privateKey
      static let section = "server.tls"
    }
  }

  enum Key: String, ConfigurationKey {
    case host, port, tls, maxConcurrentRequests
    static let section = "server"
  }

  init(host: String = "127.0.0.1", port: Int = 8700, tls: TLS? = nil, maxConcurrentRequests: Int = 1024) {
    self.host = host
    self.port = port
    self.tls = tls
    self.maxConcurrentRequests = maxConcurrentRequests
  }
}

extension ServerSection {
  static var value: ConfigurationValue<Self> {
    .section("a mapping") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let defaults = ServerSection()
      return ServerSection(
        host: fields.value(.host, as: .host, default: defaults.host),
        port: fields.value(.port, as: .integer(in: 0...65535), default: defaults.port),
        tls: fields.optional(.tls, as: TLS.value),
        maxConcurrentRequests: fields.value(.maxConcurrentRequests, as: .integer(in: 1...65536), default: defaults.maxConcurrentRequests))
    }
  }
}

extension ServerSection.TLS {
  static var value: ConfigurationValue<Self> {
    .section("a mapping with certificate and privateKey") { node, reader in
      guard let fields = ConfigurationFields(node, Key.self, reader) else { return nil }
      let certificate = fields.required(.certificate, as: .textFile)
      let privateKey = fields.required(.privateKey, as: .secretTextFile)
      guard let certificate, let privateKey else { return nil }
      return Self(certificate: certificate, privateKey: privateKey)
    }
  }
}
