// SPDX-License-Identifier: Apache-2.0

extension Transliteration {
  /// Characters outside the GSM 7-bit alphabet with a plain counterpart inside it.
  static let counterparts: [Character: String] = Dictionary(pairs, uniquingKeysWith: { first, _ in first })

  private static let pairs: [(Character, String)] = [
    // Quotation marks, apostrophes and accents that stand alone.
    ("\u{2018}", "'"), ("\u{2019}", "'"), ("\u{201A}", "'"), ("\u{201B}", "'"),
    ("\u{2032}", "'"), ("\u{02BC}", "'"), ("\u{0060}", "'"), ("\u{00B4}", "'"),
    ("\u{201C}", "\""), ("\u{201D}", "\""), ("\u{201E}", "\""),
    ("\u{201F}", "\""), ("\u{2033}", "\""), ("\u{00AB}", "\""), ("\u{00BB}", "\""),
    ("\u{2039}", "<"), ("\u{203A}", ">"),
    // Hyphens, dashes and the minus sign.
    ("\u{2010}", "-"), ("\u{2011}", "-"), ("\u{2012}", "-"), ("\u{2013}", "-"), ("\u{2014}", "-"), ("\u{2015}", "-"), ("\u{2212}", "-"),
    // Spaces with a width.
    ("\u{00A0}", " "), ("\u{2002}", " "), ("\u{2003}", " "), ("\u{2004}", " "), ("\u{2005}", " "),
    ("\u{2006}", " "), ("\u{2007}", " "), ("\u{2008}", " "), ("\u{2009}", " "),
    ("\u{200A}", " "), ("\u{202F}", " "), ("\u{205F}", " "), ("\u{3000}", " "),
    ("\u{0009}", " "),
    // Line and paragraph separators.
    ("\u{2028}", "\n"), ("\u{2029}", "\n"), ("\u{0085}", "\n"),
    // Invisible: byte order mark, zero width space, word joiner, soft hyphen, direction marks.
    ("\u{FEFF}", ""), ("\u{200B}", ""), ("\u{2060}", ""), ("\u{00AD}", ""), ("\u{200E}", ""), ("\u{200F}", ""),
    // Dots, bullets and signs.
    ("\u{2026}", "..."), ("\u{2022}", "-"), ("\u{00B7}", "."), ("\u{2044}", "/"), ("\u{2215}", "/"), ("\u{00D7}", "x"), ("\u{2192}", "->"),
    ("\u{00A9}", "(c)"), ("\u{00AE}", "(R)"), ("\u{2122}", "TM"), ("\u{2116}", "No."), ("\u{00A6}", "|"),
    // Ligatures of typesetting.
    ("\u{FB00}", "ff"), ("\u{FB01}", "fi"), ("\u{FB02}", "fl"), ("\u{FB03}", "ffi"), ("\u{FB04}", "ffl"),
    // Signs that have the shape of a letter of the alphabet.
    ("\u{2206}", "Δ"), ("\u{2211}", "Σ"), ("\u{220F}", "Π"),
    // Full-width digits, as East Asian keyboards write them.
    ("\u{FF10}", "0"), ("\u{FF11}", "1"), ("\u{FF12}", "2"), ("\u{FF13}", "3"),
    ("\u{FF14}", "4"), ("\u{FF15}", "5"), ("\u{FF16}", "6"), ("\u{FF17}", "7"),
    ("\u{FF18}", "8"), ("\u{FF19}", "9"),
  ]
}
