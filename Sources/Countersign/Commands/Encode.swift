// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import SMSCodec

struct Encode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a text costs as a short message: encoding, parts, room left, and the characters that make it dear.",
    discussion: "docs/sms-encoding.md explains why one letter can halve the room in a message.")

  @Argument(help: "The text.")
  var text: String

  @Flag(name: .long, help: "Replace typographic characters (curly quotes, dashes, no-break spaces) by plain ones first.")
  var transliterate = false

  @Option(name: .long, help: "A language whose national tables the route allows, such as Turkish; may be given again.")
  var national: [String] = []

  @Option(name: .long, help: "Refuse more parts than this, 1 to 255.")
  var partsMax = EncodingOptions.partsLimit

  func validate() throws {
    guard (1...EncodingOptions.partsLimit).contains(partsMax) else { throw ValidationError("--parts-max must be from 1 to 255") }
    if let stranger = national.first(where: { Self.language(named: $0) == nil }) {
      let known = NationalLanguage.allCases.map { "\($0)" }.joined(separator: ", ")
      throw ValidationError("there are no national tables for '\(stranger)'; they exist for \(known)")
    }
  }

  private static func language(named name: String) -> NationalLanguage? {
    NationalLanguage.allCases.first { "\($0)".lowercased() == name.lowercased() }
  }

  func run() async throws {
    let options = EncodingOptions(
      partsMax: partsMax, nationalLanguages: national.compactMap(Self.language), transliterates: transliterate)
    let report = CostReport(text, options: options)
    Console.say("\(report)")
    if report.refusal != nil { throw ExitCode.dataError }
  }
}

extension ExitCode {
  /// EX_DATAERR.
  static let dataError = ExitCode(65)
}
