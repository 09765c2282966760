// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HTTPAPI

@Suite struct EndpointTests {
  @Test(arguments: [
    ("/v1/apps/7353f53e/otp", Endpoint.sendOTP(application: "7353f53e")),
    ("/v1/apps/a%2Fb%20c/verify-otp", .verifyOTP(application: "a/b c")),
    ("/health", .health), ("/metrics", .metrics), ("/operator/messages", .messages), ("/operator/messages/01a2", .message(id: "01a2")),
    ("/operator/transports", .transports), ("/operator/loopback/messages", .loopbackMessages), ("/operator/blocks", .blocks),
    ("/operator/blocks/%2B14255550142", .block(destination: "+14255550142")), ("/operator/blocks/+1425", .block(destination: "+1425")),
  ]) func `every path of the contract has its endpoint`(path: String, endpoint: Endpoint) {
    #expect(Endpoint(path: path[...]) == endpoint)
  }

  @Test(arguments: [
    "", "/", "//", "/v1", "/v1/apps", "/v1/apps//otp", "/v1/apps/a/otp/", "/v1/apps/a/otp/b", "/v1/apps/a", "/V1/apps/a/otp",
    "/v2/apps/a/otp",
    "/v1/apps/%FF/otp", "/v1/apps/%2/otp", "/health/", "/operator", "/operator/", "/operator/blocks/a/b", "/operator/loopback", "health",
  ]) func `no other path has one`(path: String) {
    #expect(Endpoint(path: path[...]) == nil)
  }

  @Test func `a query is decoded, and the first of a name counts`() {
    let query = Query("/operator/messages?destination=%2B1425&state=queued&state=failed&empty=&bare&broken=%zz&a%20b=c")
    #expect(query["destination"] == "+1425")
    #expect(query["state"] == "queued")
    #expect(query["empty"] == "" && query["bare"] == "")
    #expect(query["broken"] == nil && query["none"] == nil)
    #expect(query["a b"] == "c")
    #expect(Query("/operator/messages")["x"] == nil)
  }
}
