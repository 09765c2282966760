// SPDX-License-Identifier: Apache-2.0

/// How one kind of value is read from a node: nil means that the fault is recorded.
struct ConfigurationValue<Value> {
  /// What the value should be, to complete "write …".
  let expected: String
  let read: (ConfigurationNode, ConfigurationReader) -> Value?

  /// The same value, looked at once more; the check records its own faults.
  func checked(_ check: @escaping (Value, ConfigurationNode, ConfigurationReader) -> Void) -> Self {
    Self(expected: expected) { node, reader in
      guard let value = self.read(node, reader) else { return nil }
      check(value, node, reader)
      return value
    }
  }

  /// The same value in another form.
  func map<Other>(_ transform: @escaping (Value) -> Other) -> ConfigurationValue<Other> {
    ConfigurationValue<Other>(expected: expected) { node, reader in self.read(node, reader).map(transform) }
  }
}

extension ConfigurationValue {
  /// A scalar of any form, read from its text. `parse` gives nil for text that does not fit; `isShown` puts it into the fault.
  static func scalar(_ expected: String, isShown: Bool = true, parse: @escaping (String) -> Value?) -> Self {
    Self(expected: expected) { node, reader in
      guard case .text(let text, _) = node.content else {
        node.refuse(expected: expected, reader)
        return nil
      }
      if let value = parse(text) { return value }
      guard !text.isEmpty else {
        node.refuse(expected: expected, reader)
        return nil
      }
      // Where a secret is likely to be put by mistake, what is written is not repeated.
      reader.fault(node, isShown ? "\(ConfigurationFault.quote(text)) cannot be used" : "cannot be used", "write \(expected)")
      return nil
    }
  }

  /// A value made of several keys or of different forms.
  static func section(_ expected: String, _ read: @escaping (ConfigurationNode, ConfigurationReader) -> Value?) -> Self {
    Self(expected: expected, read: read)
  }
}

extension ConfigurationValue where Value == String {
  /// Text within bounds that `isValid` gives; numbers need no quotes.
  static func text(_ expected: String, where isValid: @escaping (String) -> Bool) -> Self {
    .scalar(expected) { isValid($0) ? $0 : nil }
  }

  /// A path; relative ones start at the folder of the configuration file.
  static var path: Self {
    Self(expected: "the path of a file") { node, reader in
      guard case .text(let text, _) = node.content, !text.isEmpty else {
        node.refuse(expected: "the path of a file", reader)
        return nil
      }
      return reader.resolve(path: text)
    }
  }
}

extension ConfigurationValue where Value == Int {
  /// A whole decimal number, without quotes.
  static func integer(in range: ClosedRange<Int>) -> Self {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return Self(expected: expected) { node, reader in
      guard case .text(let text, let isQuoted) = node.content else {
        node.refuse(expected: expected, reader)
        return nil
      }
      let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
      guard !isQuoted, !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        let problem = isQuoted ? "is text in quotes" : "is not a whole number"
        reader.fault(node, "\(ConfigurationFault.quote(text)) \(problem)", "write \(expected)")
        return nil
      }
      guard let number = Int(text), range.contains(number) else {
        reader.fault(node, "\(ConfigurationFault.shown(text)) is out of range", "write \(expected)")
        return nil
      }
      return number
    }
  }
}

extension ConfigurationValue where Value == Bool {
  /// `true` or `false`, without quotes.
  static var boolean: Self {
    .scalar("true or false") { ["true": true, "false": false][$0] }
  }
}

extension ConfigurationValue where Value == Duration {
  /// A duration such as `30s`, within bounds.
  static func duration(in range: ClosedRange<Duration>) -> Self {
    let (least, most) = (range.lowerBound.configurationText, range.upperBound.configurationText)
    let expected = "a duration from \(least) to \(most), as in 250ms, 30s, 5m, 24h or 7d"
    return .scalar(expected) { text in Duration(configurationText: text).flatMap { range.contains($0) ? $0 : nil } }
  }
}

extension ConfigurationValue where Value == Rate {
  /// A rate such as `10/s`.
  static var rate: Self {
    .scalar("a rate, as in 10/s, 5/m, 600/h or 1000/d") { Rate($0) }
  }
}

extension ConfigurationValue where Value: CaseIterable & RawRepresentable<String> {
  /// One of the words of an enumeration.
  static func choice(of kind: String) -> Self {
    let words = Value.allCases.map(\.rawValue)
    let expected = NearestWord.list(words)
    return Self(expected: expected) { node, reader in
      guard case .text(let text, _) = node.content else {
        node.refuse(expected: expected, reader)
        return nil
      }
      if let value = Value(rawValue: text) { return value }
      reader.fault(node, "\(ConfigurationFault.quote(text)) is not \(kind)", NearestWord.advice(for: text, among: words))
      return nil
    }
  }
}

extension ConfigurationValue {
  /// A list with at least one entry. Entries that cannot be read are left out, with their faults recorded.
  static func list<Element>(of element: ConfigurationValue<Element>, _ expected: String) -> Self where Value == [Element] {
    Self(expected: expected) { node, reader in
      guard case .list(let nodes) = node.content else {
        node.refuse(expected: expected, reader)
        return nil
      }
      guard !nodes.isEmpty else {
        reader.fault(node, "is an empty list", "write \(expected)")
        return nil
      }
      return nodes.compactMap { element.read($0, reader) }
    }
  }

  /// A list with at least one entry, none of them twice.
  static func set<Element: Hashable>(of element: ConfigurationValue<Element>, _ expected: String) -> Self where Value == [Element] {
    Self(expected: expected) { node, reader in
      var seen: Set<Element> = []
      let once = element.checked { value, node, reader in
        if !seen.insert(value).inserted { reader.fault(node, "is in the list more than once", "remove one") }
      }
      return list(of: once, expected).read(node, reader)
    }
  }
}

extension ConfigurationNode {
  /// Records that another kind of content was expected here.
  func refuse(expected: String, _ reader: ConfigurationReader) {
    switch content {
    case .faulty: return
    case .nothing: reader.fault(self, "has no value", "write \(expected)")
    case .text(let text, _) where text.isEmpty: reader.fault(self, "is empty", "write \(expected)")
    case .text, .list, .mapping: reader.fault(self, "is \(contentInWords)", "write \(expected)")
    }
  }
}
