// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes

/// What a signature covers of a request besides its body, as it came over the wire.
package struct SignedRequestHead: Sendable {
  /// The method as sent; its case counts.
  package var method: String
  /// The request target exactly as sent: the path, undecoded, and behind `?` the query. A signer has encoded the path as sent once more,
  /// hence nothing between the wire and here may decode or normalise it.
  package var target: String
  /// Every header field in the order sent, `host` included. Names in any case, values untrimmed.
  package var headers: [(name: String, value: String)]

  /// Takes the parts of a request head as they are.
  package init(method: String, target: String, headers: [(name: String, value: String)]) {
    self.method = method
    self.target = target
    self.headers = headers
  }

  /// Takes a request head of HTTP/1 or HTTP/2, where the host stands in `:authority`.
  package init(_ request: HTTPRequest) {
    var headers: [(name: String, value: String)] = []
    headers.reserveCapacity(request.headerFields.count + 1)
    if let authority = request.authority {
      headers.append(("host", authority))
    }
    for field in request.headerFields {
      headers.append((field.name.canonicalName, field.value))
    }
    self.init(method: request.method.rawValue, target: request.path ?? "", headers: headers)
  }
}
