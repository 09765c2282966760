// SPDX-License-Identifier: Apache-2.0

/// How a request fared. SMPP 3.4 §5.1.3, SMPP 5.0 §4.7.6. Vendors add their own, so every number is one.
public struct CommandStatus: RawRepresentable, Sendable, Hashable {
  /// command_status as on the wire.
  public let rawValue: UInt32
  /// Every number is a status.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  // MARK: - SMPP 3.4

  /// ESME_ROK: no error.
  public static let ok = Self(rawValue: 0x00)
  /// ESME_RINVMSGLEN: the message has a length that is not allowed.
  public static let invalidMessageLength = Self(rawValue: 0x01)
  /// ESME_RINVCMDLEN: the PDU has a length that is not allowed.
  public static let invalidCommandLength = Self(rawValue: 0x02)
  /// ESME_RINVCMDID: the peer does not know this command.
  public static let invalidCommandID = Self(rawValue: 0x03)
  /// ESME_RINVBNDSTS: the command does not fit the state of the bind.
  public static let incorrectBindStatus = Self(rawValue: 0x04)
  /// ESME_RALYBND: this system_id is bound already, perhaps by a link that has just died.
  public static let alreadyBound = Self(rawValue: 0x05)
  /// ESME_RINVPRTFLG: priority_flag is not allowed.
  public static let invalidPriority = Self(rawValue: 0x06)
  /// ESME_RINVREGDLVFLG: registered_delivery is not allowed.
  public static let invalidRegisteredDelivery = Self(rawValue: 0x07)
  /// ESME_RSYSERR: the SMSC has a fault of its own.
  public static let systemError = Self(rawValue: 0x08)
  /// ESME_RINVSRCADR: the source address is refused.
  public static let invalidSourceAddress = Self(rawValue: 0x0A)
  /// ESME_RINVDSTADR: the destination address is refused.
  public static let invalidDestinationAddress = Self(rawValue: 0x0B)
  /// ESME_RINVMSGID: the SMSC knows no message with this id.
  public static let invalidMessageID = Self(rawValue: 0x0C)
  /// ESME_RBINDFAIL: the bind is refused, with no reason given.
  public static let bindFailed = Self(rawValue: 0x0D)
  /// ESME_RINVPASWD: the password is wrong.
  public static let invalidPassword = Self(rawValue: 0x0E)
  /// ESME_RINVSYSID: the system_id is unknown.
  public static let invalidSystemID = Self(rawValue: 0x0F)
  /// ESME_RCANCELFAIL: the message cannot be cancelled.
  public static let cancelFailed = Self(rawValue: 0x11)
  /// ESME_RREPLACEFAIL: the message cannot be replaced.
  public static let replaceFailed = Self(rawValue: 0x13)
  /// ESME_RMSGQFUL: the SMSC's queue is full.
  public static let messageQueueFull = Self(rawValue: 0x14)
  /// ESME_RINVSERTYP: service_type is not allowed.
  public static let invalidServiceType = Self(rawValue: 0x15)
  /// ESME_RINVNUMDESTS: the number of destinations is not allowed.
  public static let invalidNumberOfDestinations = Self(rawValue: 0x33)
  /// ESME_RINVDLNAME: the SMSC knows no distribution list of this name.
  public static let invalidDistributionListName = Self(rawValue: 0x34)
  /// ESME_RINVDESTFLAG: a destination is neither an address nor a distribution list.
  public static let invalidDestinationFlag = Self(rawValue: 0x40)
  /// ESME_RINVSUBREP: a submit that replaces is not allowed.
  public static let invalidSubmitWithReplace = Self(rawValue: 0x42)
  /// ESME_RINVESMCLASS: esm_class is not allowed.
  public static let invalidEsmClass = Self(rawValue: 0x43)
  /// ESME_RCNTSUBDL: the distribution list does not take messages.
  public static let cannotSubmitToDistributionList = Self(rawValue: 0x44)
  /// ESME_RSUBMITFAIL: the message is refused, with no reason given.
  public static let submitFailed = Self(rawValue: 0x45)
  /// ESME_RINVSRCTON: the source's type of number is refused.
  public static let invalidSourceTypeOfNumber = Self(rawValue: 0x48)
  /// ESME_RINVSRCNPI: the source's numbering plan is refused.
  public static let invalidSourceNumberingPlan = Self(rawValue: 0x49)
  /// ESME_RINVDSTTON: the destination's type of number is refused.
  public static let invalidDestinationTypeOfNumber = Self(rawValue: 0x50)
  /// ESME_RINVDSTNPI: the destination's numbering plan is refused.
  public static let invalidDestinationNumberingPlan = Self(rawValue: 0x51)
  /// ESME_RINVSYSTYP: system_type is refused.
  public static let invalidSystemType = Self(rawValue: 0x53)
  /// ESME_RINVREPFLAG: replace_if_present_flag is not allowed.
  public static let invalidReplaceIfPresent = Self(rawValue: 0x54)
  /// ESME_RINVNUMMSGS: the number of messages is not allowed.
  public static let invalidNumberOfMessages = Self(rawValue: 0x55)
  /// ESME_RTHROTTLED: too many messages a second.
  public static let throttled = Self(rawValue: 0x58)
  /// ESME_RINVSCHED: schedule_delivery_time is not allowed.
  public static let invalidScheduleDeliveryTime = Self(rawValue: 0x61)
  /// ESME_RINVEXPIRY: validity_period is not allowed.
  public static let invalidValidityPeriod = Self(rawValue: 0x62)
  /// ESME_RINVDFTMSGID: the SMSC has no predefined message of this number.
  public static let invalidDefaultMessageID = Self(rawValue: 0x63)
  /// ESME_RX_T_APPN: the receiver cannot take the message now.
  public static let temporaryApplicationError = Self(rawValue: 0x64)
  /// ESME_RX_P_APPN: the receiver will never take the message.
  public static let permanentApplicationError = Self(rawValue: 0x65)
  /// ESME_RX_R_APPN: the receiver refuses the message.
  public static let rejectedByApplication = Self(rawValue: 0x66)
  /// ESME_RQUERYFAIL: the query is refused.
  public static let queryFailed = Self(rawValue: 0x67)
  /// ESME_RINVOPTPARSTREAM: the optional parameters do not end where the PDU does.
  public static let invalidOptionalParameterStream = Self(rawValue: 0xC0)
  /// ESME_ROPTPARNOTALLWD: an optional parameter is not allowed here.
  public static let optionalParameterNotAllowed = Self(rawValue: 0xC1)
  /// ESME_RINVPARLEN: an optional parameter has a length that is not allowed.
  public static let invalidOptionalParameterLength = Self(rawValue: 0xC2)
  /// ESME_RMISSINGOPTPARAM: an optional parameter that the SMSC expects is missing.
  public static let missingOptionalParameter = Self(rawValue: 0xC3)
  /// ESME_RINVOPTPARAMVAL: an optional parameter has a value that is not allowed.
  public static let invalidOptionalParameterValue = Self(rawValue: 0xC4)
  /// ESME_RDELIVERYFAILURE: the message was not delivered.
  public static let deliveryFailure = Self(rawValue: 0xFE)
  /// ESME_RUNKNOWNERR: an error that the SMSC does not name.
  public static let unknownError = Self(rawValue: 0xFF)

