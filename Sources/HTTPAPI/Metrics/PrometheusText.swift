// SPDX-License-Identifier: Apache-2.0

/// The spelling of Prometheus' text exposition format 0.0.4 (prometheus.io, "Exposition formats" and "Data model").
enum PrometheusText {
  /// A metric's name: letters, digits, `_` and `:`, anything else as `_`, no digit in front; the suffix is added unless it is there.
  static func name(_ label: String, suffix: String) -> String {
    let name = sanitised(label, allowsColon: true)
    return name.hasSuffix(suffix) ? name : name + suffix
  }

  /// The text between the braces: labels sorted by name, values escaped. Of two labels with the same name the last counts.
  /// - Parameter isHistogram: a histogram's own label `le` is not to be had; a dimension of that name becomes `exported_le`.
  static func labels(_ dimensions: [(String, String)], isHistogram: Bool) -> String {
    guard !dimensions.isEmpty else { return "" }
    var pairs: [(name: String, value: String)] = []
    for (dimension, value) in dimensions {
      let plain = sanitised(dimension, allowsColon: false)
      let name = isHistogram && plain == "le" ? "exported_le" : plain
      if let index = pairs.firstIndex(where: { $0.name == name }) {
        pairs[index].value = value
      } else {
        pairs.append((name, value))
      }
    }
    pairs.sort { $0.name < $1.name }
    var text = ""
    for (name, value) in pairs {
      text += text.isEmpty ? name : "," + name
      text += "=\""
      text += escaped(value, isQuoted: true)
      text += "\""
    }
    return text
  }

  /// One line: name, labels, value.
  static func appendSample(to text: inout String, _ name: String, labels: String, _ value: String) {
    text += name
    if !labels.isEmpty {
      text += "{"
      text += labels
      text += "}"
    }
    text += " "
    text += value
    text += "\n"
  }

  /// A number as Go reads it; whole numbers without a fraction.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if abs(value) < 1e15, value == value.rounded() { return String(Int64(value)) }
    return String(value)
  }

  /// A help text on one line.
  static func escaped(help: String) -> String { escaped(help, isQuoted: false) }

  private static func escaped(_ text: String, isQuoted: Bool) -> String {
    let mustEscape = { (byte: UInt8) in byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\n") || isQuoted && byte == UInt8(ascii: "\"") }
    guard text.utf8.contains(where: mustEscape) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if mustEscape(byte) { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte == UInt8(ascii: "\n") ? UInt8(ascii: "n") : byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func sanitised(_ name: String, allowsColon: Bool) -> String {
    let isAllowed = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"):
        true
      default: allowsColon && byte == UInt8(ascii: ":")
      }
    }
    guard let first = name.utf8.first else { return "_" }
    let isDigitInFront = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    if !isDigitInFront, name.utf8.allSatisfy(isAllowed) { return name }
    var text = isDigitInFront ? "_" : ""
    for scalar in name.unicodeScalars {
      text.unicodeScalars.append(scalar.isASCII && isAllowed(UInt8(truncatingIfNeeded: scalar.value)) ? scalar : "_")
    }
    return text
  }
}
