// SPDX-License-Identifier: Apache-2.0

/// An optional parameter. SMPP 3.4 §5.3. Unknown ones are kept as they came. It prints without its value, which may be a text.
public struct TLV: Sendable, Hashable {
  /// Which parameter it is. SMPP 3.4 §5.3.2, SMPP 5.0 §4.8.1. 0x1400...0x3FFF are left to vendors.
  public struct Tag: RawRepresentable, Sendable, Hashable {
    /// The tag as on the wire.
    public let rawValue: UInt16
    /// Every number is a tag.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// dest_addr_subunit.
    public static let destinationSubunit = Self(rawValue: 0x0005)
    /// dest_network_type.
    public static let destinationNetworkType = Self(rawValue: 0x0006)
    /// dest_bearer_type.
    public static let destinationBearerType = Self(rawValue: 0x0007)
    /// dest_telematics_id.
    public static let destinationTelematicsID = Self(rawValue: 0x0008)
    /// source_addr_subunit.
    public static let sourceSubunit = Self(rawValue: 0x000D)
    /// source_network_type.
    public static let sourceNetworkType = Self(rawValue: 0x000E)
    /// source_bearer_type.
    public static let sourceBearerType = Self(rawValue: 0x000F)
    /// source_telematics_id.
    public static let sourceTelematicsID = Self(rawValue: 0x0010)
    /// qos_time_to_live.
    public static let qosTimeToLive = Self(rawValue: 0x0017)
    /// payload_type.
    public static let payloadType = Self(rawValue: 0x0019)
    /// additional_status_info_text.
    public static let additionalStatusInfoText = Self(rawValue: 0x001D)
    /// receipted_message_id.
    public static let receiptedMessageID = Self(rawValue: 0x001E)
    /// ms_msg_wait_facilities.
    public static let messageWaiting = Self(rawValue: 0x0030)
    /// privacy_indicator.
    public static let privacyIndicator = Self(rawValue: 0x0201)
    /// source_subaddress.
    public static let sourceSubaddress = Self(rawValue: 0x0202)
    /// dest_subaddress.
    public static let destinationSubaddress = Self(rawValue: 0x0203)
    /// user_message_reference.
    public static let userMessageReference = Self(rawValue: 0x0204)
    /// user_response_code.
    public static let userResponseCode = Self(rawValue: 0x0205)
    /// source_port.
    public static let sourcePort = Self(rawValue: 0x020A)
    /// destination_port.
    public static let destinationPort = Self(rawValue: 0x020B)
    /// sar_msg_ref_num.
    public static let sarMessageReference = Self(rawValue: 0x020C)
    /// language_indicator.
    public static let languageIndicator = Self(rawValue: 0x020D)
    /// sar_total_segments.
    public static let sarTotalSegments = Self(rawValue: 0x020E)
    /// sar_segment_seqnum.
    public static let sarSegmentSequence = Self(rawValue: 0x020F)
    /// sc_interface_version.
    public static let interfaceVersion = Self(rawValue: 0x0210)
    /// callback_num_pres_ind.
    public static let callbackNumberPresentation = Self(rawValue: 0x0302)
    /// callback_num_atag.
    public static let callbackNumberAlphaTag = Self(rawValue: 0x0303)
    /// number_of_messages.
    public static let numberOfMessages = Self(rawValue: 0x0304)
    /// callback_num.
    public static let callbackNumber = Self(rawValue: 0x0381)
    /// dpf_result.
    public static let deliveryPendingResult = Self(rawValue: 0x0420)
    /// set_dpf.
    public static let setDeliveryPending = Self(rawValue: 0x0421)
    /// ms_availability_status.
    public static let availabilityStatus = Self(rawValue: 0x0422)
    /// network_error_code.
    public static let networkErrorCode = Self(rawValue: 0x0423)
    /// message_payload.
    public static let messagePayload = Self(rawValue: 0x0424)
    /// delivery_failure_reason.
    public static let deliveryFailureReason = Self(rawValue: 0x0425)
    /// more_messages_to_send.
    public static let moreMessagesToSend = Self(rawValue: 0x0426)
    /// message_state.
    public static let messageState = Self(rawValue: 0x0427)
    /// congestion_state.
    public static let congestionState = Self(rawValue: 0x0428)
    /// ussd_service_op.
    public static let ussdServiceOperation = Self(rawValue: 0x0501)
    /// broadcast_channel_indicator.
    public static let broadcastChannelIndicator = Self(rawValue: 0x0600)
    /// broadcast_content_type.
    public static let broadcastContentType = Self(rawValue: 0x0601)
    /// broadcast_content_type_info.
    public static let broadcastContentTypeInfo = Self(rawValue: 0x0602)
    /// broadcast_message_class.
    public static let broadcastMessageClass = Self(rawValue: 0x0603)
    /// broadcast_rep_num.
    public static let broadcastRepetitions = Self(rawValue: 0x0604)
    /// broadcast_frequency_interval.
    public static let broadcastFrequencyInterval = Self(rawValue: 0x0605)
    /// broadcast_area_identifier.
    public static let broadcastAreaIdentifier = Self(rawValue: 0x0606)
    /// broadcast_error_status.
    public static let broadcastErrorStatus = Self(rawValue: 0x0607)
    /// broadcast_area_success.
    public static let broadcastAreaSuccess = Self(rawValue: 0x0608)
    /// broadcast_end_time.
    public static let broadcastEndTime = Self(rawValue: 0x0609)
    /// broadcast_service_group.
    public static let broadcastServiceGroup = Self(rawValue: 0x060A)
    /// billing_identification.
    public static let billingIdentification = Self(rawValue: 0x060B)
    /// source_network_id.
    public static let sourceNetworkID = Self(rawValue: 0x060D)
    /// dest_network_id.
    public static let destinationNetworkID = Self(rawValue: 0x060E)
    /// source_node_id.
    public static let sourceNodeID = Self(rawValue: 0x060F)
    /// dest_node_id.
    public static let destinationNodeID = Self(rawValue: 0x0610)
    /// dest_addr_np_resolution.
    public static let numberPortabilityResolution = Self(rawValue: 0x0611)
    /// dest_addr_np_information.
    public static let numberPortabilityInformation = Self(rawValue: 0x0612)
    /// dest_addr_np_country.
    public static let numberPortabilityCountry = Self(rawValue: 0x0613)
    /// display_time.
    public static let displayTime = Self(rawValue: 0x1201)
    /// sms_signal.
    public static let smsSignal = Self(rawValue: 0x1203)
    /// ms_validity.
    public static let messageValidity = Self(rawValue: 0x1204)
    /// alert_on_message_delivery.
    public static let alertOnMessageDelivery = Self(rawValue: 0x130C)
    /// its_reply_type.
    public static let itsReplyType = Self(rawValue: 0x1380)
    /// its_session_info.
    public static let itsSessionInfo = Self(rawValue: 0x1383)
  }

  /// Which parameter it is.
  public var tag: Tag
  /// At most 65,535 octets.
  public var value: [UInt8]

  /// Makes a parameter of its octets.
  public init(_ tag: Tag, _ value: [UInt8]) {
    self.tag = tag
    self.value = value
  }
}

extension [TLV] {
  /// The value of the first parameter with this tag.
  public subscript(_ tag: TLV.Tag) -> [UInt8]? { first { $0.tag == tag }?.value }
}
