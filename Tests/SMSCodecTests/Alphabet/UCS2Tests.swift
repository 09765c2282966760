// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

@Suite("UCS-2")
struct UCS2Tests {
  @Test("a text is UTF-16, most significant octet first, without byte order mark", arguments: [("ж", "0436"), ("😀", "D83DDE00"), ("", "")])
  func octetsOfText(text: String, expected: String) throws {
    #expect(UCS2.octets(of: text) == (try octets(expected)))
    #expect(try UCS2.text(of: octets(expected)) == text)
  }

  @Test("half a surrogate pair reads as the replacement character", arguments: [("D83D", "\u{FFFD}"), ("0041DE000042", "A\u{FFFD}B")])
  func loneSurrogate(hexadecimal: String, text: String) throws {
    #expect(try UCS2.text(of: octets(hexadecimal)) == text)
  }

  @Test("an odd count of octets is a fault")
  func odd() {
    #expect(throws: DecodeFault(field: .userData, offset: 3, reason: .truncated)) { try UCS2.text(of: [0, 0x41, 0]) }
  }
}
