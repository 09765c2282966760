// SPDX-License-Identifier: Apache-2.0

/// `transports[]` of kind `smpp`: a connection to a carrier's message centre (SMSC). docs/smpp.md explains the settings by task.
struct SMPPSection: Sendable, Equatable {
  /// `host`, or `hosts` with `port`: at least one, each with its port.
  var hosts: [Host]
  /// `tls`: default none, SMPP in clear.
  var tls: TLS?
  /// `systemID`: 1...15 printable ASCII characters, required.
  var systemID: String
  /// `password`: secret of at most 8 printable ASCII characters, required; empty for a bind without one.
  var password: Secret
  /// `systemType`: at most 12 printable ASCII characters, default empty.
  var systemType = ""
  /// `addressRange`: at most 40 printable ASCII characters, default empty.
  var addressRange = ""
  /// `bindMode`: default `transceiver`.
  var bindMode = BindMode.transceiver
  /// `binds`: whole number, default 1, range 1...32. With `pair` so many pairs, 1...16.
  var binds = 1
  /// `interfaceVersion`: default `3.4`.
  var interfaceVersion = InterfaceVersion.v34
  /// `window`: whole number, range 1...10000: requests of one bind that may wait for their answers. Default 10, or less as `rate` demands.
  var window = windowUsual
  /// `rate`: default none. Messages of the whole connector.
  var rate: Rate?
  /// `timers`: mapping, default as in `Timers`.
  var timers = Timers()
  /// `reconnect`: mapping, default as in `Reconnect`.
  var reconnect = Reconnect()
  /// `serviceType`: at most 5 printable ASCII characters, default empty.
  var serviceType = ""
  /// `addressing`: mapping, default as in `Addressing`.
  var addressing = Addressing()
  /// `alphabet`: default `gsm`.
  var alphabet = Alphabet.gsm
  /// `characters`: mapping from characters to octets, default none: where the SMSC's alphabet differs from `alphabet`.
  var characters: [Unicode.Scalar: UInt8] = [:]
  /// `dataCoding`: mapping, default as in `DataCodings`.
  var dataCoding = DataCodings()
  /// `longMessages`: default `udh`; `referenceWidth` goes with it.
  var longMessages = LongMessages.userDataHeader(.octet)
  /// `validity`: default `relative`.
  var validity = Validity.relative
  /// `protocolID`: 0...255, default 0.
  var protocolID: UInt8 = 0
  /// `priority`: 0...3, default 0.
  var priority: UInt8 = 0
  /// `receipts`: mapping, default as in `Receipts`.
  var receipts = Receipts()
  /// `parameters`: list, default empty.
  var parameters: [Parameter] = []
  /// `dlt`: mapping, default as in `DLT`; nil for `false`.
  var dlt: DLT? = DLT()

  enum Key: String, TransportKey {
    case id, kind, queue
    case host, hosts, port, tls, systemID, password, allowLongPassword, systemType, addressRange, bindMode, binds, interfaceVersion
    case window, rate, timers, reconnect
    case serviceType, addressing, alphabet, characters, dataCoding, longMessages, referenceWidth, validity, protocolID, priority
    case receipts, parameters, dlt
    static let section = "transports[]"
  }

  /// The port that IANA has registered for SMPP.
  static let portUsual = 2775
  /// The port that IANA has registered for SMPP over TLS.
  static let portUsualWithTLS = 3550
  /// What SMSCs take without being asked.
  static let windowUsual = 10
  /// Sessions of one connector.
  static let sessionsMax = 32
}

extension SMPPSection {
  /// Which sessions the connector holds.
  enum BindMode: String, Sendable, CaseIterable {
    case transceiver, transmitter, receiver
    /// As many transmitters as receivers.
    case pair
  }

  /// The version that a bind names.
  enum InterfaceVersion: String, Sendable, CaseIterable {
    case v33 = "3.3"
    case v34 = "3.4"
    case v50 = "5.0"
  }

  /// What the SMSC takes for its default alphabet.
  enum Alphabet: String, Sendable, CaseIterable {
    /// TS 23.038 §6.2.1, one septet an octet.
    case gsm
    case ascii, latin1
  }

  /// How a text of several parts is carried.
  enum LongMessages: Sendable, Equatable {
    /// `udh`: each part begins with a user data header, TS 23.040 §9.2.3.24.1 and §9.2.3.24.8.
    case userDataHeader(ReferenceWidth)
    /// `sar`: sar_msg_ref_num, sar_total_segments and sar_segment_seqnum, SMPP 3.4 §5.3.2.22 to 24.
    case segmentation
    /// `payload`: whole, in message_payload, SMPP 3.4 §5.3.2.32.
    case payload

    /// The words that `longMessages` knows.
    enum Word: String, Sendable, CaseIterable {
      case udh, sar, payload
    }
  }

  /// `referenceWidth`: how wide the reference number of a user data header is.
  enum ReferenceWidth: Sendable {
    /// 8 bits.
    case octet
    /// 16 bits.
    case twoOctets
  }

  /// How the SMSC is told the code's remaining life, SMPP 3.4 §7.1.1.
  enum Validity: String, Sendable, CaseIterable {
    case relative, absolute, none
  }

  /// `dataCoding`: the data_coding of each encoding, SMPP 3.4 §5.2.19.
  struct DataCodings: Sendable, Equatable {
    /// `gsm`: 0...255, default 0: text in the default alphabet.
    var gsm: UInt8 = 0
    /// `ucs2`: 0...255, default 8: text in UTF-16.
    var ucs2: UInt8 = 8

    enum Key: String, ConfigurationKey {
      case gsm, ucs2
      static let section = "transports[].dataCoding"
    }
  }
}
