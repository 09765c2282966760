// SPDX-License-Identifier: Apache-2.0

import Yams

/// A mistake in the YAML itself, in plain words: what libyaml says is written for those who write parsers.
struct YAMLFault: Error {
  var mark: ConfigurationMark?
  var problem = "the text cannot be understood"
  var remedy = "check the lines around this place against the example in docs/configuration.md"

  /// The fault as it is printed.
  func fault(file: String) -> ConfigurationFault {
    let place = ConfigurationPlace(file: file, mark: mark, keyPath: "")
    return ConfigurationFault(place: place, problem: "is not valid YAML: \(problem)", remedy: remedy)
  }
}

extension YAMLFault {
  /// The words for an error of the YAML library.
  init(_ error: YamlError, in source: ConfigurationText) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let mark = ConfigurationMark(mark)
      self.init(mark: mark)
      let began = context.map { ConfigurationMark($0.mark) }.flatMap { $0.line < mark.line ? $0.line : nil }
      describe(problem, in: context?.text ?? "", began: began, at: source.scalar(at: mark))
    case .reader, .memory, .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded, .duplicatedKeysInMapping:
      self.init(mark: nil)
    }
  }

  /// The texts of libyaml (scanner.c, parser.c) that people meet; the others keep the words of `problem` and `remedy` above.
  private mutating func describe(_ text: String, in context: String, began line: Int?, at scalar: Unicode.Scalar?) {
    switch (text, context, scalar) {
    case ("found character that cannot start any token", _, "\t"?),
      ("found a tab character where an indentation space is expected", _, _), ("found a tab character that violates indentation", _, _):
      (problem, remedy) = ("a tab is used to indent", "indent with spaces")
    case ("found character that cannot start any token", _, let scalar?):
      (problem, remedy) = ("a value cannot start with \(scalar)", "put it in quotes")
    case ("could not find expected ':'", _, _):
      (problem, remedy) = ("a key lacks its colon\(since(line))", "write KEY: VALUE")
    case ("mapping values are not allowed in this context", _, _):
      problem = "a second colon, a line without one before this, or a line that is indented too far"
      remedy = "put text that holds \": \" in quotes, and indent keys of one mapping alike"
    case ("did not find expected key", "while parsing a block mapping", _):
      problem = "this line does not fit into the mapping around it\(since(line))"
      remedy = "indent keys of one mapping alike, and close quotes"
    case ("did not find expected '-' indicator", _, _):
      problem = "this line does not fit into the list around it\(since(line))"
      remedy = "start each entry with - and indent entries alike"
    case ("block sequence entries are not allowed in this context", _, _):
      (problem, remedy) = ("a list cannot start here", "start it on a line of its own")
    case ("did not find expected ',' or ']'", _, _):
      (problem, remedy) = ("a list in [ ] is not closed or lacks a comma\(since(line))", "separate entries with commas and end with ]")
    case ("did not find expected ',' or '}'", _, _):
      (problem, remedy) = ("a mapping in { } is not closed or lacks a comma\(since(line))", "separate entries with commas and end with }")
    case ("found unexpected end of stream", "while scanning a quoted scalar", _), ("found unexpected document indicator", _, _):
      (problem, remedy) = ("text in quotes is not closed\(since(line))", "add the closing quote")
    case ("found unknown escape character", _, _), ("did not find expected hexdecimal number", _, _),
      ("found invalid Unicode character escape code", _, _):
      (problem, remedy) = ("an escape that YAML does not know", "write \\\\ for a backslash, or use single quotes")
    case ("did not find expected node content", _, _):
      (problem, remedy) = ("a value is missing\(since(line))", "write it, or put it in quotes if it starts with a special character")
    case ("did not find expected alphabetic or numeric character", "while scanning an anchor", _):
      (problem, remedy) = ("a value cannot start with &", "put it in quotes")
    case ("but found another document", _, _), ("did not find expected <document start>", _, _):
      (problem, remedy) = ("a second document begins here", "keep one document, and indent keys of one mapping alike")
    case _ where text.hasPrefix("Maximum nesting level reached"):
      (problem, remedy) = ("it is nested too deeply", "check the brackets")
    default: break
    }
  }

  private func since(_ line: Int?) -> String {
    line.map { " (it begins on line \($0))" } ?? ""
  }
}
