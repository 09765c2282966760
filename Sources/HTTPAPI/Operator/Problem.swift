// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

/// An error of the operator endpoints: a problem document (RFC 9457).
struct Problem: Error, Sendable {
  let status: HTTPResponse.Status
  let detail: String

  init(_ status: HTTPResponse.Status, _ detail: String) {
    self.status = status
    self.detail = detail
  }

  init(_ error: PinpointError) {
    self.init(error.status, error.message)
  }

  private struct Document: Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let detail: String
  }

  var response: Response {
    var response = Response.json(
      Document(title: status.reasonPhrase, status: status.code, detail: detail), status: status, contentType: "application/problem+json")
    if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer realm=\"countersign operator\"" }
    return response
  }
}
