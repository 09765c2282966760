// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPAPI
import Logging
import ServiceLifecycle
import Subprocess
import TestSupport
import Testing

@testable import Countersign

/// The running gateway, real boto3, and a clock whose hands the test moves.
@Suite(.timeLimit(.minutes(5))) struct ExpiryTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// One call of boto3; prints one word.
  static let program = """
    import sys, boto3
    url, key, secret, operation, reference, code = sys.argv[1:]
    client = boto3.client("pinpoint", region_name="eu-west-1", endpoint_url=url, aws_access_key_id=key, aws_secret_access_key=secret)
    if operation == "send":
        answer = client.send_otp_message(ApplicationId="demo", SendOTPMessageRequestParameters={
            "Channel": "SMS", "BrandName": "ExampleCorp", "OriginationIdentity": "+18555550142", "DestinationIdentity": "+14255550142",
            "ReferenceId": reference, "ValidityPeriod": 5})
        print(answer["MessageResponse"]["Result"]["+14255550142"]["DeliveryStatus"])
    else:
        answer = client.verify_otp_message(ApplicationId="demo", VerifyOTPMessageRequestParameters={
            "DestinationIdentity": "+14255550142", "ReferenceId": reference, "Otp": code})
        print(answer["VerificationResponse"]["Valid"])
    """

  func boto3(
    _ url: String, _ credentials: EmbeddedDefault.Credentials, _ operation: String, _ reference: String, _ code: String = ""
  ) async throws -> String {
    let python = ProcessInfo.processInfo.environment["COUNTERSIGN_VENV_PYTHON"] ?? Self.root.path + "/.build/venv/bin/python"
    let result = try await Subprocess.run(
      .name("env"),
      arguments: [python, "-c", Self.program, url, credentials.accessKeyID, credentials.secretAccessKey, operation, reference, code],
      output: .string(limit: 4096), error: .string(limit: 65_536))
    #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
    return String(result.standardOutput.prefix { !$0.isNewline })
  }

  @Test func `a code verifies in its last millisecond and not in the next, told by boto3`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let credentials = EmbeddedDefault.Credentials.new()
    var configuration = EmbeddedDefault.configuration(directory: folder, credentials: credentials)
    configuration.server.port = 0
    let hands = HandClock()
    let gateway = try Gateway(
      configuration, metrics: PrometheusMetrics(), clock: hands.clock,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let (urls, ready) = AsyncStream.makeStream(of: String.self)
    let services = try await gateway.services(stopSignals: []) { ready.yield($0) }
    async let serving: Void = services.run()
    let url = try #require(await urls.first { _ in true })

    var seen = 0
    for (reference, wait, expected) in [("in time", Duration.milliseconds(299_999), "True"), ("too late", .milliseconds(300_000), "False")]
    {
      #expect(try await boto3(url, credentials, "send", reference) == "SUCCESSFUL")
      let code = try await code(after: seen, in: gateway)
      seen += 1
      hands.advance(by: wait)
      #expect(try await boto3(url, credentials, "verify", reference, code) == expected)
    }
    await services.triggerGracefulShutdown()
    try await serving
  }

  /// The code of the next message that is delivered.
  func code(after seen: Int, in gateway: Gateway) async throws -> String {
    while gateway.delivered(to: nil).count <= seen { try await Task.sleep(for: .milliseconds(5)) }
    let words = try #require(gateway.delivered(to: nil).first).body.split(separator: " ")
    return String(try #require(words.first { $0.count == 6 && Int($0) != nil }))
  }
}
