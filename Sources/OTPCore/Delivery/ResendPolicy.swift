// SPDX-License-Identifier: Apache-2.0

/// Which way a message takes that is sent once more. Pure.
package enum ResendPolicy {
  /// How the transports are doing, as seen at one moment.
  package struct Availability: Sendable, Equatable {
    package let configured: Set<TransportID>
    /// Those that are up and have room in their queue.
    package let ready: Set<TransportID>

    package init(configured: Set<TransportID>, ready: Set<TransportID>) {
      self.configured = configured
      self.ready = ready
    }
  }

  /// The first other transport of the same identity that is ready: where an answer was lost, the next may be lost too. Else the
  /// same transport, which may be back before the code dies; nil when it is not configured any more.
  package static func transport(for message: Message, router: Router, availability: Availability) -> TransportID? {
    let identity = router.identity(named: message.origination)
    let routes = identity.flatMap { try? router.plan(from: $0, to: message.country).get() } ?? []
    let other = routes.first { $0.transport != message.transport && availability.ready.contains($0.transport) }
    return other?.transport ?? (availability.configured.contains(message.transport) ? message.transport : nil)
  }
}
