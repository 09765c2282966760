// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import NIOSSL
internal import OTPCore
internal import SMPP
internal import SMSCodec
internal import Transports

extension SMPPSection {
  /// What the connector needs to know.
  func connectorConfiguration(id: String) throws(CommandFault) -> SMPPConnectorConfiguration {
    let bind = Bind(
      mode: .transceiver, systemID: systemID, password: password.reveal(), systemType: systemType,
      interfaceVersion: interfaceVersion.octet, addressRange: Address(typeOfNumber: .unknown, numberingPlan: .unknown, addressRange))
    return SMPPConnectorConfiguration(
      endpoints: hosts.map { .init(host: $0.name, port: $0.port) }, tls: try tls?.connectorTLS(id: id), bind: bind,
      bindMode: bindMode.connectorMode, binds: binds, windowMax: window, rate: rate?.perSecond, connectTimeout: timers.connect.timeAmount,
      timers: SessionTimers(
        bind: timers.bind.timeAmount, response: timers.response.timeAmount, enquireLink: timers.enquireLink.timeAmount,
        enquireLinkResponse: timers.enquireLinkResponse.timeAmount),
      reconnectLeast: reconnect.least.timeAmount, reconnectMost: reconnect.most.timeAmount)
  }

  /// How messages are written.
  var messageSettings: SMPPMessageSettings {
    var settings = SMPPMessageSettings()
    settings.serviceType = serviceType
    settings.protocolID = protocolID
    settings.priority = priority
    settings.originations = [
      .longCode: addressing.longCode.forMessages, .tenDLC: addressing.tenDLC.forMessages, .tollFree: addressing.tollFree.forMessages,
      .shortCode: addressing.shortCode.forMessages, .senderID: addressing.senderID.forMessages,
    ]
    settings.destination = addressing.destination.forMessages
    settings.alphabet = SMPPAlphabet(base: alphabet.base, characters: characters)
    settings.dataCodingOfDefault = DataCoding(rawValue: dataCoding.gsm)
    settings.dataCodingOfUCS2 = DataCoding(rawValue: dataCoding.ucs2)
    switch longMessages {
    case .userDataHeader(let width):
      settings.longMessages = .udh
      settings.referenceWidth = width == .octet ? .octet : .twoOctets
    case .segmentation: settings.longMessages = .sar
    case .payload: settings.longMessages = .payload
    }
    switch validity {
    case .relative: settings.validity = .relative
    case .absolute: settings.validity = .absolute
    case .none: settings.validity = .none
    }
    settings.asksForReceipts = receipts.areRequested
    settings.parameters = parameters.map(\.forMessages)
    settings.dlt = dlt.map {
      SMPPMessageSettings.DLT(
        entityTag: TLV.Tag(rawValue: $0.entityTag), templateTag: TLV.Tag(rawValue: $0.templateTag),
        chainTag: TLV.Tag(rawValue: $0.chainTag), isTerminated: $0.isTerminated, chain: $0.chain)
    }
    return settings
  }

  /// How receipts are read.
  var receiptSettings: SMPPReceiptSettings {
    let rule: SMPPReceiptSettings.IDRule =
      switch receipts.ids {
      case .auto: .auto
      case .raw: .raw
      case .hex: .hex
      case .decimal: .decimal
      case .trimmed: .trimmed
      }
    return SMPPReceiptSettings(rule: rule, sniffs: receipts.sniffs)
  }
}

extension SMPPSection.TLS {
  /// TLS 1.2 at least: what came before is broken (RFC 8996).
  fileprivate func connectorTLS(id: String) throws(CommandFault) -> SMPPConnectorConfiguration.TLS {
    func read<Value>(_ key: String, _ path: String, _ body: () throws -> Value) throws(CommandFault) -> Value {
      do {
        return try body()
      } catch {
        throw CommandFault(
          "transports[\(id)].tls.\(key): \(path) cannot be used: it must be PEM and undamaged", exitCode: .configuration)
      }
    }
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    if !verifies { configuration.certificateVerification = .none }
    if let ca {
      configuration.trustRoots = .certificates(try read("ca", ca) { try NIOSSLCertificate.fromPEMFile(ca) })
    }
    if let client {
      let chain = try read("certificate", client.certificate) { try NIOSSLCertificate.fromPEMFile(client.certificate) }
      configuration.certificateChain = chain.map { .certificate($0) }
      configuration.privateKey = .privateKey(
        try read("privateKey", client.privateKey) { try NIOSSLPrivateKey(file: client.privateKey, format: .pem) })
    }
    do {
      return SMPPConnectorConfiguration.TLS(context: try NIOSSLContext(configuration: configuration), serverName: serverName)
    } catch {
      throw CommandFault(
        "transports[\(id)].tls: the privateKey does not belong to the certificate, or one of them is damaged", exitCode: .configuration)
    }
  }
}

extension SMPPSection.BindMode {
  fileprivate var connectorMode: SMPPConnectorConfiguration.BindMode {
    switch self {
    case .transceiver: .transceiver
    case .transmitter: .transmitter
    case .receiver: .receiver
    case .pair: .pair
    }
  }
}

extension SMPPSection.InterfaceVersion {
  /// SMPP 3.4 §5.2.4.
  fileprivate var octet: UInt8 {
    switch self {
    case .v33: 0x33
    case .v34: 0x34
    case .v50: 0x50
    }
  }
}

extension SMPPSection.Alphabet {
  fileprivate var base: SMPPAlphabet.Base {
    switch self {
    case .gsm: .gsm
    case .ascii: .ascii
    case .latin1: .latin1
    }
  }
}

extension SMPPSection.AddressType {
  fileprivate var forMessages: SMPPMessageSettings.Addressing { SMPPMessageSettings.Addressing(ton, npi) }
}

extension SMPPSection.Parameter {
  fileprivate var forMessages: SMPPVendorParameter {
    let content: SMPPVendorParameter.Content =
      switch self.content {
      case .constant(let octets): .constant(octets)
      case .text(let source, let isTerminated, let isRequired, let octetsMax):
        .text(of: source.forMessages, isTerminated: isTerminated, isRequired: isRequired, octetsMax: octetsMax)
      }
    return SMPPVendorParameter(tag: TLV.Tag(rawValue: tag), content: content)
  }
}

extension SMPPSection.Parameter.Source {
  fileprivate var forMessages: SMPPVendorParameter.Source {
    switch self {
    case .entityID: .entityID
    case .templateID: .templateID
    case .identity: .identity
    case .destinationCountry: .destinationCountry
    case .messageID: .messageID
    }
  }
}

extension Rate {
  fileprivate var perSecond: Double { Double(count) / Double(unit.duration.components.seconds) }
}

extension Duration {
  fileprivate var timeAmount: TimeAmount { TimeAmount(self) }
}
