// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials

/// What is measured.
enum LoadMode: String, Codable, CaseIterable, ExpressibleByArgument {
  case send
  case verify
  case hello
}

/// `api-load`: a load client for the Pinpoint OTP API of a local gateway.
///
/// Every request of a step is signed and serialised before the clock of the step starts, and a single thread drives all connections:
/// the client takes little of the machine that it shares with the server.
@main
struct APILoad: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "api-load",
    abstract: "Measures sends, verifies, or a bare GET / over keep-alive connections.",
    discussion: """
      Exits 0 when every answer was 200 and said what it should, else 1. In the modes send and verify the key pair and the operator's \
      token can stand in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and COUNTERSIGN_OPERATOR_TOKEN. Mode verify sends first, waits for \
      the deliveries, and reads the codes from the loopback inbox; only the verifies are measured.
      """)

  @Option(help: "send, verify or hello.")
  var mode: LoadMode
  @Option(help: "IPv4 address and port of the server.")
  var address = "127.0.0.1:8700"
  @Option(help: "Connections of each step, with commas between them.")
  var connections = "1,16,64"
  @Option(help: "Requests per step, at most.")
  var requests = 20_000
  @Option(help: "Seconds per step, at most.")
  var seconds = 120.0
  @Option(help: "Application id.")
  var application = "demo"
  @Option(help: "Access key id.")
  var accessKey: String?
  @Option(help: "Secret access key; better in AWS_SECRET_ACCESS_KEY, where the process list does not show it.")
  var secret: String?
  @Option(help: "OriginationIdentity of the sends.")
  var origination = "+18555550142"
  @Option(help: "BrandName of the sends; no digits.")
  var brand = "ExampleCo"
  @Option(help: "ValidityPeriod of the sends, in minutes.")
  var validity = 60
  @Option(help: "Bearer token of /operator: with it each send step waits until everything is delivered.")
  var operatorToken: String?
  @Option(help: "Process id of the server: its processor time is reported.")
  var serverProcess: Int32?
  @Option(help: "Writes the result to this file as JSON too.")
  var json: String?

  func validate() throws {
    guard Address(address) != nil else { throw ValidationError("--address has to be an IPv4 address and a port: 127.0.0.1:8700") }
    guard !steps.isEmpty, steps.count == connections.split(separator: ",").count, steps.allSatisfy({ (1...1024).contains($0) }) else {
      throw ValidationError("--connections has to be numbers from 1 to 1024 with commas between them")
    }
    guard (1...1_000_000).contains(requests) else { throw ValidationError("--requests has to be 1 to 1000000") }
    guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds has to be more than 0 and at most 3600") }
    guard application.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
      throw ValidationError("--application may hold letters, digits and - here")
    }
    guard !brand.contains(where: { $0.isNumber || $0 == "\"" || $0 == "\\" }) else {
      throw ValidationError("--brand may hold no digits and no quotes here")
    }
  }

  func run() throws {
    print(StepReport.tableHead)
    var reports: [StepReport] = []
    for count in steps {
      let report = try step(connections: count)
      print(report.tableRow)
      report.failures.forEach { print("  failed: \($0)") }
      reports.append(report)
    }
    if let json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(reports).write(to: URL(filePath: json))
    }
    guard reports.allSatisfy({ $0.failed == 0 }) else { throw ExitCode.failure }
  }

  private var steps: [Int] {
    connections.split(separator: ",").compactMap { Int($0) }
  }

  private func step(connections: Int) throws -> StepReport {
    switch mode {
    case .hello:
      return try run(RequestBatch.hello(host: address), expecting: .hello, connections: connections)
    case .send:
      let (series, batch) = try sends()
      var report = try run(batch, expecting: .successful, connections: connections)
      report.tag = series.tag
      if let client = operatorClient {
        report.settledAfter = try client.waitUntilSettled(timeLimit: 120)
        report.processor.settled = try ProcessorTime.now(serverProcess: serverProcess)
      }
      return report
    case .verify:
      guard let client = operatorClient else { throw LoadFailure("mode verify needs the operator's token") }
      let (series, batch) = try sends()
      let sent = try run(batch, expecting: .successful, connections: connections)
      guard sent.failed == 0, sent.succeeded == series.count else {
        throw LoadFailure("the sends before the verifies failed: \(sent.failures.first ?? "too few in the time given")")
      }
      let settledAfter = try client.waitUntilSettled(timeLimit: 120)
      let codes = try client.codes(of: series)
      let verifies = try factory().verifies(series, codes: codes, at: Clock.wallSeconds())
      var report = try run(verifies, expecting: .valid, connections: connections)
      report.tag = series.tag
      report.settledAfter = settledAfter
      return report
    }
  }

  private func run(_ batch: RequestBatch, expecting answer: ExpectedAnswer, connections: Int) throws -> StepReport {
    var loop = try LoadLoop(address: try parsedAddress(), connections: connections)
    defer { loop.shutdown() }
    // A minute less than the life of a signature, for the time that signing took.
    let limit = StepLimit(requests: requests, seconds: min(seconds, mode == .hello ? seconds : RequestSigner.signatureLifetime - 60))
    let start = try ProcessorTime.now(serverProcess: serverProcess)
    let measurement = try loop.run(batch, expecting: answer, until: limit)
    let end = try ProcessorTime.now(serverProcess: serverProcess)
    return StepReport(
      mode: mode, connections: connections, measurement: measurement,
      processor: StepReport.Processor(start: start, end: end, settled: nil))
  }

  private func sends() throws -> (OTPSeries, RequestBatch) {
    let series = OTPSeries(
      first: Int.random(in: 0..<OTPSeries.destinations),
      tag: String(UInt32.random(in: 0x8000_0000...UInt32.max), radix: 16),
      count: requests)
    return (series, try factory().sends(series, at: Clock.wallSeconds()))
  }

  private func factory() throws -> RequestFactory {
    let environment = ProcessInfo.processInfo.environment
    guard let accessKeyID = accessKey ?? environment["AWS_ACCESS_KEY_ID"],
      let secretAccessKey = secret ?? environment["AWS_SECRET_ACCESS_KEY"]
    else { throw LoadFailure("no key pair: give --access-key and --secret, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY") }
    return RequestFactory(
      host: address, application: application, accessKeyID: accessKeyID, secretAccessKey: secretAccessKey,
      message: RequestFactory.Message(origination: origination, brand: brand, validityMinutes: validity))
  }

  private var operatorClient: OperatorClient? {
    let token = operatorToken ?? ProcessInfo.processInfo.environment["COUNTERSIGN_OPERATOR_TOKEN"]
    guard let token, let target = Address(address) else { return nil }
    return OperatorClient(address: target, token: token)
  }

  private func parsedAddress() throws -> Address {
    guard let target = Address(address) else { throw LoadFailure("--address is no IPv4 address and port") }
    return target
  }
}
