// SPDX-License-Identifier: Apache-2.0
import Glibc

/// One keep-alive connection with at most one request in flight.
struct LoadConnection {
  /// What a look at the socket gave.
  enum Arrival {
    case response(ResponseHead)
    case incomplete
    case closed(String)
  }

  let descriptor: Int32
  /// The request in flight, by its place in the step; nil when the connection is idle.
  var request: Int?
  /// When the request in flight was started, in nanoseconds.
  var startedAt: UInt64 = 0
  /// What of the request in flight is not written yet.
  private var unwritten: Range<Int> = 0..<0
  private var input: [UInt8] = []
  private var inputCount = 0

  /// Opens a non-blocking connection to an IPv4 address.
  init(to address: Address) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw LoadFailure("no socket: \(Self.systemError())") }
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    var name = address.socketAddress
    let connected = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard connected == 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
      let reason = Self.systemError()
      close(descriptor)
      throw LoadFailure("cannot connect to \(address): \(reason)")
    }
    input = [UInt8](repeating: 0, count: 4096)
  }

  /// Starts a request; false when the connection is broken.
  mutating func start(_ request: Int, range: Range<Int>, of bytes: UnsafeRawBufferPointer) -> Bool {
    self.request = request
    unwritten = range
    startedAt = Clock.now()
    return flush(bytes)
  }

  /// Whether a part of the request waits for room in the socket's buffer.
  var hasUnwritten: Bool { !unwritten.isEmpty }

  /// Writes what is not written yet; false when the connection is broken.
  mutating func flush(_ bytes: UnsafeRawBufferPointer) -> Bool {
    while !unwritten.isEmpty {
      let written = send(descriptor, bytes.baseAddress?.advanced(by: unwritten.lowerBound), unwritten.count, Int32(MSG_NOSIGNAL))
      if written < 0 {
        return errno == EAGAIN
      }
      unwritten = (unwritten.lowerBound + written)..<unwritten.upperBound
    }
    return true
  }

  /// Reads what has arrived.
  mutating func receive() throws(LoadFailure) -> Arrival {
    if inputCount == input.count {
      guard input.count < 1 << 28 else { throw LoadFailure("a response is longer than 256 MiB") }
      input.append(contentsOf: repeatElement(0, count: input.count))
    }
    let room = inputCount
    let count = input.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: room), $0.count - room) }
    if count < 0 {
      return errno == EAGAIN ? .incomplete : .closed(Self.systemError())
    }
    if count == 0 {
      return .closed("the server closed the connection")
    }
    inputCount += count
    guard let head = try parsedHead(), head.end <= inputCount else { return .incomplete }
    return .response(head)
  }

  /// The bytes of a complete response.
  func withResponse<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    input.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[0..<inputCount])) }
  }

  /// Makes the connection ready for the next request, after the response has been looked at.
  mutating func finish() {
    request = nil
    inputCount = 0
  }

  /// Closes the socket.
  func disconnect() {
    close(descriptor)
  }

  private func parsedHead() throws(LoadFailure) -> ResponseHead? {
    let outcome: Result<ResponseHead?, LoadFailure> = withResponse { bytes in
      Result { () throws(LoadFailure) in try ResponseHead(parsing: bytes) }
    }
    return try outcome.get()
  }

  private static func systemError() -> String {
    String(cString: strerror(errno))
  }
}
