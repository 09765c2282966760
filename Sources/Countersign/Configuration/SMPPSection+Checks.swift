// SPDX-License-Identifier: Apache-2.0

extension SMPPSection {
  /// The window of a connector that names none: ten, but with a rate at most twice what the carrier takes in a second.
  var usualWindow: Int {
    guard let rate else { return Self.windowUsual }
    return min(Self.windowUsual, max(1, messages(of: rate, inSeconds: 2) / binds))
  }

  /// Finds what is good in each key for itself and does not fit together.
  func check(_ fields: ConfigurationFields<Key>, _ reader: ConfigurationReader) {
    checkPorts(fields, reader)
    checkSessions(fields, reader)
    checkWindow(fields, reader)
    checkVersion(fields, reader)
    if let width = fields[.referenceWidth], fields[.longMessages] != nil, longMessages == .segmentation || longMessages == .payload {
      reader.fault(width, "counts for longMessages: udh alone", "remove it")
    }
  }

  /// A port that belongs to the other kind of link fails with errors that few can read.
  private func checkPorts(_ fields: ConfigurationFields<Key>, _ reader: ConfigurationReader) {
    guard let node = fields[.port] ?? fields[.hosts] else { return }
    let ports = hosts.map(\.port)
    if ports.contains(Self.portUsualWithTLS), fields[.tls] == nil {
      reader.warn(node, "\(Self.portUsualWithTLS) is the port of SMPP over TLS", "write tls: true, or tls: false if the carrier says so")
    }
    if ports.contains(Self.portUsual), tls != nil {
      reader.warn(node, "\(Self.portUsual) is the port of SMPP without TLS", "ask the carrier for its port with TLS")
    }
  }

  private func checkSessions(_ fields: ConfigurationFields<Key>, _ reader: ConfigurationReader) {
    if bindMode == .pair, binds > Self.sessionsMax / 2, let node = fields[.binds] {
      reader.fault(
        node, "\(binds) pairs are \(binds * 2) sessions, and a connector holds at most \(Self.sessionsMax)",
        "write a whole number from 1 to \(Self.sessionsMax / 2)")
    }
    if bindMode == .transmitter, receipts.areRequested, let node = fields[.bindMode] {
      reader.warn(
        node, "receipts are asked for, and none can arrive at a transmitter",
        "use pair or transceiver, or write receipts: { request: false }")
    }
  }

  private func checkWindow(_ fields: ConfigurationFields<Key>, _ reader: ConfigurationReader) {
    guard let rate, let node = fields[.window] else { return }
    let most = max(1, messages(of: rate, inSeconds: 3) / binds)
    guard window > most else { return }
    let all = binds == 1 ? "\(window) messages" : "\(window * binds) messages (\(binds) binds of \(window))"
    reader.warn(
      node, "\(all) could wait for their answers, more than the carrier takes in 3 seconds at \(rate): it would throttle or answer late",
      "write at most \(most)")
  }

  private func checkVersion(_ fields: ConfigurationFields<Key>, _ reader: ConfigurationReader) {
    guard interfaceVersion == .v33, let node = fields[.interfaceVersion] else { return }
    let needParameters = [
      longMessages == .segmentation || longMessages == .payload ? Key.longMessages : nil, parameters.isEmpty ? nil : .parameters,
      dlt == nil || fields[.dlt] == nil ? nil : .dlt,
    ].compactMap { $0?.rawValue }
    let missing = [
      bindMode == .transceiver ? "transceivers (bindMode)" : nil,
      needParameters.isEmpty ? nil : "optional parameters (\(NearestWord.list(needParameters, conjunction: "and")))",
    ].compactMap(\.self)
    guard !missing.isEmpty else { return }
    reader.warn(
      node, "SMPP 3.3 has no \(missing.joined(separator: " and no "))", "write 3.4, unless the carrier's SMSC is known to bear it")
  }

  private func messages(of rate: Rate, inSeconds seconds: Int) -> Int {
    rate.count * seconds / Int(rate.unit.duration.components.seconds)
  }

  /// Tags of `parameters` that are there already: each is sent once.
  static func parameters(beside dlt: DLT?) -> ConfigurationValue<[Parameter]> {
    var owners = Dictionary((dlt?.tags ?? []).map { ($0.tag, $0.key) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<UInt16> = []
    let parameter = Parameter.value.checked { parameter, node, reader in
      let node = node[Parameter.Key.tag.rawValue] ?? node
      if let owner = owners.removeValue(forKey: parameter.tag) {
        reader.fault(
          node, "\(parameter.tag.asTag) is the tag of dlt.\(owner.rawValue)", "write dlt: false if this is not India's DLT, else remove it")
      } else if !seen.insert(parameter.tag).inserted {
        reader.fault(node, "\(parameter.tag.asTag) is in the list more than once", "keep one")
      }
    }
    return .list(of: parameter, "a list of parameters")
  }
}
