// SPDX-License-Identifier: Apache-2.0

/// A position in a configuration file. Lines and columns count from 1, columns in Unicode scalars.
struct ConfigurationMark: Sendable, Hashable, Comparable {
  var line: Int
  var column: Int

  static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Where something stands: the file, the position in it and the key path, as far as they are known.
struct ConfigurationPlace: Sendable, Hashable, CustomStringConvertible {
  /// The file as the user named it.
  var file: String
  /// nil when the file as a whole is meant.
  var mark: ConfigurationMark?
  /// Keys and list indexes from the root, as in `transports[1].kind`; empty for the root.
  var keyPath: String

  var description: String {
    var text = file
    if let mark { text += ":\(mark.line):\(mark.column)" }
    if !keyPath.isEmpty { text += ": \(keyPath)" }
    return text
  }
}

/// One mistake in a configuration file. Prints as `FILE:LINE:COLUMN: key.path: what is wrong; what to do` and never holds a secret.
struct ConfigurationFault: Error, Sendable, Hashable, CustomStringConvertible {
  var place: ConfigurationPlace
  /// What is wrong.
  var problem: String
  /// What to do about it.
  var remedy: String

  var description: String { "\(place): \(problem); \(remedy)" }
}

/// Every mistake of one configuration file, in the order of the file. Prints one fault per line.
struct ConfigurationFaults: Error, Sendable, Hashable, CustomStringConvertible {
  var faults: [ConfigurationFault]

  var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Something that works but should not stay so, such as a secret that everybody on the machine can read. Prints like a fault.
struct ConfigurationWarning: Sendable, Hashable, CustomStringConvertible {
  var place: ConfigurationPlace
  /// What was found.
  var problem: String
  /// What to do about it.
  var remedy: String

  var description: String { "\(place): warning: \(problem); \(remedy)" }
}

extension ConfigurationFault {
  /// Text from the file, fit to be shown in a fault: in quotes, control characters escaped, cut after 40 characters.
  static func quote(_ text: String) -> String {
    "\"\(shown(text))\""
  }

  /// A key as a key path shows it: like `quote`, without the quotes. Paths of files have a wider `limit`.
  static func shown(_ text: String, limit: Int = 40) -> String {
    let scalars = text.unicodeScalars
    let escaped = scalars.prefix(limit).map { isPrintable($0) ? String($0) : $0.escaped(asASCII: true) }.joined()
    return scalars.count > limit ? escaped + "…" : escaped
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
