// SPDX-License-Identifier: Apache-2.0

extension CostReport: CustomStringConvertible {
  /// The report as lines for people. It names single characters of the text, and never the text.
  public var description: String {
    var lines = [headline]
    if parts.count > 1 { lines.append("Parts: " + parts.map { "\($0.units) of \($0.unitsMax)" }.joined(separator: ", ")) }
    if !outsideAlphabet.isEmpty {
      lines.append("Outside the GSM 7-bit alphabet:")
      lines += outsideAlphabet.map { "  " + Self.line(for: $0) }
    }
    if let partsWithoutCulprits {
      let plain = encoding == .ucs2 ? "GSM-7" : "GSM-7 without national tables"
      lines.append("With these replaced: \(plain), \(Self.count(partsWithoutCulprits, "part"))")
    }
    if !twoSeptets.isEmpty {
      lines.append("Two septets each: " + twoSeptets.map { "\(Self.shown($0.character)) ×\($0.count)" }.joined(separator: ", "))
    }
    if !substitutions.isEmpty {
      lines.append("Replaced:")
      lines += substitutions.map { change in
        let replacement = change.replacement.isEmpty ? "nothing" : "“\(change.replacement)”"
        return "  \(Self.named(change.original)) by \(replacement) ×\(change.count)"
      }
    }
    if let refusal { lines.append("Refused: \(refusal.description)") }
    return lines.joined(separator: "\n")
  }

  private var headline: String {
    let unit = encoding == .gsm7 ? "septet" : "UTF-16 unit"
    let left = parts.count > 1 ? "\(unitsLeft) left in the last part" : "\(unitsLeft) left"
    return "\(encoding)\(tables), \(Self.count(parts.count, "part")), \(Self.count(unitsUsed, unit)) used, \(left)"
  }

  private var tables: String {
    let named = [
      nationalTables.locking.map { "\($0) locking shift" }, nationalTables.single.map { "\($0) single shift" },
    ].compactMap { $0 }
    return named.isEmpty ? "" : " with " + named.joined(separator: " and ")
  }

  private static func line(for culprit: Culprit) -> String {
    let times = culprit.count == 1 ? "once" : "\(culprit.count) times"
    let replacement = culprit.replacement.map { $0.isEmpty ? ", may be left out" : ", could be “\($0)”" } ?? ""
    return "\(named(String(culprit.character))), \(times), first at character \(culprit.position)\(replacement)"
  }

  /// The character, its code points, and the Unicode name of a single one.
  private static func named(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let codes = scalars.map { code(of: $0) }.joined(separator: " ")
    let name = scalars.count == 1 ? scalars.first?.properties.name.map { " \($0)" } ?? "" : ""
    return text.first.map { "\(shown($0)) \(codes)\(name)" } ?? codes
  }

  /// The character in quotation marks, or nothing to see in place of one that would disturb the line.
  private static func shown(_ character: Character) -> String {
    let isVisible = character.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse, .spaceSeparator: false
      default: true
      }
    }
    return isVisible ? "“\(character)”" : "“ ”"
  }

  private static func code(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
