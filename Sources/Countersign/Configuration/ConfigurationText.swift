// SPDX-License-Identifier: Apache-2.0

/// The text of a configuration file, made safe for a YAML parser that composes whole trees: positions stay those of the file.
///
/// Two things of YAML are taken from the parser, by writing private-use characters (one for one, so that lines and columns stay) in their place:
/// - `*`, so that no alias is ever expanded: files of a few hundred bytes can otherwise stand for more nodes than memory holds.
/// - the first of two equal keys in a mapping, at which the parser would stop, although all faults are wanted at once.
struct ConfigurationText: Sendable {
  /// What the YAML parser is given.
  private(set) var masked: String
  /// The real key at each position where a repeated key was masked.
  private(set) var maskedKeys: [ConfigurationMark: String] = [:]

  /// Stands for `*` in `masked`.
  private static let asterisk: Unicode.Scalar = "\u{E000}"
  /// The first of the characters that stand in for masked keys, one for each key.
  private static let keyMasks: UInt32 = 0xE001
  /// How many repeated keys are masked: each costs one more pass of the parser, and all passes together read a few megabytes at most.
  private var masksMax: Int { min(32, 4_194_304 / max(1, masked.utf8.count)) }

  /// The text, or the fault of a character that YAML does not allow (or that this type needs for itself).
  init(_ text: String) throws(Unreadable) {
    var mark = ConfigurationMark(line: 1, column: 1)
    var previous: Unicode.Scalar = " "
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if Self.isRefused(scalar) { throw Unreadable(mark: mark, scalar: scalar) }
      scalars.append(scalar == "*" ? Self.asterisk : scalar)
      Self.advance(&mark, over: scalar, after: previous)
      previous = scalar
    }
    masked = String(scalars)
  }

  /// A character that cannot stand in a configuration file, and where it is.
  struct Unreadable: Error {
    var mark: ConfigurationMark
    var scalar: Unicode.Scalar
  }

  /// The text of a scalar as the file has it.
  static func unmask(_ text: String) -> String {
    guard text.unicodeScalars.contains(asterisk) else { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.map { $0 == asterisk ? "*" : $0 })
    return String(scalars)
  }

  /// The character at a position, nil beyond the end of its line.
  func scalar(at mark: ConfigurationMark) -> Unicode.Scalar? {
    guard let index = index(of: mark), index < masked.unicodeScalars.endIndex else { return nil }
    let scalar = masked.unicodeScalars[index]
    return scalar == Self.asterisk ? "*" : scalar
  }

  /// Hides one of several equal keys. False when that cannot be done: the key is written in an unusual way, or there are too many.
  mutating func mask(key: String, at mark: ConfigurationMark) -> Bool {
    let key = key.unicodeScalars
    guard maskedKeys.count < masksMax, maskedKeys[mark] == nil, !key.isEmpty, var start = index(of: mark) else { return false }
    var scalars = masked.unicodeScalars
    if start < scalars.endIndex, scalars[start] == "\"" || scalars[start] == "'" { start = scalars.index(after: start) }
    guard let end = scalars.index(start, offsetBy: key.count, limitedBy: scalars.endIndex), scalars[start..<end].elementsEqual(key),
      let stand = Unicode.Scalar(Self.keyMasks + UInt32(maskedKeys.count))
    else { return false }
    scalars.replaceSubrange(start..<end, with: repeatElement(stand, count: key.count))
    maskedKeys[mark] = Self.unmask(String(key))
    masked = String(scalars)
    return true
  }

  private func index(of wanted: ConfigurationMark) -> String.Index? {
    var mark = ConfigurationMark(line: 1, column: 1)
    var previous: Unicode.Scalar = " "
    for index in masked.unicodeScalars.indices {
      if mark == wanted { return index }
      if mark > wanted { return nil }
      let scalar = masked.unicodeScalars[index]
      Self.advance(&mark, over: scalar, after: previous)
      previous = scalar
    }
    return mark == wanted ? masked.unicodeScalars.endIndex : nil
  }

  /// Line breaks as YAML 1.1 has them: CR LF is one.
  private static func advance(_ mark: inout ConfigurationMark, over scalar: Unicode.Scalar, after previous: Unicode.Scalar) {
    switch scalar {
    case "\n" where previous == "\r": break
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": mark = ConfigurationMark(line: mark.line + 1, column: 1)
    default: mark.column += 1
    }
  }

  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85: false
    case 0..<0x20, 0x7F...0x9F, 0xE000...0xF8FF, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
