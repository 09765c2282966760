// SPDX-License-Identifier: Apache-2.0

internal import SMPP

/// A line of the log of a simulated SMSC. It shows texts: nothing here is meant for a person's phone.
///
/// Fields are named as SMPP names them; `event` says which of the three it is: `bind`, `message` or `end`.
package enum SMSCLogEntry: Sendable, Hashable, Encodable {
  /// A bind, accepted or refused.
  case bind(Bind)
  /// A submit_sm or data_sm, taken or refused.
  case message(Message)
  /// The end of a session that was bound.
  case end(End)

  /// Writes the one that it is, without a wrapper.
  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .bind(let bind): try bind.encode(to: encoder)
    case .message(let message): try message.encode(to: encoder)
    case .end(let end): try end.encode(to: encoder)
    }
  }

  /// A bind. The password is not shown.
  package struct Bind: Sendable, Hashable, Encodable {
    package var event = "bind"
    /// UTC.
    package let time: String
    package let connection: Int
    package let systemID: String
    /// `transmitter`, `receiver` or `transceiver`.
    package let mode: String
    package let systemType: String
    /// 52 is SMPP 3.4, 80 is 5.0.
    package let interfaceVersion: UInt8
    package let addressRange: String
    /// 0 when it was accepted.
    package let status: UInt32

    init(_ bind: SMPP.Bind, _ status: CommandStatus, _ id: SimulatedSMSC.ConnectionID, time: String) {
      self.time = time
      connection = id.rawValue
      systemID = bind.systemID
      mode = "\(bind.mode)"
      systemType = bind.systemType
      interfaceVersion = bind.interfaceVersion
      addressRange = bind.addressRange.value
      self.status = status.rawValue
    }

    private enum CodingKeys: String, CodingKey {
      case event, time, connection, mode, status
      case systemID = "system_id"
      case systemType = "system_type"
      case interfaceVersion = "interface_version"
      case addressRange = "address_range"
    }
  }

  /// The end of a session.
  package struct End: Sendable, Hashable, Encodable {
    package var event = "end"
    /// UTC.
    package let time: String
    package let connection: Int
    package let systemID: String

    init(_ systemID: String, _ id: SimulatedSMSC.ConnectionID, time: String) {
      self.time = time
      connection = id.rawValue
      self.systemID = systemID
    }

    private enum CodingKeys: String, CodingKey {
      case event, time, connection
      case systemID = "system_id"
    }
  }
}
