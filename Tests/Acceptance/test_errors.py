# SPDX-License-Identifier: Apache-2.0
"""Each error shape of the API, caught by its boto3 class as an application would, then everything an SDK never sends."""

import contextlib
import datetime
import json
import socket
import sqlite3
import time
import uuid
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

import pytest

from gateway import (
    APPLICATION,
    FULL,
    OPERATOR_TOKEN,
    OTHER,
    OTHER_APPLICATION,
    SEND_ONLY,
    VERIFY_ONLY,
    fresh_number,
    fresh_reference,
    send_body,
    until,
    verify_body,
)
from wire import Credentials, sign, signed, target, unsigned

LIMIT = 16 * 1024


@contextlib.contextmanager
def write_lock(gateway):
    """Another process holds SQLite's only write lock, as a careless backup job would; yields a way to end that early."""
    other = sqlite3.connect(gateway.database, isolation_level=None, timeout=10, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    def release():
        if other.in_transaction:
            other.execute("ROLLBACK")

    try:
        yield release
    finally:
        release()
        other.close()


def assert_error(response, status, shape):
    """A raw error answer with all that an SDK needs to catch it by type."""
    assert response.status == status, f"{response.status} {response.body[:300]!r}"
    assert response.headers["x-amzn-ErrorType"].split(":")[0] == shape
    assert response.headers["Content-Type"].startswith("application/json")
    document = response.json()
    assert set(document) == {"Message", "RequestID"}
    assert document["Message"]
    assert document["RequestID"] == response.headers["x-amzn-RequestId"]
    for inside in ("Swift", "HTTPAPI", "OTPCore", "GRDB", "DecodingError", "Optional(", "CodingKey"):
        assert inside not in document["Message"], "a type of the implementation in a message for users"
    return document["Message"]


def assert_caught(error, status):
    """The same through boto3."""
    response = error.response
    assert response["Message"]
    assert response["Error"]["Message"] == response["Message"]
    assert response["RequestID"]
    metadata = response["ResponseMetadata"]
    assert metadata["HTTPStatusCode"] == status
    assert metadata["HTTPHeaders"]["x-amzn-errortype"].split(":")[0] == type(error).__name__
    assert metadata["HTTPHeaders"]["x-amzn-requestid"] == response["RequestID"]


def send_otp(client, number, reference, application=APPLICATION, **parameters):
    return client.send_otp_message(
        ApplicationId=application, SendOTPMessageRequestParameters=send_body(number, reference, **parameters)
    )


def verify_otp(client, number, reference, application=APPLICATION):
    return client.verify_otp_message(
        ApplicationId=application, VerifyOTPMessageRequestParameters=verify_body(number, reference, "123456")
    )


# Caught by class


def test_bad_request_is_caught_by_its_class(gateway, number, reference):
    client = gateway.client()
    with pytest.raises(client.exceptions.BadRequestException) as caught:
        send_otp(client, number, reference, CodeLength=4)
    assert_caught(caught.value, 400)


@pytest.mark.parametrize("call", [send_otp, verify_otp])
def test_a_wrong_secret_is_forbidden(gateway, number, reference, call):
    client = gateway.client(Credentials(FULL.access_key_id, "not the secret"))
    with pytest.raises(client.exceptions.ForbiddenException) as caught:
        call(client, number, reference)
    assert_caught(caught.value, 403)
    assert gateway.inbox(number) == []


@pytest.mark.parametrize("call", [send_otp, verify_otp])
def test_an_unknown_access_key_is_forbidden(gateway, number, reference, call):
    client = gateway.client(Credentials("AKIDNOBODY0000000000", FULL.secret_access_key))
    with pytest.raises(client.exceptions.ForbiddenException) as caught:
        call(client, number, reference)
    assert_caught(caught.value, 403)


@pytest.mark.parametrize("call", [send_otp, verify_otp])
def test_the_credential_of_another_application_is_forbidden(gateway, number, reference, call):
    client = gateway.client(OTHER)
    with pytest.raises(client.exceptions.ForbiddenException) as caught:
        call(client, number, reference)
    assert_caught(caught.value, 403)
    assert gateway.inbox(number) == []


def test_a_credential_for_verifying_alone_cannot_send(gateway, number, reference):
    client = gateway.client(VERIFY_ONLY)
    with pytest.raises(client.exceptions.ForbiddenException) as caught:
        send_otp(client, number, reference)
    assert_caught(caught.value, 403)
    assert gateway.inbox(number) == []
    code = gateway.send_and_read(number, reference)
    assert gateway.verify(number, reference, code, client=client)


def test_a_credential_for_sending_alone_cannot_verify(gateway, number, reference):
    client = gateway.client(SEND_ONLY)
    result = gateway.send(number, reference, client=client)
    code = gateway.code(number, result["MessageId"])
    with pytest.raises(client.exceptions.ForbiddenException) as caught:
        verify_otp(client, number, reference)
    assert_caught(caught.value, 403)
    assert gateway.verify(number, reference, code)


@pytest.mark.parametrize("call", [send_otp, verify_otp])
def test_an_unknown_application_is_not_found(gateway, number, reference, call):
    client = gateway.client()
    with pytest.raises(client.exceptions.NotFoundException) as caught:
        call(client, number, reference, application="no-such-application")
    assert_caught(caught.value, 404)


@pytest.mark.parametrize("call, operation", [(send_otp, "SendOTPMessage"), (verify_otp, "VerifyOTPMessage")])
def test_another_method_is_not_allowed(gateway, number, reference, call, operation):
    client = gateway.client(user_agent_extra="method")

    def change(request, **_):
        request.method = "PUT"

    client.meta.events.register(f"before-sign.pinpoint.{operation}", change)
    try:
        with pytest.raises(client.exceptions.MethodNotAllowedException) as caught:
            call(client, number, reference)
    finally:
        client.meta.events.unregister(f"before-sign.pinpoint.{operation}", change)
    assert_caught(caught.value, 405)
    assert gateway.inbox(number) == []


def test_a_body_past_16_kib_is_too_large(gateway, number, reference):
    client = gateway.client()
    with pytest.raises(client.exceptions.PayloadTooLargeException) as caught:
        send_otp(client, number, reference, BrandName="B" * (LIMIT + 1))
    assert_caught(caught.value, 413)


def test_one_request_more_than_allowed_at_once_is_too_many(start):
    """`server.maxConcurrentRequests`: of two requests that meet, the one over the limit is told to come back later.

    An external write lock holds the first one up inside the store, so which of the two comes first does not matter.
    """
    gateway = start(server={"host": "127.0.0.1", "port": 0, "maxConcurrentRequests": 1})
    clients = [gateway.client(user_agent_extra=name) for name in ("one", "two")]
    numbers = [fresh_number() for _ in clients]
    with ThreadPoolExecutor(2) as pool, write_lock(gateway) as release:
        sends = [pool.submit(send_otp, client, number, "both") for client, number in zip(clients, numbers)]
        first = next(as_completed(sends, timeout=30))
        release()
        refused = sends.index(first)
        with pytest.raises(clients[refused].exceptions.TooManyRequestsException) as caught:
            first.result()
        assert_caught(caught.value, 429)
        assert int(caught.value.response["ResponseMetadata"]["HTTPHeaders"]["retry-after"]) >= 1
        held = sends[1 - refused].result(timeout=30)
    assert held["MessageResponse"]["Result"][numbers[1 - refused]]["DeliveryStatus"] == "SUCCESSFUL"
    assert gateway.code(numbers[1 - refused])
    assert gateway.inbox(numbers[refused]) == []
    assert gateway.send(numbers[refused], "both")["DeliveryStatus"] == "SUCCESSFUL", "the place was not given back"


def test_a_store_that_cannot_write_is_an_internal_error_and_nothing_hangs(start):
    """The lock is held for longer than the store waits: an honest 500 within 30 s, then all is well again.

    Several requests meet the fault together, as they would in earnest: none may wait for the time-outs of the others.
    The retry of a failed call, with its own invocation id, must send: a failure is not a first result to repeat.
    """
    gateway = start()
    number, reference, late = fresh_number(), fresh_reference(), fresh_reference()
    invocation = {"amz-sdk-invocation-id": str(uuid.uuid4())}
    code = gateway.send_and_read(number, reference)
    client = gateway.client(read_timeout=120)
    with ThreadPoolExecutor(16) as pool, write_lock(gateway):
        began = time.monotonic()
        send = pool.submit(send_otp, client, number, fresh_reference())
        verify = pool.submit(verify_otp, client, number, reference)
        raw = [pool.submit(gateway.post, "otp", send_body(number, late), headers=invocation)]
        raw += [pool.submit(gateway.post, "otp", send_body(number, fresh_reference())) for _ in range(10)]
        answered = wait([send, verify, *raw], timeout=30)
        took = time.monotonic() - began
    assert not answered.not_done, f"{len(answered.not_done)} of 13 requests had no answer after {took:.0f} s"
    for pending in (send, verify):
        with pytest.raises(client.exceptions.InternalServerErrorException) as caught:
            pending.result()
        assert_caught(caught.value, 500)
    for pending in raw:
        assert_error(pending.result(), 500, "InternalServerErrorException")
    answer = gateway.post("otp", send_body(number, late), headers=invocation)
    assert answer.status == 200, answer.body
    message = answer.json()["Result"][number]["MessageId"]
    assert gateway.verify(number, late, gateway.code(number, message))
    assert gateway.verify(number, reference, code), "a verification that answered 500 must not have consumed the code"


def test_health_is_503_while_the_store_cannot_serve_a_request(start):
    """A load balancer that sees 200 would go on sending people here, and each of them would get a 500."""
    gateway = start()
    with write_lock(gateway):
        assert gateway.post("otp", send_body(fresh_number(), fresh_reference())).status == 500
        response = gateway.operator("/health", token=None)
    assert response.status == 503
    assert response.json()["status"] != "ok"
    assert "store" in response.body.decode().lower(), "what is down"
    gateway.send_and_read(fresh_number(), fresh_reference())
    until(lambda: gateway.operator("/health", token=None).status == 200, 20, "health after the lock is gone")


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
    assert gateway.post("otp", body + b" " * (LIMIT - len(body))).status == 200


@pytest.mark.parametrize("octets", [LIMIT + 1, 10 * LIMIT])
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
    request = chunked(gateway, body + b" " * (LIMIT + 1 - len(body)), size=1000)
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


# Signatures


def shifted(**delta):
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(**delta)


@pytest.mark.parametrize("delta", [{"minutes": -4, "seconds": -30}, {"minutes": 4, "seconds": 30}, {}], ids=str)
def test_a_clock_within_five_minutes_is_accepted(gateway, number, reference, delta):
    assert gateway.post("otp", send_body(number, reference), at=shifted(**delta)).status == 200


@pytest.mark.parametrize(
    "delta", [{"minutes": -5, "seconds": -10}, {"minutes": 5, "seconds": 10}, {"days": -1}, {"days": 365}], ids=str
)
def test_a_stale_date_is_forbidden(gateway, number, reference, delta):
    """A recorded request cannot be played back later."""
    response = gateway.post("otp", send_body(number, reference), at=shifted(**delta))
    assert_error(response, 403, "ForbiddenException")
    assert gateway.inbox(number) == []


BENT = {
    "another service in the scope": {"service": "ses"},
    "a date in the scope that is not the request's": {"scope_date": "20200101"},
    "a host that is not signed": {"names": ("content-type", "x-amz-date")},
    "a date that is not signed": {"names": ("content-type", "host")},
    "an unsigned payload": {"payload_hash": "UNSIGNED-PAYLOAD", "headers": {"X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD"}},
    "the hash of another payload": {"payload_hash": "0" * 64, "headers": {"X-Amz-Content-Sha256": "0" * 64}},
}


@pytest.mark.parametrize("how", BENT.values(), ids=BENT.keys())
def test_a_signature_over_something_else_is_forbidden(gateway, number, reference, how):
    response = gateway.post("otp", send_body(number, reference), **how)
    assert_error(response, 403, "ForbiddenException")
    assert gateway.inbox(number) == []


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-3", "local"])
def test_any_region_is_accepted(gateway, number, reference, region):
    assert gateway.post("otp", send_body(number, reference), region=region).status == 200


def test_further_signed_headers_are_honoured(gateway, number, reference):
    """Other SDKs sign amz-sdk-invocation-id too; blanks inside a value count once."""
    response = gateway.post(
        "otp",
        send_body(number, reference),
        headers={"X-Remark": "  several    blanks  inside ", "amz-sdk-request": "attempt=1; max=3"},
        names=("content-type", "host", "x-amz-date", "amz-sdk-invocation-id", "amz-sdk-request", "x-remark"),
    )
    assert response.status == 200, response.body


def test_a_query_is_part_of_what_is_signed(gateway, number, reference):
    path = target(APPLICATION, "otp")
    request = signed(
        gateway.address, "otp", send_body(number, reference), credentials=FULL, application=APPLICATION, path=f"{path}?b=2&a=1"
    )
    with gateway.connect() as connection:
        assert connection.perform(request).status == 200
    request.target = f"{path}?b=2&a=3"
    with gateway.connect() as connection:
        assert_error(connection.perform(request), 403, "ForbiddenException")


def test_a_session_token_is_accepted(gateway, number, reference):
    """Programs with temporary credentials send one; it means nothing here and must not be in the way."""
    client = gateway.client(Credentials(FULL.access_key_id, FULL.secret_access_key, "session/token+of=no meaning"))
    result = gateway.send(number, reference, client=client)
    assert gateway.verify(number, reference, gateway.code(number, result["MessageId"]), client=client)


def test_a_body_changed_after_signing_is_forbidden(gateway, number, reference):
    request = signed(gateway.address, "otp", send_body(number, reference), credentials=FULL, application=APPLICATION)
    request.body = request.body.replace(b"ExampleCo", b"EvilCo123")
    with gateway.connect() as connection:
        assert_error(connection.perform(request), 403, "ForbiddenException")
    assert gateway.inbox(number) == []


def test_a_path_changed_after_signing_is_forbidden(gateway, number, reference):
    body = send_body(number, reference)
    request = signed(gateway.address, "verify-otp", body, credentials=FULL, application=APPLICATION)
    request.target = target(APPLICATION, "otp")
    with gateway.connect() as connection:
        assert_error(connection.perform(request), 403, "ForbiddenException")
    assert gateway.inbox(number) == []


def authorization(change):
    def altered(gateway, number, reference):
        request = signed(gateway.address, "otp", send_body(number, reference), credentials=FULL, application=APPLICATION)
        request.headers["Authorization"] = change(request.headers["Authorization"])
        return request

    return altered


AUTHORIZATIONS = {
    "a flipped digit": lambda value: value[:-1] + ("0" if value[-1] != "0" else "1"),
    "a cut signature": lambda value: value[:-1],
    "a longer signature": lambda value: value + "0",
    "no signature": lambda value: value.split(", Signature=")[0],
    "an empty signature": lambda value: value.split("Signature=")[0] + "Signature=",
    "no signed headers": lambda value: value.replace("content-type;host;x-amz-date", ""),
    "no credential": lambda value: "AWS4-HMAC-SHA256 " + value.split(", ", 1)[1],
    "a credential of too few parts": lambda value: value.replace("/aws4_request", ""),
    "another algorithm": lambda value: value.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"),
    "a bearer token": lambda value: f"Bearer {OPERATOR_TOKEN}",
    "basic credentials": lambda value: "Basic QUtJRDpzZWNyZXQ=",
    "an empty value": lambda value: "",
    "commas alone": lambda value: "AWS4-HMAC-SHA256 ,,,=,=",
    "a very long value": lambda value: value + "," * 6000,
}


@pytest.mark.parametrize("change", AUTHORIZATIONS.values(), ids=AUTHORIZATIONS.keys())
def test_an_authorization_that_does_not_prove_anything_is_forbidden(gateway, number, reference, change):
    with gateway.connect() as connection:
        response = connection.perform(authorization(change)(gateway, number, reference))
    assert_error(response, 403, "ForbiddenException")
    assert gateway.inbox(number) == []


@pytest.mark.parametrize("missing", ["Authorization", "X-Amz-Date"])
def test_a_request_without_credentials_or_date_is_forbidden(gateway, number, reference, missing):
    request = signed(gateway.address, "otp", send_body(number, reference), credentials=FULL, application=APPLICATION)
    del request.headers[missing]
    with gateway.connect() as connection:
        assert_error(connection.perform(request), 403, "ForbiddenException")


@pytest.mark.parametrize("date", ["", "yesterday", "20261340T256199Z", "2026-11-22T10:00:00Z", "9" * 400])
def test_a_date_that_is_no_date_is_forbidden(gateway, number, reference, date):
    request = unsigned(gateway.address, "otp", send_body(number, reference), application=APPLICATION)
    sign(request, FULL)
    request.headers["X-Amz-Date"] = date
    with gateway.connect() as connection:
        assert_error(connection.perform(request), 403, "ForbiddenException")


def test_a_signature_for_another_host_is_forbidden(gateway, number, reference):
    """A request signed for another gateway cannot be passed on to this one with the host rewritten."""
    request = signed(("192.0.2.1", 80), "otp", send_body(number, reference), credentials=FULL, application=APPLICATION)
    request.headers["Host"] = "{}:{}".format(*gateway.address)
    with gateway.connect() as connection:
        assert_error(connection.perform(request), 403, "ForbiddenException")


# Clients that misbehave


def test_a_slow_client_is_served(gateway, number, reference):
    """A request that arrives octet by octet is a request."""
    request = signed(gateway.address, "otp", send_body(number, reference), credentials=FULL, application=APPLICATION)
    with gateway.connect() as connection:
        for octet in request.octets():
            connection.write(bytes([octet]))
        assert connection.read().status == 200
    assert gateway.code(number)


def test_requests_that_never_end_hold_nobody_up(start):
    """Fifty clients stop in the middle, in the head or in the body: others are served, and the gateway still ends cleanly."""
    gateway = start()
    whole = signed(
        gateway.address, "otp", send_body(fresh_number(), fresh_reference()), credentials=FULL, application=APPLICATION
    ).octets()
    stuck = []
    try:
        for index in range(50):
            stuck.append(gateway.connect())
            stuck[-1].write(whole[:40] if index % 2 else whole[:-20])
        number, reference = fresh_number(), fresh_reference()
        code = gateway.send_and_read(number, reference)
        assert gateway.verify(number, reference, code)
        assert gateway.stop() == 0
    finally:
        for connection in stuck:
            connection.close()


@pytest.mark.parametrize("kept", [10, -1], ids=["cut in the head", "cut in the body"])
def test_a_half_open_request_sends_nothing(gateway, number, reference, kept):
    """The client shuts its side in the middle of a request: an error or a closed connection, no message."""
    request = signed(gateway.address, "otp", send_body(number, reference), credentials=FULL, application=APPLICATION)
    with gateway.connect() as connection:
        connection.write(request.octets()[:kept])
        connection.socket.shutdown(socket.SHUT_WR)
        connection.socket.settimeout(20)
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.socket.recv(4096):
                received += part
    assert not received or received.startswith(b"HTTP/1.1 4")
    assert gateway.inbox(number) == []


@pytest.mark.parametrize(
    "octets",
    [b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/9.9\r\n\r\n", b"POST\r\n\r\n", b"\xff" * 2000,
     b"GET / HTTP/1.1\r\nA: " + b"a" * 200_000 + b"\r\n\r\n"],
    ids=["blank lines", "a TLS hello", "HTTP of the future", "no path", "noise", "an endless header"],
)
def test_octets_that_are_not_http_kill_nothing(gateway, octets):
    with gateway.connect() as connection:
        connection.socket.settimeout(20)
        with contextlib.suppress(ConnectionError):
            connection.write(octets)
            connection.socket.shutdown(socket.SHUT_WR)
            received = connection.socket.recv(4096)
            assert not received or received.startswith(b"HTTP/1.")
    assert gateway.operator("/health", token=None).status == 200


def test_pipelined_requests_are_answered_in_order(gateway):
    numbers = [fresh_number() for _ in range(5)]
    requests = [
        signed(gateway.address, "otp", send_body(number, "pipelined"), credentials=FULL, application=APPLICATION)
        for number in numbers
    ]
    with gateway.connect() as connection:
        stream = connection.socket.makefile("rb")
        connection.write(b"".join(request.octets() for request in requests))
        for number in numbers:
            assert stream.readline().startswith(b"HTTP/1.1 200")
            length = 0
            while (line := stream.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            assert number in json.loads(stream.read(length))["Result"]
        stream.close()
