// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import NIOPosix
internal import OTPCore
internal import SMPP
internal import Transports

/// Makes transports from their sections: the only place that knows all kinds.
enum TransportFactory {
  /// Opens nothing yet: that is for the transport's `run`.
  /// - Parameter identities: all origination identities of the configuration.
  static func transport(
    _ section: TransportSection, identities: [OriginationIdentity], clock: GatewayClock
  ) throws(CommandFault) -> any Transport {
    let id = TransportID(rawValue: section.id)
    switch section.kind {
    case .loopback(let loopback): return LoopbackTransport(id: id, keep: loopback.keep, clock: clock)
    case .smpp(let smpp):
      let configuration = try smpp.connectorConfiguration(id: section.id)
      return SMPPTransport(
        id: id, connector: SMPPConnector(configuration, eventLoop: MultiThreadedEventLoopGroup.singleton.next()),
        configuration: configuration, messages: smpp.messageSettings, receipts: smpp.receiptSettings,
        identities: Dictionary(identities.map { ($0.identity, $0.kind) }, uniquingKeysWith: { first, _ in first }), clock: clock)
    }
  }
}
