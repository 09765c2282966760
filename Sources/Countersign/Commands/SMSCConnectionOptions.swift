// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Simulators

/// Where a simulated SMSC listens, and who may bind.
struct SMSCConnectionOptions: ParsableArguments {
  @Option(name: .long, help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(name: .long, help: "The port to listen on; 0 for any that is free.")
  var port = 2775

  @Option(name: .long, help: ArgumentHelp("Speak TLS with this certificate chain (PEM).", valueName: "file"))
  var tlsCertificate: String?

  @Option(name: .long, help: ArgumentHelp("The certificate's private key (PEM).", valueName: "file"))
  var tlsKey: String?

  @Option(name: .long, help: ArgumentHelp("Ask clients for a certificate that one of these has signed (PEM).", valueName: "file"))
  var tlsClientAuthority: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Who may bind; may be given again. Others get 0x0F, a wrong password 0x0E. Without it any peer may.", valueName: "system-id:password")
  )
  var account: [SMSCAccountArgument] = []

  @Option(name: .long, help: ArgumentHelp("Binds of one system_id at a time; more get 0x05.", valueName: "count"))
  var bindsMax = 100

  @Option(name: .long, help: ArgumentHelp("The name in bind responses.", valueName: "system-id"))
  var systemID = "Countersign"

  @Option(name: .long, help: ArgumentHelp("The version of SMPP that bind responses say.", valueName: "version"))
  var smppVersion = SMPPVersion.v34

  @Option(name: .long, help: ArgumentHelp("How long a connection may go without a bind.", valueName: "time"))
  var bindTimeout: Duration = .seconds(30)

  @Option(name: .long, help: ArgumentHelp("After so long without a word comes an enquire_link; 0s for never.", valueName: "time"))
  var enquireLink: Duration = .seconds(60)

  /// The versions that a response may say. SMPP 5.0 §4.8.4.51.
  enum SMPPVersion: String, ExpressibleByArgument, CaseIterable {
    case v34 = "3.4"
    case v50 = "5.0"
  }

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535") }
    guard (tlsCertificate == nil) == (tlsKey == nil) else { throw ValidationError("--tls-certificate and --tls-key belong together") }
    guard tlsClientAuthority == nil || tlsKey != nil else { throw ValidationError("--tls-client-authority needs --tls-certificate") }
    guard bindsMax > 0 else { throw ValidationError("--binds-max must be 1 or more") }
    guard systemID.utf8.count <= 15 else { throw ValidationError("--system-id must be 15 octets or fewer") }
  }

  var tls: SMSCServer.TLS? {
    guard let tlsCertificate, let tlsKey else { return nil }
    return SMSCServer.TLS(certificateFile: tlsCertificate, privateKeyFile: tlsKey, clientAuthorityFile: tlsClientAuthority)
  }

  func url(port: Int) -> String {
    "\(tls == nil ? "smpp" : "smpps")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }

  func apply(to configuration: inout SMSCConfiguration) {
    configuration.accounts = Dictionary(account.map { ($0.systemID, $0.password) }, uniquingKeysWith: { _, last in last })
    configuration.bindsMax = bindsMax
    configuration.systemID = systemID
    configuration.interfaceVersion = smppVersion == .v34 ? 0x34 : 0x50
    configuration.bindTimeout = bindTimeout
    configuration.enquireLinkInterval = enquireLink
  }
}

/// `SYSTEM-ID:PASSWORD`.
struct SMSCAccountArgument: ExpressibleByArgument {
  let systemID: String
  let password: String

  init?(argument: String) {
    let pieces = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard pieces.count == 2, (1...15).contains(pieces[0].utf8.count), pieces[1].utf8.count <= 8 else { return nil }
    (systemID, password) = (String(pieces[0]), String(pieces[1]))
  }
}
