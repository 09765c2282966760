// SPDX-License-Identifier: Apache-2.0

/// A PDU prints on one line, with its addresses masked and without passwords and texts: it can go to a log.
extension PDU: CustomStringConvertible, CustomReflectable {
  /// Such as `submit_sm 7: from 5/0 OTP to 1/1 35********67, data_coding 0, 18 octets`.
  public var description: String {
    let state = status != .ok ? " \(status)" : commandID.isResponse ? " ok" : ""
    let details = body.details
    return "\(commandID) \(sequence)\(state)" + (details.isEmpty ? "" : (status == .ok ? ": " : "; ") + details)
  }

  /// The description alone.
  public var customMirror: Mirror { Mirror(self, children: ["pdu": description]) }
}

extension PDU.Body: CustomStringConvertible, CustomReflectable {
  /// The command and its fields, as in a PDU's description.
  public var description: String { details.isEmpty ? "\(commandID)" : "\(commandID): \(details)" }

  /// The description alone.
  public var customMirror: Mirror { Mirror(self, children: ["body": description]) }

  fileprivate var details: String {
    switch self {
    case .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack, .cancelSMResponse, .replaceSMResponse: ""
    case .bind(let bind): bind.description
    case .bindResponse(let response): "system_id '\(response.systemID.printable)'" + response.parameters.details
    case .outbind(let outbind): outbind.description
    case .submitSM(let message), .deliverSM(let message): message.description
    case .submitSMResponse(let response), .deliverSMResponse(let response), .dataSMResponse(let response):
      response.messageID.isEmpty && response.parameters.isEmpty
        ? "" : "message_id '\(response.messageID.printable)'" + response.parameters.details
    case .dataSM(let message):
      "from \(message.source) to \(message.destination), \(message.esmClass), data_coding \(message.dataCoding.rawValue)"
        + message.parameters.details
    case .submitMulti(let multi): "to \(multi.destinations.count) destinations, \(multi.message)"
    case .submitMultiResponse(let response):
      "message_id '\(response.messageID.printable)', \(response.failures.count) refused" + response.parameters.details
    case .querySM(let query): "message_id '\(query.messageID.printable)', from \(query.source)"
    case .querySMResponse(let response):
      "message_id '\(response.messageID.printable)', \(response.state), error \(response.errorCode)"
    case .cancelSM(let cancel): "message_id '\(cancel.messageID.printable)', from \(cancel.source) to \(cancel.destination)"
    case .replaceSM(let replace): replace.description
    case .alertNotification(let notification):
      "\(notification.source) for \(notification.esmeAddress)" + notification.parameters.details
    case .other(_, let octets): "\(octets.count) octets"
    }
  }
}

extension MessagePDU: CustomStringConvertible, CustomReflectable {
  /// From whom, to whom, how long: not the text.
  public var description: String {
    "from \(source) to \(destination), \(esmClass), data_coding \(dataCoding.rawValue), \(shortMessage.count) octets" + parameters.details
  }

  /// The description alone.
  public var customMirror: Mirror { Mirror(self, children: ["message": description]) }
}

extension ReplaceSM: CustomStringConvertible, CustomReflectable {
  /// Which message, from whom, how long: not the text.
  public var description: String { "message_id '\(messageID.printable)', from \(source), \(shortMessage.count) octets" }

  /// The description alone.
  public var customMirror: Mirror { Mirror(self, children: ["replace": description]) }
}

extension Bind: CustomStringConvertible, CustomReflectable {
  /// Who binds as what: not the password.
  public var description: String {
    "system_id '\(systemID.printable)', system_type '\(systemType.printable)', interface_version 0x\(interfaceVersion.hexadecimal(digits: 2))"
  }

  /// The description alone.
  public var customMirror: Mirror { Mirror(self, children: ["bind": description]) }
}

extension Outbind: CustomStringConvertible, CustomReflectable {
  /// Who asks: not the password.
  public var description: String { "system_id '\(systemID.printable)'" }

  /// The description alone.
  public var customMirror: Mirror { Mirror(self, children: ["outbind": description]) }
}

extension [TLV] {
  /// The tags and lengths, after a comma.
  fileprivate var details: String { map { ", \($0)" }.joined() }
}
