// SPDX-License-Identifier: Apache-2.0

import Foundation
import SMPP

/// What tshark is to show of a PDU: all of the fields of `names`, and no other.
struct TsharkFields {
  static let names = [
    "command_length", "command_id", "command_status", "sequence_number", "system_id", "password", "system_type", "interface_version",
    "addr_ton", "addr_npi", "address_range", "service_type", "source_addr_ton", "source_addr_npi", "source_addr", "dest_addr_ton",
    "dest_addr_npi", "destination_addr", "esm.submit.msg_mode", "esm.submit.msg_type", "esm.submit.features", "protocol_id",
    "priority_flag", "schedule_delivery_time", "schedule_delivery_time_r", "validity_period", "validity_period_r", "regdel.receipt",
    "regdel.acks", "regdel.notif", "replace_if_present_flag", "data_coding", "sm_default_msg_id", "sm_length", "message", "message_id",
    "dl_name", "error_status_code", "final_date", "final_date_r", "error_code", "esme_addr_ton", "esme_addr_npi", "esme_addr",
    "opt_param_tag", "opt_param_len", "vendor_op", "receipted_message_id", "SC_interface_version", "sar_msg_ref_num", "congestion_state",
    "message_state",
  ]

  private(set) var values: [String: [String]] = [:]

  init(_ pdu: PDU) {
    values["command_id"] = [Self.hex(pdu.commandID.rawValue, 8)]
    values["sequence_number"] = ["\(pdu.sequence)"]
    values["command_length"] = ["\((try? pdu.octets().count) ?? 0)"]
    if pdu.commandID.isResponse { values["command_status"] = [Self.hex(pdu.status.rawValue, 8)] }
    // tshark reads no body beside an error.
    guard pdu.status == .ok else { return }
    switch pdu.body {
    case .submitSM(let message), .deliverSM(let message):
      add(message, destinations: [message.destination])
    case .submitMulti(let multi):
      add(
        multi.message,
        destinations: multi.destinations.compactMap { if case .address(let address) = $0 { address } else { nil } })
      for case .distributionList(let name) in multi.destinations { text("dl_name", name) }
      // In this PDU tshark 4.0 shows an empty validity_period under the name of schedule_delivery_time.
      if multi.message.validityPeriod == nil, let empty = values.removeValue(forKey: "validity_period_r") {
        values["schedule_delivery_time_r", default: []] += empty
      }
    case .dataSM(let message):
      service(message.serviceType)
      address("source_addr", message.source)
      address("destination_addr", prefix: "dest_addr", message.destination)
      esmClass(message.esmClass)
      registered(message.registeredDelivery)
      values["data_coding"] = [Self.hex(message.dataCoding.rawValue, 2)]
      parameters(message.parameters)
    case .submitSMResponse(let response), .deliverSMResponse(let response), .dataSMResponse(let response):
      text("message_id", response.messageID)
      parameters(response.parameters)
    case .submitMultiResponse(let response):
      text("message_id", response.messageID)
      for failure in response.failures {
        address("destination_addr", prefix: "dest_addr", failure.destination)
        values["error_status_code", default: []].append(Self.hex(failure.status.rawValue, 8))
      }
      parameters(response.parameters)
    case .bind(let bind): add(bind)
    case .bindResponse(let response):
      text("system_id", response.systemID)
      parameters(response.parameters)
    case .outbind(let outbind):
      text("system_id", outbind.systemID)
      text("password", outbind.password)
    case .querySM(let query):
      text("message_id", query.messageID)
      address("source_addr", query.source)
    case .querySMResponse(let response):
      text("message_id", response.messageID)
      if let date = response.finalDate { time("final_date", date) }
      values["message_state"] = ["\(response.state.rawValue)"]
      values["error_code"] = ["\(response.errorCode)"]
    case .cancelSM(let cancel):
      service(cancel.serviceType)
      text("message_id", cancel.messageID)
      address("source_addr", cancel.source)
      address("destination_addr", prefix: "dest_addr", cancel.destination)
    case .replaceSM(let replace):
      text("message_id", replace.messageID)
      address("source_addr", replace.source)
      time("schedule_delivery_time", replace.scheduleDeliveryTime)
      time("validity_period", replace.validityPeriod)
      registered(replace.registeredDelivery)
      shortMessage(replace.defaultMessageID, replace.shortMessage)
    case .alertNotification(let notification):
      address("source_addr", notification.source)
      address("esme_addr", notification.esmeAddress)
      parameters(notification.parameters)
    case .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack, .cancelSMResponse, .replaceSMResponse, .other: break
    }
  }

