// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct DeliveryReceiptTests {
  func isAbout(_ written: String?, _ number: String) -> Bool {
    DeliveryReceipt(
      transport: TransportID(rawValue: "lab"), remoteID: RemoteID(rawValue: "1"), destination: written, ending: DeliveryEnding(.delivered),
      at: Timestamp(milliseconds: 0)
    ).isAbout(Samples.number(number))
  }

  @Test(arguments: [
    ("358401234567", "+358401234567"), ("+358401234567", "+358401234567"), ("00358401234567", "+358401234567"),
    // Without the country, with its trunk code, with what the country puts before or has dropped.
    ("401234567", "+358401234567"), ("0401234567", "+358401234567"), ("5215512345678", "+525512345678"), ("89121234567", "+79121234567"),
    ("5555 0142", "+14255550142"), ("12345", "+12345"),
  ]) func `a number is the same in the spellings of networks`(written: String, number: String) {
    #expect(isAbout(written, number))
  }

  @Test(arguments: [
    ("14255550143", "+14255550142"), ("12025550142", "+14255550142"), ("550142", "+14255550142"), ("", "+14255550142"),
    ("0000000", "+14255550142"), ("ExampleCo", "+14255550142"), ("2345", "+12345"), ("4255550142", "+550142"),
  ]) func `another number, or too little of one, is not the same`(written: String, number: String) {
    #expect(!isAbout(written, number))
  }

  @Test func `a receipt that does not say whom it is about is about nobody`() {
    #expect(!isAbout(nil, "+14255550142"))
  }
}
