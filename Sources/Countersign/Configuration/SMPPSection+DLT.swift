// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// `dlt`: how the ids of India's DLT travel. They are sent with messages that carry them; `false` keeps them back.
  struct DLT: Sendable, Equatable {
    /// `entityTag`: default 0x1400: the principal entity.
    var entityTag: UInt16 = 0x1400
    /// `templateTag`: default 0x1401: the template.
    var templateTag: UInt16 = 0x1401
    /// `chainTag`: default 0x1402: the hash of `chain`.
    var chainTag: UInt16 = 0x1402
    /// `terminated`: default false: whether an octet 0 ends each value.
    var isTerminated = false
    /// `chain`: ids of the telemarketers between the entity and the operator, in order, the delivering one last; default none: no hash is sent.
    var chain: [String] = []

    enum Key: String, ConfigurationKey {
      case entityTag, templateTag, chainTag, terminated, chain
      static let section = "transports[].dlt"
    }
  }
}

extension SMPPSection.DLT {
  /// The tags that are in use.
  var tags: [(key: Key, tag: UInt16)] {
    let ids = [(Key.entityTag, entityTag), (Key.templateTag, templateTag)]
    return chain.isEmpty ? ids : ids + [(Key.chainTag, chainTag)]
  }

  /// Nil for `false`.
  static var value: ConfigurationValue<Self?> { .switched(Key.self, usual: Self(), read) }

  private static func read(_ fields: ConfigurationFields<Key>, _ reader: ConfigurationReader) -> Self? {
    let usual = Self()
    let id = ConfigurationValue<String>.text("1 to 30 digits") {
      (1...30).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    let dlt = Self(
      entityTag: fields.value(.entityTag, as: SMPPSection.Parameter.tag, default: usual.entityTag),
      templateTag: fields.value(.templateTag, as: SMPPSection.Parameter.tag, default: usual.templateTag),
      chainTag: fields.value(.chainTag, as: SMPPSection.Parameter.tag, default: usual.chainTag),
      isTerminated: fields.value(.terminated, as: .boolean, default: usual.isTerminated),
      chain: fields.value(.chain, as: .set(of: id, "a list of the telemarketers' ids after the entity's"), default: usual.chain))
    if let chainTag = fields[.chainTag], fields[.chain] == nil {
      reader.fault(chainTag, "has no chain to send the hash of", "write chain, or remove it")
    }
    var firsts: [UInt16: Key] = [:]
    for (key, tag) in dlt.tags {
      if let first = firsts[tag] {
        // One of them is written, and the other may be a default.
        let (written, other) = fields[key] == nil ? (first, key) : (key, first)
        reader.fault(fields[written] ?? fields.node, "\(tag.asTag) is the tag of \(other.rawValue), too", "give each its own tag")
      }
      firsts[tag] = key
    }
    return dlt
  }
}
