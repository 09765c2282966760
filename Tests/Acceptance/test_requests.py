# SPDX-License-Identifier: Apache-2.0
"""Requests that an SDK never sends: bodies, methods and paths, each with its clear answer and nothing else."""

import json

import pytest

from gateway import APPLICATION, FULL, OTHER, OTHER_APPLICATION, send_body, verify_body
from wire import BODY_LIMIT, assert_error, signed

# Bodies


MALFORMED = {
    "empty": b"",
    "blank": b"  ",
    "not JSON": b"BrandName=ExampleCo",
    "cut off": b'{"Channel": "SMS", "Brand',
    "trailing comma": b'{"Channel": "SMS",}',
    "two documents": b"{}{}",
    "array root": b"[]",
    "string root": b'"SMS"',
    "number root": b"7",
    "null root": b"null",
    "not UTF-8": b'{"Channel": "SMS", "BrandName": "\xff\xfe"}',
    "UTF-8 of a surrogate": b'{"Channel": "SMS", "BrandName": "\xed\xa0\x80"}',
    "UTF-16": '{"Channel": "SMS"}'.encode("utf-16"),
    "NUL octets": b"\x00" * 64,
    "deep arrays": b"[" * 16_000,
    "deep objects": b'{"a":' * 3_000,
    "deep arrays in a field": b'{"BrandName":' + b"[" * 8_000 + b"]" * 8_000 + b"}",
}


@pytest.mark.parametrize("operation", ["otp", "verify-otp"])
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_body_that_is_not_a_json_object_is_a_bad_request(gateway, operation, body):
    assert_error(gateway.post(operation, body), 400, "BadRequestException")


@pytest.mark.parametrize("field", ["BrandName", "ReferenceId"])
@pytest.mark.parametrize("escape", ["\\ud800", "\\udc00x", "\\u12", "\\x41"])
def test_a_broken_escape_is_a_bad_request(gateway, number, reference, field, escape):
    body = json.dumps(send_body(number, reference, **{field: "HERE"})).replace("HERE", escape).encode()
    assert_error(gateway.post("otp", body), 400, "BadRequestException")


@pytest.mark.parametrize("field", ["ReferenceId", "DestinationIdentity", "Otp"])
def test_a_nul_character_in_a_text_breaks_nothing(gateway, number, reference, field):
    response = gateway.post("verify-otp", {**verify_body(number, reference, "123456"), field: "\u0000"})
    assert response.status == 400 or response.json() == {"Valid": False}


@pytest.mark.parametrize(
    "operation, wrapper",
    [("otp", "SendOTPMessageRequestParameters"), ("verify-otp", "VerifyOTPMessageRequestParameters")],
)
def test_a_wrapped_body_is_a_bad_request_that_says_what_to_do(gateway, number, reference, operation, wrapper):
    """Whoever copies the shape of the SDK call into a raw request makes exactly this mistake."""
    inner = send_body(number, reference) if operation == "otp" else verify_body(number, reference, "1")
    message = assert_error(gateway.post(operation, {wrapper: inner}), 400, "BadRequestException")
    assert wrapper in message
    assert gateway.inbox(number) == []


def test_a_body_of_exactly_16_kib_is_accepted(gateway, number, reference):
    body = json.dumps(send_body(number, reference)).encode()
    assert gateway.post("otp", body + b" " * (BODY_LIMIT - len(body))).status == 200


@pytest.mark.parametrize("octets", [BODY_LIMIT + 1, 10 * BODY_LIMIT])
def test_a_larger_body_is_refused(gateway, number, reference, octets):
    body = json.dumps(send_body(number, reference)).encode()
    assert_error(gateway.post("otp", body + b" " * (octets - len(body))), 413, "PayloadTooLargeException")


def test_an_announced_large_body_is_refused_before_it_comes(gateway):
    """The announcement is enough: nobody waits for ten gigabytes."""
    request = signed(gateway.address, "otp", b"{}", credentials=FULL, application=APPLICATION)
    request.headers["Content-Length"] = str(10 * 2**30)
    with gateway.connect() as connection:
        connection.socket.settimeout(10)
        assert_error(connection.perform(request), 413, "PayloadTooLargeException")


def chunks(body, size):
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def chunked(gateway, body, size=7):
    request = signed(gateway.address, "otp", body, credentials=FULL, application=APPLICATION)
    del request.headers["Content-Length"]
    request.headers["Transfer-Encoding"] = "chunked"
    request.body = chunks(body, size)
    return request


def test_a_chunked_body_without_a_length_is_accepted(gateway, number, reference):
    """SDKs stream some bodies; the hash covers what the chunks carry."""
    request = chunked(gateway, json.dumps(send_body(number, reference)).encode())
    with gateway.connect() as connection:
        assert connection.perform(request).status == 200
    assert gateway.code(number)


def test_a_chunked_body_past_16_kib_is_refused(gateway, number, reference):
    body = json.dumps(send_body(number, reference)).encode()
    request = chunked(gateway, body + b" " * (BODY_LIMIT + 1 - len(body)), size=1000)
    with gateway.connect() as connection:
        assert_error(connection.perform(request), 413, "PayloadTooLargeException")
    assert gateway.inbox(number) == []


# Methods and paths


@pytest.mark.parametrize("operation", ["otp", "verify-otp"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_a_wrong_method_names_the_right_one(gateway, operation, method):
    response = gateway.post(operation, {}, method=method)
    assert_error(response, 405, "MethodNotAllowedException")
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    ["/v1/apps", "/v1/apps/", f"/v1/apps/{APPLICATION}", f"/v1/apps/{APPLICATION}/otps", f"/v2/apps/{APPLICATION}/otp",
     f"/v1/apps/{APPLICATION}/otp/more", "/v1/apps//otp"],
)
def test_an_unknown_path_is_not_found(gateway, path):
    assert_error(gateway.post("otp", {}, path=path), 404, "NotFoundException")


@pytest.mark.parametrize("path", ["/", "/nothing/here", "/favicon.ico", "/%", "/%ff%fe", "/" + "x" * 4000])
def test_a_stranger_path_is_not_found_and_kills_nothing(gateway, path):
    with gateway.connect() as connection:
        assert connection.request("GET", path).status in (400, 404, 414)


def test_an_application_id_with_a_path_in_it_works(gateway, number, reference):
    """SDKs encode the id once in the path and once more for the signature; the raw path is what was signed."""
    client = gateway.client(OTHER)
    result = gateway.send(number, reference, client=client, application=OTHER_APPLICATION)
    assert result["DeliveryStatus"] == "SUCCESSFUL"
    code = gateway.code(number, result["MessageId"])
    assert gateway.verify(number, reference, code, client=client, application=OTHER_APPLICATION)


def test_applications_do_not_share_references(gateway, number, reference):
    """The same number and reference in two applications are two codes."""
    client = gateway.client(OTHER)
    mine = gateway.send_and_read(number, reference, CodeLength=8)
    theirs = gateway.send_and_read(number, reference, CodeLength=8, client=client, application=OTHER_APPLICATION)
    assert not gateway.verify(number, reference, mine, client=client, application=OTHER_APPLICATION)
    assert not gateway.verify(number, reference, theirs)
    assert gateway.verify(number, reference, mine)
    assert gateway.verify(number, reference, theirs, client=client, application=OTHER_APPLICATION)


