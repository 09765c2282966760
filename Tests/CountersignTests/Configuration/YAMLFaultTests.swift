// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Countersign

struct YAMLFaultTests {
  @Test(arguments: cases) func `text that is not YAML is told in plain words with its position`(_ example: FaultCase) {
    #expect(ConfigurationSample.faults(example.text) == example.faults)
  }

  @Test func `a byte order mark and Windows line breaks do not move positions`() {
    let text = "\u{FEFF}server:\r\n  prot: 1\r\n" + ConfigurationSample.required.replacing("\n", with: "\r\n")
    #expect(ConfigurationSample.faults(text) == ["c.yaml:2:3: server.prot: is not a key of server; did you mean port?"])
  }

  static let cases = [
    FaultCase("empty", "", "c.yaml: is empty; write at least applications, transports and originationIdentities"),
    FaultCase("a comment", "# nothing yet\n", "c.yaml: is empty; write at least applications, transports and originationIdentities"),
    FaultCase("null", "~", "c.yaml: is empty; write at least applications, transports and originationIdentities"),
    FaultCase(
      "text", "hello", "c.yaml: is text at its top level; write keys such as server: and transports:, each with its values below it"),
    FaultCase(
      "a list", "- a", "c.yaml: is a list at its top level; write keys such as server: and transports:, each with its values below it"),
    FaultCase("a tab", "server:\n\tport: 1", "c.yaml:2:1: is not valid YAML: a tab is used to indent; indent with spaces"),
    FaultCase("@", "server:\n  host: @x", "c.yaml:2:9: is not valid YAML: a value cannot start with @; put it in quotes"),
    FaultCase("&", "server: &", "c.yaml:1:10: is not valid YAML: a value cannot start with &; put it in quotes"),
    FaultCase(
      "indented too far", "server:\n  port: 1\n   host: x",
      "c.yaml:3:8: is not valid YAML: a second colon, a line without one before this, or a line that is indented too far; "
        + "put text that holds \": \" in quotes, and indent keys of one mapping alike"),
    FaultCase(
      "indented too little", "server:\n    port: 1\n  host: x",
      "c.yaml:3:3: is not valid YAML: this line does not fit into the mapping around it (it begins on line 1); "
        + "indent keys of one mapping alike, and close quotes"),
    FaultCase(
      "no colon", "server:\n  port: 1\ntransports\n",
      "c.yaml:4:1: is not valid YAML: a key lacks its colon (it begins on line 3); write KEY: VALUE"),
    FaultCase(
      "an open quote", "server:\n  host: \"x\n",
      "c.yaml:3:1: is not valid YAML: text in quotes is not closed (it begins on line 2); add the closing quote"),
    FaultCase(
      "an open {", "server: {port: 1\nhost: y",
      "c.yaml:2:5: is not valid YAML: a mapping in { } is not closed or lacks a comma (it begins on line 1); "
        + "separate entries with commas and end with }"),
    FaultCase(
      "an open [", "transports: [1, 2\nhost: y",
      "c.yaml:2:5: is not valid YAML: a list in [ ] is not closed or lacks a comma (it begins on line 1); "
        + "separate entries with commas and end with ]"),
    FaultCase(
      "a list that becomes a mapping", "- a\nb: c",
      "c.yaml:2:1: is not valid YAML: this line does not fit into the list around it (it begins on line 1); "
        + "start each entry with - and indent entries alike"),
    FaultCase(
      "an unknown escape", "server:\n  host: \"\\q\"",
      "c.yaml:2:10: is not valid YAML: an escape that YAML does not know; write \\\\ for a backslash, or use single quotes"),
    FaultCase(
      "two documents", "server: {}\n---\nserver: {}",
      "c.yaml:2:1: is not valid YAML: a second document begins here; keep one document, and indent keys of one mapping alike"),
    FaultCase(
      "something rare", "%YAML 3.0\n---\na: b",
      "c.yaml:1:1: is not valid YAML: the text cannot be understood; "
        + "check the lines around this place against the example in docs/configuration.md"),
    FaultCase(
      "a control character", "server:\n  host: \u{1B}[31m",
      "c.yaml:2:9: holds the character U+001B, which is not text; remove it, or write it as an escape such as \"\\x1B\""),
    FaultCase(
      "a private-use character", "server:\n  host: \u{E000}",
      "c.yaml:2:9: holds the character U+E000, which is not text; remove it, or write it as an escape such as \"\\x1B\""),
    FaultCase(
      "repeated keys, all at once", "server:\n  port: 1\n  prot: 2\n  port: 3\n  port: 4\nserver:\n  host: y", complete: true,
      "c.yaml:3:3: server.prot: is not a key of server; did you mean port?",
      "c.yaml:4:3: server.port: is written more than once, first on line 2; keep one",
      "c.yaml:5:3: server.port: is written more than once, first on line 2; keep one",
      "c.yaml:6:1: server: is written more than once, first on line 1; keep one"),
    FaultCase(
      "repeated keys on one line, one in quotes", "server: { port: 1, \"port\": 2, prot: 3 }", complete: true,
      "c.yaml:1:20: server.port: is written more than once, first on line 1; keep one",
      "c.yaml:1:31: server.prot: is not a key of server; did you mean port?"),
    FaultCase(
      "repeated keys with escapes", "server: { \"\\x70ort\": 1, port: 2 }", complete: true,
      "c.yaml:1:11: is not valid YAML: the key \"port\" is written more than once in the same mapping; keep one"),
    FaultCase(
      "aliases", "server: { host: *somewhere, port: &here 1, tls: { certificate: *, privateKey: \"*\" } }", complete: true,
      "c.yaml:1:17: server.host: is a YAML alias; write the value out, or put text that starts with * in quotes",
      "c.yaml:1:64: server.tls.certificate: is a YAML alias; write the value out, or put text that starts with * in quotes",
      "c.yaml:1:79: server.tls.privateKey: the file * does not exist; create it or correct the path"),
    FaultCase(
      "a merge key", "server: { <<: *base }", complete: true,
      "c.yaml:1:11: server.<<: is not a key of server; use host, port, tls or maxConcurrentRequests",
      "c.yaml:1:15: server.<<: is a YAML alias; write the value out, or put text that starts with * in quotes"),
    FaultCase(
      "tags", "server: { port: !!int 5, host: !env HOST, tls: !x {} }\noperator: !y []", complete: true,
      "c.yaml:1:17: server.port: has a YAML tag (tag:yaml.org,2002:int); remove it, tags have no meaning here",
      "c.yaml:1:32: server.host: has a YAML tag (!env); remove it, tags have no meaning here",
      "c.yaml:1:48: server.tls: has a YAML tag (!x); remove it, tags have no meaning here",
      "c.yaml:2:11: operator: has a YAML tag (!y); remove it, tags have no meaning here"),
    FaultCase(
      "a key that is a list", "? [a]\n: b", complete: true, "c.yaml:1:3: has a key that is not plain text; write KEY: VALUE"),
    FaultCase(
      "a key that would upset a terminal", "\"\\e[31m\": b", complete: true,
      "c.yaml:1:1: \\u{1B}[31m: is not a key of the configuration; use server, storage, secrets, operator, applications, transports "
        + "or originationIdentities"),
  ]
}
