// SPDX-License-Identifier: Apache-2.0

extension CommandStatus {
  /// The standard's name, such as `ESME_RTHROTTLED`; nil of what it does not name. SMPP 5.0 has other names for 0xC0...0xC4, those of
  /// 3.4 are the better known.
  public var name: String? { Self.table[rawValue]?.name }

  /// What it says, for an operator, such as `too many messages a second`; nil of what the standard does not name.
  public var words: String? { Self.table[rawValue]?.words }

  /// True of the numbers that the standard leaves to vendors. SMPP 3.4 §5.1.3: 0x400...0x4FF.
  public var isVendorSpecific: Bool { (0x400...0x4FF).contains(rawValue) }

  /// Every status that the standard names, in the order of their numbers.
  public static let all: [CommandStatus] = table.keys.sorted().map(CommandStatus.init)

  private static let table: [UInt32: (name: String, words: String)] = [
    0x00: ("ESME_ROK", "no error"),
    0x01: ("ESME_RINVMSGLEN", "the message has a length that is not allowed"),
    0x02: ("ESME_RINVCMDLEN", "the PDU has a length that is not allowed"),
    0x03: ("ESME_RINVCMDID", "the peer does not know this command"),
    0x04: ("ESME_RINVBNDSTS", "the command does not fit the state of the bind"),
    0x05: ("ESME_RALYBND", "this system_id is bound already, perhaps by a link that has just died"),
    0x06: ("ESME_RINVPRTFLG", "priority_flag is not allowed"),
    0x07: ("ESME_RINVREGDLVFLG", "registered_delivery is not allowed"),
    0x08: ("ESME_RSYSERR", "the SMSC has a fault of its own"),
    0x0A: ("ESME_RINVSRCADR", "the source address is refused"),
    0x0B: ("ESME_RINVDSTADR", "the destination address is refused"),
    0x0C: ("ESME_RINVMSGID", "the SMSC knows no message with this id"),
    0x0D: ("ESME_RBINDFAIL", "the bind is refused, with no reason given"),
    0x0E: ("ESME_RINVPASWD", "the password is wrong"),
    0x0F: ("ESME_RINVSYSID", "the system_id is unknown"),
    0x11: ("ESME_RCANCELFAIL", "the message cannot be cancelled"),
    0x13: ("ESME_RREPLACEFAIL", "the message cannot be replaced"),
    0x14: ("ESME_RMSGQFUL", "the SMSC's queue is full"),
    0x15: ("ESME_RINVSERTYP", "service_type is not allowed"),
    0x33: ("ESME_RINVNUMDESTS", "the number of destinations is not allowed"),
    0x34: ("ESME_RINVDLNAME", "the SMSC knows no distribution list of this name"),
    0x40: ("ESME_RINVDESTFLAG", "a destination is neither an address nor a distribution list"),
    0x42: ("ESME_RINVSUBREP", "a submit that replaces is not allowed"),
    0x43: ("ESME_RINVESMCLASS", "esm_class is not allowed"),
    0x44: ("ESME_RCNTSUBDL", "the distribution list does not take messages"),
    0x45: ("ESME_RSUBMITFAIL", "the message is refused, with no reason given"),
    0x48: ("ESME_RINVSRCTON", "the source's type of number is refused"),
    0x49: ("ESME_RINVSRCNPI", "the source's numbering plan is refused"),
    0x50: ("ESME_RINVDSTTON", "the destination's type of number is refused"),
    0x51: ("ESME_RINVDSTNPI", "the destination's numbering plan is refused"),
    0x53: ("ESME_RINVSYSTYP", "system_type is refused"),
    0x54: ("ESME_RINVREPFLAG", "replace_if_present_flag is not allowed"),
    0x55: ("ESME_RINVNUMMSGS", "the number of messages is not allowed"),
    0x58: ("ESME_RTHROTTLED", "too many messages a second"),
    0x61: ("ESME_RINVSCHED", "schedule_delivery_time is not allowed"),
    0x62: ("ESME_RINVEXPIRY", "validity_period is not allowed"),
    0x63: ("ESME_RINVDFTMSGID", "the SMSC has no predefined message of this number"),
    0x64: ("ESME_RX_T_APPN", "the receiver cannot take the message now"),
    0x65: ("ESME_RX_P_APPN", "the receiver will never take the message"),
    0x66: ("ESME_RX_R_APPN", "the receiver refuses the message"),
    0x67: ("ESME_RQUERYFAIL", "the query is refused"),
    0xC0: ("ESME_RINVOPTPARSTREAM", "the optional parameters do not end where the PDU does"),
    0xC1: ("ESME_ROPTPARNOTALLWD", "an optional parameter is not allowed here"),
    0xC2: ("ESME_RINVPARLEN", "an optional parameter has a length that is not allowed"),
    0xC3: ("ESME_RMISSINGOPTPARAM", "an optional parameter that the SMSC expects is missing"),
    0xC4: ("ESME_RINVOPTPARAMVAL", "an optional parameter has a value that is not allowed"),
    0xFE: ("ESME_RDELIVERYFAILURE", "the message was not delivered"),
    0xFF: ("ESME_RUNKNOWNERR", "an error that the SMSC does not name"),
    0x100: ("ESME_RSERTYPUNAUTH", "this account may not use the service_type"),
    0x101: ("ESME_RPROHIBITED", "this account may not use the command"),
    0x102: ("ESME_RSERTYPUNAVAIL", "the service_type is not available now"),
    0x103: ("ESME_RSERTYPDENIED", "the service_type is denied"),
    0x104: ("ESME_RINVDCS", "data_coding is not allowed"),
    0x105: ("ESME_RINVSRCADDRSUBUNIT", "the source address subunit is not allowed"),
    0x106: ("ESME_RINVDSTADDRSUBUNIT", "the destination address subunit is not allowed"),
    0x107: ("ESME_RINVBCASTFREQINT", "the broadcast's frequency interval is not allowed"),
    0x108: ("ESME_RINVBCASTALIAS_NAME", "the broadcast's alias name is not allowed"),
    0x109: ("ESME_RINVBCASTAREAFMT", "the broadcast's area format is not allowed"),
    0x10A: ("ESME_RINVNUMBCAST_AREAS", "the broadcast's number of areas is not allowed"),
    0x10B: ("ESME_RINVBCASTCNTTYPE", "the broadcast's content type is not allowed"),
    0x10C: ("ESME_RINVBCASTMSGCLASS", "the broadcast's message class is not allowed"),
    0x10D: ("ESME_RBCASTFAIL", "the broadcast is refused"),
    0x10E: ("ESME_RBCASTQUERYFAIL", "the query of a broadcast is refused"),
    0x10F: ("ESME_RBCASTCANCELFAIL", "the broadcast cannot be cancelled"),
    0x110: ("ESME_RINVBCAST_REP", "the broadcast's number of repetitions is not allowed"),
    0x111: ("ESME_RINVBCASTSRVGRP", "the broadcast's service group is not allowed"),
    0x112: ("ESME_RINVBCASTCHANIND", "the broadcast's channel is not allowed"),
  ]
}

extension CommandStatus: CustomStringConvertible {
  /// Such as `0x58 ESME_RTHROTTLED: too many messages a second`, or `0x4A1 (vendor status)`.
  public var description: String {
    let number = "0x" + rawValue.hexadecimal(digits: 2)
    if let (name, words) = Self.table[rawValue] { return "\(number) \(name): \(words)" }
    return "\(number) (\(isVendorSpecific ? "vendor status" : "unknown status"))"
  }
}
