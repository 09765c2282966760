// SPDX-License-Identifier: Apache-2.0

import SMSCodec
import Testing

@Suite("address")
struct TPAddressTests {
  @Test(
    "an address has the octets of TS 23.040 §9.1.2.5",
    arguments: [
      ("+14155550123", "0B914151550521F3"), ("12345", "05812143F5"), ("+358401234567", "0C91534810325476"), ("OTP", "06D04F2A14"),
      ("Google", "0BD0C7F7FBCC2E03"), ("", "00D0"), ("*100#", "05811A00FB"),
    ])
  func wire(text: String, expected: String) throws {
    let address = try TPAddress(text)
    let submit = SubmitTPDU(destination: address, dataCoding: .gsm7, userData: UserData(payload: []))
    let wire = try submit.encoded()
    #expect(hexadecimal(Array(wire[2..<wire.count - 3])) == expected)
    #expect(try SubmitTPDU(decoding: wire).destination == address)
  }

  @Test("names of 0 to 11 characters read back with their own length", arguments: 0...11)
  func alphanumeric(count: Int) throws {
    let address = try TPAddress(.alphanumeric, .unknown, String("Countersign".prefix(count)))
    let wire = try SubmitTPDU(destination: address, dataCoding: .gsm7, userData: UserData(payload: [])).encoded()
    #expect(Int(wire[2]) == (count * 7 + 3) / 4)
    #expect(try SubmitTPDU(decoding: wire).destination == address)
  }

  @Test("types and plans keep their bits", arguments: TPAddress.TypeOfNumber.allCases)
  func types(type: TPAddress.TypeOfNumber) throws {
    for plan in UInt8(0)..<16 {
      let address = try TPAddress(type, .init(rawValue: plan), "123")
      let wire = try SubmitTPDU(destination: address, dataCoding: .gsm7, userData: UserData(payload: [])).encoded()
      #expect(wire[3] == 0x80 | type.rawValue << 4 | plan)
      #expect(try SubmitTPDU(decoding: wire).destination == address)
    }
  }

  @Test(
    "what no address carries is refused",
    arguments: ["+", "+12 34", "+123456789012345678901", "123456789012345678901", "TwelveLetters", "Имя", "+49x"])
  func refused(text: String) throws {
    if text == "+" {
      // The shortest there is: no digits.
      #expect(try TPAddress(text).value.isEmpty)
    } else {
      let error = #expect(throws: EncodingError.self) { try TPAddress(text) }
      #expect(error?.field == .address)
    }
  }

  @Test("a log shows the ends of a number only")
  func masked() throws {
    #expect("\(try TPAddress("+14155550123"))" == "+141******23")
    #expect("\(try TPAddress("12345"))" == "*****")
    #expect(String(reflecting: try TPAddress("+14155550123")) == "+141******23")
  }
}
