// SPDX-License-Identifier: Apache-2.0
import Glibc
import Hummingbird
import Logging
import NIOCore

/// The bare rate of the machine: a Hummingbird server that answers `hello` to `GET /`, and nothing else.
///
/// It listens on a free port of 127.0.0.1 and says which in one line of standard output, in the words of `countersign serve`;
/// SIGTERM and SIGINT end it. Nothing is logged per request.
@main
struct HelloServer {
  static func main() async throws {
    var logger = Logger(label: "hello-server")
    logger.logLevel = .warning
    let router = Router()
    router.get("/") { _, _ in "hello" }
    let application = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        print("listening on http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
        fflush(nil)
      },
      logger: logger)
    try await application.runService()
  }
}
