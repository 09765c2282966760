// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import OTPCore

/// GET /health: for load balancers and people; needs no authentication and names no secret.
enum HealthPage {
  private struct Body: Encodable {
    let status: String
    let down: [String]?
  }

  static func response(_ health: Health) -> Response {
    health.isWell
      ? .json(Body(status: "ok", down: nil))
      : .json(Body(status: "down", down: health.down), status: .serviceUnavailable)
  }
}
