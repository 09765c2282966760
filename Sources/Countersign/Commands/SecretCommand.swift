// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation

struct SecretCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secret", abstract: "Make and show keys.", subcommands: [New.self, Show.self])

  struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a new random key for secrets.keyFile, or an access key pair.",
      discussion: """
        To replace a key, write the new one on the first line of the key file and leave the old one (in base64) below it
        until the codes it made have expired.
        """)

    @Flag(name: .long, help: "Print an access key pair for an application instead.")
    var accessKey = false

    func run() async throws {
      guard accessKey else { return Console.say(KeyFile.newKeyLine()) }
      let pair = AccessKeyPair.new()
      Console.say("accessKeyID: \(pair.accessKeyID)\nsecretAccessKey: \(pair.secretAccessKey)")
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the key pair and the operator token of the embedded default in the working directory.")

    func run() async throws {
      do {
        let credentials = try EmbeddedDefault.credentials(directory: FileManager.default.currentDirectoryPath, makingThem: false)
        Console.say(
          """
          applicationID: \(credentials.applicationID)
          accessKeyID: \(credentials.accessKeyID)
          secretAccessKey: \(credentials.secretAccessKey)
          operatorToken: \(credentials.operatorToken)
          """)
      } catch {
        Console.complain("countersign: \(error)")
        throw error.exitCode
      }
    }
  }
}
