// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import NIOCore
internal import NIOPosix
internal import NIOSSL
package import SMPP

/// A ``SimulatedSMSC`` that listens on a TCP port: what `countersign simulate smsc`, tests and benchmarks talk to.
///
/// All of it runs on one event loop. It writes what one read has led to in one go, sets TCP_NODELAY, and reads no further from a peer that
/// does not read.
package final class SMSCServer: Sendable {
  /// What the server shows of itself to peers that speak TLS.
  package struct TLS: Sendable, Hashable {
    /// Path of the certificate chain, PEM.
    package var certificateFile: String
    /// Path of its private key, PEM.
    package var privateKeyFile: String
    /// Path of the certificates, PEM, of which one must have signed the client's; nil when clients need none.
    package var clientAuthorityFile: String?

    /// Makes the settings.
    package init(certificateFile: String, privateKeyFile: String, clientAuthorityFile: String? = nil) {
      self.certificateFile = certificateFile
      self.privateKeyFile = privateKeyFile
      self.clientAuthorityFile = clientAuthorityFile
    }
  }

  /// Who is told what comes in. Both are called on the event loop and must not block it.
  package struct Log: Sendable {
    /// Takes a line.
    package var write: @Sendable (SMSCLogEntry) -> Void
    /// Whether lines come faster than they can be kept; then nothing is read until they can.
    package var isFull: @Sendable () -> Bool

    /// Makes a log.
    package init(write: @escaping @Sendable (SMSCLogEntry) -> Void, isFull: @escaping @Sendable () -> Bool = { false }) {
      self.write = write
      self.isFull = isFull
    }
  }

  /// Where it listens.
  package let host: String
  /// Where it listens.
  package let port: Int
  private let driver: NIOLoopBound<SMSCDriver>
  private let loop: any EventLoop

  private init(driver: NIOLoopBound<SMSCDriver>, loop: any EventLoop, host: String, port: Int) {
    self.driver = driver
    self.loop = loop
    self.host = host
    self.port = port
  }

  /// Starts a server, which runs until ``shutdown()``.
  ///
  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - group: one of its loops runs the server.
  /// - Throws: what NIO says when the port cannot be had, and NIOSSL when a certificate or key cannot be read.
  package static func start(
    _ configuration: SMSCConfiguration, host: String = "127.0.0.1", port: Int = 0, tls: TLS? = nil,
    on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, log: Log? = nil
  ) async throws -> SMSCServer {
    let loop = group.next()
    let tlsContext = try tls?.context()
    let driver = try await loop.submit {
      let machine = SimulatedSMSC(configuration, now: .now(), millisecondsSince1970: millisecondsSince1970())
      return NIOLoopBound(SMSCDriver(machine, loop: loop, tls: tlsContext, log: log), eventLoop: loop)
    }.get()
    let bound = try await loop.flatSubmit { driver.value.listen(host: host, port: port) }.get()
    return SMSCServer(driver: driver, loop: loop, host: host, port: bound)
  }

  /// What was seen and done so far.
  package func statistics() async throws -> SMSCStatistics {
    try await loop.submit { [driver] in driver.value.statistics }.get()
  }

  /// A phone sends a text; see ``SimulatedSMSC/deliver(_:from:to:systemID:now:)``.
  package func deliver(_ text: String, from source: Address, to destination: Address, systemID: String? = nil) async throws {
    try await loop.submit { [driver] in
      driver.value.step { $0.deliver(text, from: source, to: destination, systemID: systemID, now: .now()) }
    }.get()
  }

  /// Goes on with another plan.
  package func plan(_ faults: FaultPlan) async throws {
    try await loop.submit { [driver] in
      driver.value.step {
        $0.faults = faults
        return []
      }
    }.get()
  }

  /// Drops all connections and refuses new ones for a while; messages and receipts stay.
  package func restart(for downtime: Duration) async throws {
    try await loop.submit { [driver] in driver.value.step { $0.restart(for: downtime, now: .now()) } }.get()
  }

  /// Closes the port and all connections.
  package func shutdown() async throws {
    try await loop.flatSubmit { [driver] in driver.value.shutdown() }.get()
  }

  private static func millisecondsSince1970() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}

extension SMSCServer.TLS {
  fileprivate func context() throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMFile(certificateFile).map { NIOSSLCertificateSource.certificate($0) }
    let key = try NIOSSLPrivateKey(file: privateKeyFile, format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    if let clientAuthorityFile {
      configuration.certificateVerification = .noHostnameVerification
      configuration.trustRoots = .file(clientAuthorityFile)
    }
    return try NIOSSLContext(configuration: configuration)
  }
}
