// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPAPI
import Testing

@Suite struct RequestSignerTests {
  let key = AccessKey(id: "AKIDEXAMPLE", secret: SecretAccessKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
  let now = Date(timeIntervalSince1970: 1_790_000_000)

  @Test(arguments: ["/v1/apps/demo/otp", "/v1/apps/a%2Fb%20c/otp", "/v1/apps/demo/otp?b=2&a=1", "/"])
  func `what is signed here verifies here, and not when it was changed`(target: String) throws {
    let body = Data(#"{"Channel":"SMS"}"#.utf8)
    let headers = RequestSigner(accessKey: key, region: "eu-west-1").headers(
      method: "POST", target: target, host: "127.0.0.1:8700", body: body, now: now)
    let verifier = SignatureVerifier(accessKeys: [key])
    let head = SignedRequestHead(method: "POST", target: target, headers: headers)
    #expect(try verifier.verify(head, body: body.span.bytes, now: now) == "AKIDEXAMPLE")
    let changed = Data(#"{"Channel":"SMX"}"#.utf8)
    #expect(throws: SignatureFault.self) { try verifier.verify(head, body: changed.span.bytes, now: now) }
  }
}
