// SPDX-License-Identifier: Apache-2.0

/// `transports[]`: a way out for messages. What every kind has in common stands here, the rest in the section of the kind.
struct TransportSection: Sendable, Equatable {
  /// `id`: 1...64 letters, digits, `_`, `.` and `-`, required, unique.
  var id: String
  /// `queue`: whole number, default 100000, range 1...10000000: how many messages may wait. Beyond it sends are refused as TEMPORARY_FAILURE.
  var queue: Int
  /// `kind` and the keys of that kind.
  var kind: Kind

  /// The kinds of transport of this build. To add one: its section in a file of its own, a case here, a line in `value`.
  enum Kind: Sendable, Equatable {
    case loopback(LoopbackSection)
    case smpp(SMPPSection)
  }

  /// The words that `kind` knows.
  enum KindName: String, Sendable, CaseIterable {
    case loopback, smpp, modem

    /// Those that this build can run.
    static let inThisBuild: [Self] = [.loopback, .smpp]
  }

  init(id: String, queue: Int = 100_000, kind: Kind) {
    self.id = id
    self.queue = queue
    self.kind = kind
  }
}

extension TransportSection {
  /// False for what only receives: no message can leave by it.
  var canSend: Bool {
    switch kind {
    case .loopback: true
    case .smpp(let smpp): smpp.bindMode != .receiver
    }
  }

  static var value: ConfigurationValue<Self> {
    .section("a mapping with id and kind") { node, reader in
      guard case .mapping = node.content else {
        node.refuse(expected: "a mapping with id and kind", reader)
        return nil
      }
      // The kind decides which keys there are.
      switch kindName(of: node, reader) {
      case .loopback?: return read(node, LoopbackSection.Key.self, reader) { .loopback(LoopbackSection($0)) }
      case .smpp?: return read(node, SMPPSection.Key.self, reader) { SMPPSection($0, reader).map(Kind.smpp) }
      case .modem?, nil:
        _ = node["id"].flatMap { id.read($0, reader) }
        return nil
      }
    }
  }

  /// The ids of a list of transports, as far as they can be read: references to them are good even while the transports have other faults.
  static func declaredIDs(in node: ConfigurationNode) -> [String] {
    guard case .list(let transports) = node.content else { return [] }
    return transports.compactMap { transport in
      guard case .text(let id, _)? = transport["id"]?.content else { return nil }
      return isID(id) ? id : nil
    }
  }

  private static func kindName(of node: ConfigurationNode, _ reader: ConfigurationReader) -> KindName? {
    let words = KindName.inThisBuild.map(\.rawValue)
    let known = NearestWord.list(words)
    guard let kind = node["kind"] else {
      reader.fault(ConfigurationNode.keyPath("kind", below: node.keyPath), node.mark, "is missing", "write \(known)")
      return nil
    }
    guard case .text(let text, _) = kind.content else {
      kind.refuse(expected: known, reader)
      return nil
    }
    let name = KindName(rawValue: text)
    if let name, KindName.inThisBuild.contains(name) { return name }
    if name == nil {
      reader.fault(kind, "\(ConfigurationFault.quote(text)) is not a transport kind", NearestWord.advice(for: text, among: words))
    } else {
      reader.fault(kind, "\(ConfigurationFault.quote(text)) is a transport kind that this build does not have yet", "use \(known)")
    }
    return nil
  }

  /// Reads what all kinds have in common, and the rest by `kind`.
  private static func read<Key: TransportKey>(
    _ node: ConfigurationNode, _ keys: Key.Type, _ reader: ConfigurationReader, kind: (ConfigurationFields<Key>) -> Kind?
  ) -> Self? {
    guard let fields = ConfigurationFields(node, keys, reader) else { return nil }
    let id = fields.required(.id, as: id)
    let queue = fields.value(.queue, as: .integer(in: 1...10_000_000), default: 100_000)
    let kind = kind(fields)
    guard let id, let kind else { return nil }
    return Self(id: id, queue: queue, kind: kind)
  }

  private static var id: ConfigurationValue<String> {
    .text("1 to 64 letters, digits and _ . -", where: isID).checked { $2.claim($0, as: "transport id", at: $1) }
  }

  private static func isID(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isWordOctet || "-.".utf8.contains($0) }
  }
}
