// SPDX-License-Identifier: Apache-2.0

public import NIOCore
public import NIOSSL

/// What an ``SMPPConnector`` needs to know of an SMSC.
public struct SMPPConnectorConfiguration: Sendable {
  /// Where an SMSC listens.
  public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address.
    public var host: String
    /// 2775 by IANA, in practice what the carrier says.
    public var port: Int

    /// Names a place.
    public init(host: String, port: Int) {
      self.host = host
      self.port = port
    }

    /// `host:port`.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
  }

  /// What is needed for TLS.
  public struct TLS: Sendable {
    /// Certificates, verification and versions.
    public var context: NIOSSLContext
    /// The name that the certificate must be for; nil: the host's.
    public var serverName: String?

    /// Describes a client's side of TLS.
    public init(context: NIOSSLContext, serverName: String? = nil) {
      self.context = context
      self.serverName = serverName
    }
  }

  /// Which sessions one bind is made of.
  public enum BindMode: Sendable, Hashable {
    case transceiver, transmitter, receiver
    /// A transmitter and a receiver.
    case pair

    var sessions: [Bind.Mode] {
      switch self {
      case .transceiver: [.transceiver]
      case .transmitter: [.transmitter]
      case .receiver: [.receiver]
      case .pair: [.transmitter, .receiver]
      }
    }
  }

  /// At least one; bind number i starts at host i and goes to the next one when it fails.
  public var endpoints: [Endpoint]
  /// nil: plain TCP.
  public var tls: TLS?
  /// What every session says; its `mode` is taken from ``bindMode``.
  public var bind: Bind
  /// Which sessions a bind has.
  public var bindMode: BindMode
  /// How many binds.
  public var binds: Int
  /// Requests without an answer, on each session.
  public var windowMax: Int
  /// Messages a second over all binds; nil: no limit.
  public var rate: Double?
  /// Until a connection must be made, TLS included.
  public var connectTimeout: TimeAmount
  /// Timers of each session.
  public var timers: SessionTimers
  /// The first wait between two tries to bind, with full jitter.
  public var reconnectLeast: TimeAmount
  /// The longest.
  public var reconnectMost: TimeAmount

  /// One transceiver over plain TCP, unless told otherwise.
  public init(
    endpoints: [Endpoint], tls: TLS? = nil, bind: Bind, bindMode: BindMode = .transceiver, binds: Int = 1, windowMax: Int = 10,
    rate: Double? = nil, connectTimeout: TimeAmount = .seconds(10), timers: SessionTimers = SessionTimers(),
    reconnectLeast: TimeAmount = .seconds(1), reconnectMost: TimeAmount = .seconds(60)
  ) {
    self.endpoints = endpoints
    self.tls = tls
    self.bind = bind
    self.bindMode = bindMode
    self.binds = binds
    self.windowMax = windowMax
    self.rate = rate
    self.connectTimeout = connectTimeout
    self.timers = timers
    self.reconnectLeast = reconnectLeast
    self.reconnectMost = reconnectMost
  }
}
