// SPDX-License-Identifier: Apache-2.0

import SMPP
import Testing

@Suite struct CommandStatusTests {
  /// SMPP 3.4 §5.1.3.
  static let version34: [(UInt32, String)] = [
    (0x00, "ESME_ROK"), (0x01, "ESME_RINVMSGLEN"), (0x02, "ESME_RINVCMDLEN"), (0x03, "ESME_RINVCMDID"), (0x04, "ESME_RINVBNDSTS"),
    (0x05, "ESME_RALYBND"), (0x06, "ESME_RINVPRTFLG"), (0x07, "ESME_RINVREGDLVFLG"), (0x08, "ESME_RSYSERR"), (0x0A, "ESME_RINVSRCADR"),
    (0x0B, "ESME_RINVDSTADR"), (0x0C, "ESME_RINVMSGID"), (0x0D, "ESME_RBINDFAIL"), (0x0E, "ESME_RINVPASWD"), (0x0F, "ESME_RINVSYSID"),
    (0x11, "ESME_RCANCELFAIL"), (0x13, "ESME_RREPLACEFAIL"), (0x14, "ESME_RMSGQFUL"), (0x15, "ESME_RINVSERTYP"),
    (0x33, "ESME_RINVNUMDESTS"), (0x34, "ESME_RINVDLNAME"), (0x40, "ESME_RINVDESTFLAG"), (0x42, "ESME_RINVSUBREP"),
    (0x43, "ESME_RINVESMCLASS"), (0x44, "ESME_RCNTSUBDL"), (0x45, "ESME_RSUBMITFAIL"), (0x48, "ESME_RINVSRCTON"),
    (0x49, "ESME_RINVSRCNPI"), (0x50, "ESME_RINVDSTTON"), (0x51, "ESME_RINVDSTNPI"), (0x53, "ESME_RINVSYSTYP"),
    (0x54, "ESME_RINVREPFLAG"), (0x55, "ESME_RINVNUMMSGS"), (0x58, "ESME_RTHROTTLED"), (0x61, "ESME_RINVSCHED"),
    (0x62, "ESME_RINVEXPIRY"), (0x63, "ESME_RINVDFTMSGID"), (0x64, "ESME_RX_T_APPN"), (0x65, "ESME_RX_P_APPN"), (0x66, "ESME_RX_R_APPN"),
    (0x67, "ESME_RQUERYFAIL"), (0xC0, "ESME_RINVOPTPARSTREAM"), (0xC1, "ESME_ROPTPARNOTALLWD"), (0xC2, "ESME_RINVPARLEN"),
    (0xC3, "ESME_RMISSINGOPTPARAM"), (0xC4, "ESME_RINVOPTPARAMVAL"), (0xFE, "ESME_RDELIVERYFAILURE"), (0xFF, "ESME_RUNKNOWNERR"),
  ]

  /// SMPP 5.0 §4.7.6, those that are new.
  static let version50: [(UInt32, String)] = [
    (0x100, "ESME_RSERTYPUNAUTH"), (0x101, "ESME_RPROHIBITED"), (0x102, "ESME_RSERTYPUNAVAIL"), (0x103, "ESME_RSERTYPDENIED"),
    (0x104, "ESME_RINVDCS"), (0x105, "ESME_RINVSRCADDRSUBUNIT"), (0x106, "ESME_RINVDSTADDRSUBUNIT"), (0x107, "ESME_RINVBCASTFREQINT"),
    (0x108, "ESME_RINVBCASTALIAS_NAME"), (0x109, "ESME_RINVBCASTAREAFMT"), (0x10A, "ESME_RINVNUMBCAST_AREAS"),
    (0x10B, "ESME_RINVBCASTCNTTYPE"), (0x10C, "ESME_RINVBCASTMSGCLASS"), (0x10D, "ESME_RBCASTFAIL"), (0x10E, "ESME_RBCASTQUERYFAIL"),
    (0x10F, "ESME_RBCASTCANCELFAIL"), (0x110, "ESME_RINVBCAST_REP"), (0x111, "ESME_RINVBCASTSRVGRP"), (0x112, "ESME_RINVBCASTCHANIND"),
  ]

  @Test func `every status of the standards has its name and words, and no other number has`() {
    let expected = Dictionary(uniqueKeysWithValues: Self.version34 + Self.version50)
    #expect(Set(CommandStatus.all.map(\.rawValue)) == Set(expected.keys))
    for number in 0...0x1000 as ClosedRange<UInt32> {
      let status = CommandStatus(rawValue: number)
      #expect(status.name == expected[number], "\(number)")
      #expect((status.words?.isEmpty ?? true) == (expected[number] == nil))
    }
  }

  @Test func `two statuses do not say the same`() {
    #expect(Set(CommandStatus.all.compactMap(\.words)).count == CommandStatus.all.count)
  }

  @Test(
    arguments: [
      (0x58, "0x58 ESME_RTHROTTLED: too many messages a second"), (0x00, "0x00 ESME_ROK: no error"),
      (0x104, "0x104 ESME_RINVDCS: data_coding is not allowed"), (0x4A1, "0x4A1 (vendor status)"), (0x400, "0x400 (vendor status)"),
      (0x4FF, "0x4FF (vendor status)"), (0x500, "0x500 (unknown status)"), (0x10, "0x10 (unknown status)"),
      (UInt32.max, "0xFFFFFFFF (unknown status)"),
    ] as [(UInt32, String)])
  func `a status tells an operator what is wrong`(number: UInt32, words: String) {
    #expect(CommandStatus(rawValue: number).description == words)
  }
}
