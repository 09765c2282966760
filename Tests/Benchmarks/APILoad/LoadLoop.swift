// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What an answer has to hold, besides status 200, to count as done.
enum ExpectedAnswer {
  case successful
  case valid
  case hello

  /// Whether the body of a response says what it should.
  func isFound(in body: UnsafeRawBufferPointer) -> Bool {
    switch self {
    case .successful: ResponseHead.find("\"SUCCESSFUL\"", in: body, from: 0) != nil
    case .valid: ResponseHead.find("\"Valid\"", in: body, from: 0) != nil && ResponseHead.find("true", in: body, from: 0) != nil
    case .hello: ResponseHead.find("hello", in: body, from: 0) != nil
    }
  }
}

/// When a step ends: after so many requests, or after so much time, whichever comes first.
struct StepLimit {
  var requests: Int
  var seconds: Double
  /// After this long without any response the step is given up, in seconds.
  var silence = 30.0
  /// After this many failures the step is given up.
  var failures = 1000
}

/// What came of one step.
struct StepMeasurement {
  var seconds = 0.0
  var succeeded = 0
  var failed = 0
  /// The first few failures, in words.
  var failures: [String] = []
  var latencies: LatencyRecord

  mutating func fail(_ reason: @autoclosure () -> String) {
    failed += 1
    if failures.count < 3 {
      failures.append(reason())
    }
  }
}

/// A closed loop over keep-alive connections: each sends its next request as soon as it has the answer to the last one.
///
/// One thread, `poll(2)`, no queue: at every moment exactly as many requests are under way as there are connections.
/// A latency runs from before the request is written until its whole response has been read, and so holds the time that a response
/// waits for this thread.
struct LoadLoop {
  private let address: Address
  private var connections: [LoadConnection] = []
  private var descriptors: [pollfd] = []

  /// Opens the connections.
  init(address: Address, connections count: Int) throws {
    self.address = address
    for _ in 0..<count {
      let connection = try LoadConnection(to: address)
      connections.append(connection)
      descriptors.append(pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0))
    }
  }

  /// Closes everything.
  func shutdown() {
    connections.forEach { $0.disconnect() }
  }

  /// Sends the requests of a batch in turn and waits for all answers.
  mutating func run(_ batch: RequestBatch, expecting answer: ExpectedAnswer, until limit: StepLimit) throws -> StepMeasurement {
    var measurement = StepMeasurement(latencies: LatencyRecord(capacity: limit.requests))
    try batch.bytes.withUnsafeBytes { bytes in
      let start = Clock.now()
      var next = 0
      for index in connections.indices where next < limit.requests {
        try begin(&next, on: index, batch: batch, bytes: bytes, &measurement)
      }
      while measurement.succeeded + measurement.failed < next, measurement.failed < limit.failures {
        var ready = poll(&descriptors, nfds_t(descriptors.count), Int32(limit.silence * 1000))
        guard ready > 0 || (ready < 0 && errno == EINTR) else {
          throw LoadFailure("no response for \(limit.silence) s, \(next - measurement.succeeded - measurement.failed) requests under way")
        }
        for index in descriptors.indices where ready > 0 && descriptors[index].revents != 0 {
          ready -= 1
          guard try finish(index, expecting: answer, bytes: bytes, &measurement) else { continue }
          if next < limit.requests, Clock.seconds(since: start) < limit.seconds {
            try begin(&next, on: index, batch: batch, bytes: bytes, &measurement)
          }
        }
      }
      measurement.seconds = Clock.seconds(since: start)
    }
    return measurement
  }

  /// Starts the next request on an idle connection. A broken connection fails the request and is opened anew.
  private mutating func begin(
    _ next: inout Int, on index: Int, batch: RequestBatch, bytes: UnsafeRawBufferPointer, _ measurement: inout StepMeasurement
  ) throws {
    let request = next
    next += 1
    if !connections[index].start(request, range: batch.range(request), of: bytes) {
      try replace(index, &measurement, because: "the connection broke while writing")
    }
    descriptors[index].events = Int16(connections[index].hasUnwritten ? POLLIN | POLLOUT : POLLIN)
  }

  /// Looks at a connection that has something to tell; true when its request is over, whatever came of it.
  private mutating func finish(
    _ index: Int, expecting answer: ExpectedAnswer, bytes: UnsafeRawBufferPointer, _ measurement: inout StepMeasurement
  ) throws -> Bool {
    if connections[index].hasUnwritten {
      guard connections[index].flush(bytes) else {
        return try replace(index, &measurement, because: "the connection broke while writing")
      }
      descriptors[index].events = Int16(connections[index].hasUnwritten ? POLLIN | POLLOUT : POLLIN)
    }
    switch try connections[index].receive() {
    case .incomplete:
      return false
    case .closed(let reason):
      return try replace(index, &measurement, because: reason)
    case .response(let head):
      measurement.latencies.record(nanoseconds: Clock.now() - connections[index].startedAt)
      connections[index].withResponse { response in
        let body = UnsafeRawBufferPointer(rebasing: response[head.bodyStart..<head.end])
        if head.status == 200, answer.isFound(in: body) {
          measurement.succeeded += 1
        } else {
          measurement.fail("\(head.status) \(String(decoding: body.prefix(200), as: UTF8.self))")
        }
      }
      connections[index].finish()
      return true
    }
  }

  /// Opens a broken connection anew; true when it had a request under way, which has failed.
  @discardableResult
  private mutating func replace(_ index: Int, _ measurement: inout StepMeasurement, because reason: String) throws -> Bool {
    let hadRequest = connections[index].request != nil
    if hadRequest {
      measurement.fail(reason)
    }
    connections[index].disconnect()
    connections[index] = try LoadConnection(to: address)
    descriptors[index] = pollfd(fd: connections[index].descriptor, events: Int16(POLLIN), revents: 0)
    return hadRequest
  }
}
