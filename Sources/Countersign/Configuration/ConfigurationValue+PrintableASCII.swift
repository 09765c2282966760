// SPDX-License-Identifier: Apache-2.0

extension ConfigurationValue where Value == String {
  /// Text for a field of a protocol that knows no more than ASCII; its octets are its characters.
  static func printableASCII(_ octets: ClosedRange<Int>) -> Self {
    let count = octets.lowerBound == 0 ? "at most \(octets.upperBound)" : "\(octets.lowerBound) to \(octets.upperBound)"
    return .text("\(count) printable ASCII characters") { octets.contains($0.utf8.count) && $0.isPrintableASCII }
  }
}

extension String {
  /// Nothing but U+0020 to U+007E.
  var isPrintableASCII: Bool { utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}