  private mutating func add(_ message: MessagePDU, destinations: [Address]) {
    service(message.serviceType)
    address("source_addr", message.source)
    for destination in destinations { address("destination_addr", prefix: "dest_addr", destination) }
    esmClass(message.esmClass)
    values["protocol_id"] = [Self.hex(message.protocolID, 2)]
    values["priority_flag"] = [Self.hex(message.priority, 2)]
    time("schedule_delivery_time", message.scheduleDeliveryTime)
    time("validity_period", message.validityPeriod)
    registered(message.registeredDelivery)
    values["replace_if_present_flag"] = [message.replaceIfPresent ? "0x01" : "0x00"]
    values["data_coding"] = [Self.hex(message.dataCoding.rawValue, 2)]
    shortMessage(message.defaultMessageID, message.shortMessage)
    parameters(message.parameters)
  }

  private mutating func add(_ bind: Bind) {
    text("system_id", bind.systemID)
    text("password", bind.password)
    text("system_type", bind.systemType)
    values["interface_version"] = ["\(bind.interfaceVersion)"]
    values["addr_ton"] = [Self.hex(bind.addressRange.typeOfNumber.rawValue, 2)]
    values["addr_npi"] = [Self.hex(bind.addressRange.numberingPlan.rawValue, 2)]
    text("address_range", bind.addressRange.value)
  }

  // MARK: - Fields

  private mutating func text(_ name: String, _ text: String) {
    if !text.isEmpty { values[name, default: []].append(text) }
  }

  private mutating func service(_ type: String) { values["service_type"] = [type.isEmpty ? "(Default)" : type] }

  private mutating func address(_ name: String, prefix: String? = nil, _ address: Address) {
    values[(prefix ?? name) + "_ton", default: []].append(Self.hex(address.typeOfNumber.rawValue, 2))
    values[(prefix ?? name) + "_npi", default: []].append(Self.hex(address.numberingPlan.rawValue, 2))
    text(name, address.value)
  }

  private mutating func esmClass(_ esmClass: EsmClass) {
    values["esm.submit.msg_mode"] = [Self.hex(esmClass.rawValue & 3, 2)]
    values["esm.submit.msg_type"] = [Self.hex(esmClass.rawValue >> 2 & 0xF, 2)]
    values["esm.submit.features"] = [Self.hex(esmClass.rawValue >> 6, 2)]
  }

  private mutating func registered(_ delivery: RegisteredDelivery) {
    values["regdel.receipt"] = [Self.hex(delivery.rawValue & 3, 2)]
    values["regdel.acks"] = [Self.hex(delivery.rawValue >> 2 & 3, 2)]
    values["regdel.notif"] = [Self.hex(delivery.rawValue >> 4 & 1, 2)]
  }

  private mutating func shortMessage(_ defaultID: UInt8, _ octets: [UInt8]) {
    values["sm_default_msg_id"] = ["\(defaultID)"]
    values["sm_length"] = ["\(octets.count)"]
    if !octets.isEmpty { values["message"] = [hexadecimal(octets)] }
  }

  private mutating func parameters(_ parameters: [TLV]) {
    for parameter in parameters {
      values["opt_param_tag", default: []].append(Self.hex(parameter.tag.rawValue, 4))
      values["opt_param_len", default: []].append("\(parameter.value.count)")
      let number = parameter.value.reduce(0) { $0 << 8 | UInt64($1) }
      switch parameter.tag {
      case .receiptedMessageID: values["receipted_message_id", default: []].append([parameter].text(parameter.tag) ?? "")
      case .interfaceVersion: values["SC_interface_version", default: []].append("\(number)")
      case .sarMessageReference: values["sar_msg_ref_num", default: []].append("\(number)")
      case .congestionState: values["congestion_state", default: []].append("\(number)")
      case .messageState: values["message_state", default: []].append("\(number)")
      case let tag where tag.isVendorSpecific:
        values["vendor_op", default: []].append(parameter.value.isEmpty ? "<none>" : hexadecimal(parameter.value))
      default: break
      }
    }
  }

  private mutating func time(_ name: String, _ time: SMPPTime?) {
    switch time {
    case nil: values[name + "_r"] = ["0.000000000"]
    case .relative(let seconds): values[name + "_r"] = ["\(seconds).000000000"]
    case .absolute(let year, let month, let day, let hour, let minute, let second, let tenths, let quarters):
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = .gmt
      let local = calendar.date(from: DateComponents(year: year, month: month, day: day, hour: hour, minute: minute, second: second))
      guard let moment = local?.addingTimeInterval(Double(-900 * quarters)) else { return }
      let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: moment)
      let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
      values[name] = [
        String(
          format: "%@ %2d, %d %02d:%02d:%02d.%d00000000 UTC", months[(parts.month ?? 1) - 1], parts.day ?? 0, parts.year ?? 0,
          parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0, tenths)
      ]
    }
  }

  private static func hex(_ value: some FixedWidthInteger, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
