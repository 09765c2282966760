// SPDX-License-Identifier: Apache-2.0

/// Requests ready for the wire, in one piece of memory: nothing is built, signed or allocated while the clock runs.
struct RequestBatch {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// How many different requests there are.
  var count: Int { ends.count }

  /// Where one request stands in ``bytes``. An index past the end starts again from the first.
  func range(_ index: Int) -> Range<Int> {
    let place = index % ends.count
    return (place == 0 ? 0 : ends[place - 1])..<ends[place]
  }

  /// Appends one request.
  mutating func append(_ request: String, body: [UInt8] = []) {
    bytes.append(contentsOf: request.utf8)
    bytes.append(contentsOf: body)
    ends.append(bytes.count)
  }
}

extension RequestBatch {
  /// The one request `GET /`.
  static func hello(host: String) -> RequestBatch {
    var batch = RequestBatch()
    batch.append("GET / HTTP/1.1\r\nHost: \(host)\r\nUser-Agent: api-load\r\n\r\n")
    return batch
  }
}
