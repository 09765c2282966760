// SPDX-License-Identifier: Apache-2.0

import Foundation

extension SMPPSection {
  /// `characters`: a mapping whose keys are single characters and whose values are the octets that the SMSC has for them.
  static var characters: ConfigurationValue<[Unicode.Scalar: UInt8]> {
    let expected = "a mapping from characters to octets, as in { \"@\": 0x40, \"€\": 0x80 }"
    return .section(expected) { node, reader in
      guard case .mapping(let entries) = node.content else {
        node.refuse(expected: expected, reader)
        return nil
      }
      var characters: [Unicode.Scalar: UInt8] = [:]
      for entry in entries {
        let octet = ConfigurationValue<UInt8>.number().read(entry.value, reader)
        // An accent may be written apart from its letter.
        let scalars = entry.key.precomposedStringWithCanonicalMapping.unicodeScalars
        let path = ConfigurationNode.keyPath(entry.key, below: node.keyPath)
        guard let scalar = scalars.first, scalars.count == 1 else {
          reader.fault(path, entry.keyMark, "is not a single character", "write each character for itself")
          continue
        }
        characters[scalar] = octet ?? 0
      }
      return characters
    }
  }
}
