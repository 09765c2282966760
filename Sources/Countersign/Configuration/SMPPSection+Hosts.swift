// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// Where an SMSC listens.
  struct Host: Sendable, Hashable {
    /// An IPv4 or IPv6 address or a host name.
    var name: String
    var port: Int
  }

  /// `host`, or `hosts`, with `port` for those that name none. Nil after a fault.
  static func hosts(_ fields: ConfigurationFields<Key>, hasTLS: Bool, _ reader: ConfigurationReader) -> [Host]? {
    let port = fields.value(.port, as: .integer(in: 1...65535), default: hasTLS ? portUsualWithTLS : portUsual)
    switch (fields[.host], fields[.hosts]) {
    case (_?, nil):
      let host = fields.optional(.host, as: Place.value(Place.expected)).flatMap { $0.withoutPort(at: fields[.host], reader) }
      return host.map { [Host(name: $0, port: port)] }
    case (nil, _?):
      let host = ConfigurationValue<Host>.section(Place.expected) { node, reader in
        Place.value(Place.expectedWithPort).read(node, reader).map { Host(name: $0.name, port: $0.port ?? port) }
      }
      return fields.optional(.hosts, as: .set(of: host, "a list of at least one host")).flatMap { $0.isEmpty ? nil : $0 }
    case (_?, let hosts?):
      reader.fault(hosts, "stands beside host", "keep one of the two")
    case (nil, nil):
      let path = ConfigurationNode.keyPath(Key.host.rawValue, below: fields.node.keyPath)
      reader.fault(path, fields.node.mark, "is missing", "write \(Place.expected), or hosts with a list of them")
    }
    return nil
  }

  /// A host as it is written, with or without a port.
  private struct Place {
    var name: String
    var port: Int?

    static let expected = ConfigurationValue<String>.hostExpected
    static let expectedWithPort =
      expected + ", with :PORT behind it where it has a port of its own, as in smsc.example.net:2776 or [::1]:2776"

    static func value(_ expected: String) -> ConfigurationValue<Self> { .scalar(expected, parse: Self.init) }

    /// `name`, `name:port`, an IPv6 address, or one in brackets with or without a port.
    init?(_ text: String) {
      let colons = text.utf8.count { $0 == UInt8(ascii: ":") }
      if text.hasPrefix("["), let bracket = text.lastIndex(of: "]") {
        self.init(name: text[text.index(after: text.startIndex)..<bracket], rest: text[text.index(after: bracket)...])
        guard name.contains(":") else { return nil }
      } else if colons == 1, let colon = text.firstIndex(of: ":") {
        self.init(name: text[..<colon], rest: text[colon...])
      } else {
        self.init(name: text[...], rest: "")
      }
    }

    private init?(name: Substring, rest: Substring) {
      guard ConfigurationValue<String>.isHost(String(name)) else { return nil }
      self.name = String(name)
      guard !rest.isEmpty else { return }
      let digits = rest.dropFirst()
      guard rest.hasPrefix(":"), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits), (1...65535).contains(port)
      else { return nil }
      self.port = port
    }

    func withoutPort(at node: ConfigurationNode?, _ reader: ConfigurationReader) -> String? {
      guard let port, let node else { return name }
      reader.fault(node, "holds a port", "write port: \(port) beside it")
      return nil
    }
  }
}
