// SPDX-License-Identifier: Apache-2.0

/// An address prints masked, so that one in a log line tells nobody's number.
extension Address: CustomStringConvertible, CustomReflectable {
  /// The address with its type of number and numbering plan, such as `1/1 35*********67`.
  public var description: String { "\(typeOfNumber.rawValue)/\(numberingPlan.rawValue) \(masked)" }

  /// The description alone.
  public var customMirror: Mirror { Mirror(self, children: ["address": description]) }

  /// The address with at most its first two and last two characters shown; whole when it has fewer than five digits, as names of senders
  /// and the shortest of codes have.
  public var masked: String {
    let printable = value.printable
    guard printable.unicodeScalars.count(where: { ("0"..."9").contains($0) }) >= 5 else { return printable }
    let shown = printable.count < 8 ? 1 : 2
    return printable.prefix(shown) + String(repeating: "*", count: printable.count - 2 * shown) + printable.suffix(shown)
  }
}

extension String {
  /// The text with its control characters as `?`: what a peer sent writes no line of its own into a log.
  var printable: String {
    utf8.allSatisfy { (0x20...0x7E).contains($0) }
      ? self : String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
  }
}