  // MARK: - SMPP 5.0

  /// ESME_RSERTYPUNAUTH: this account may not use the service_type.
  public static let serviceTypeUnauthorized = Self(rawValue: 0x100)
  /// ESME_RPROHIBITED: this account may not use the command.
  public static let prohibited = Self(rawValue: 0x101)
  /// ESME_RSERTYPUNAVAIL: the service_type is not available now.
  public static let serviceTypeUnavailable = Self(rawValue: 0x102)
  /// ESME_RSERTYPDENIED: the service_type is denied.
  public static let serviceTypeDenied = Self(rawValue: 0x103)
  /// ESME_RINVDCS: data_coding is not allowed.
  public static let invalidDataCoding = Self(rawValue: 0x104)
  /// ESME_RINVSRCADDRSUBUNIT: the source address subunit is not allowed.
  public static let invalidSourceSubunit = Self(rawValue: 0x105)
  /// ESME_RINVDSTADDRSUBUNIT: the destination address subunit is not allowed.
  public static let invalidDestinationSubunit = Self(rawValue: 0x106)
  /// ESME_RINVBCASTFREQINT: the broadcast's frequency interval is not allowed.
  public static let invalidBroadcastFrequencyInterval = Self(rawValue: 0x107)
  /// ESME_RINVBCASTALIAS_NAME: the broadcast's alias name is not allowed.
  public static let invalidBroadcastAliasName = Self(rawValue: 0x108)
  /// ESME_RINVBCASTAREAFMT: the broadcast's area format is not allowed.
  public static let invalidBroadcastAreaFormat = Self(rawValue: 0x109)
  /// ESME_RINVNUMBCAST_AREAS: the broadcast's number of areas is not allowed.
  public static let invalidNumberOfBroadcastAreas = Self(rawValue: 0x10A)
  /// ESME_RINVBCASTCNTTYPE: the broadcast's content type is not allowed.
  public static let invalidBroadcastContentType = Self(rawValue: 0x10B)
  /// ESME_RINVBCASTMSGCLASS: the broadcast's message class is not allowed.
  public static let invalidBroadcastMessageClass = Self(rawValue: 0x10C)
  /// ESME_RBCASTFAIL: the broadcast is refused.
  public static let broadcastFailed = Self(rawValue: 0x10D)
  /// ESME_RBCASTQUERYFAIL: the query of a broadcast is refused.
  public static let broadcastQueryFailed = Self(rawValue: 0x10E)
  /// ESME_RBCASTCANCELFAIL: the broadcast cannot be cancelled.
  public static let broadcastCancelFailed = Self(rawValue: 0x10F)
  /// ESME_RINVBCAST_REP: the broadcast's number of repetitions is not allowed.
  public static let invalidBroadcastRepetitions = Self(rawValue: 0x110)
  /// ESME_RINVBCASTSRVGRP: the broadcast's service group is not allowed.
  public static let invalidBroadcastServiceGroup = Self(rawValue: 0x111)
  /// ESME_RINVBCASTCHANIND: the broadcast's channel is not allowed.
  public static let invalidBroadcastChannel = Self(rawValue: 0x112)
}
