# SPDX-License-Identifier: Apache-2.0
"""Each error shape of the API, caught by its boto3 class as an application would."""

import contextlib
import sqlite3
import time
import uuid
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

import pytest

from gateway import (
    APPLICATION,
    FULL,
    OTHER,
    SEND_ONLY,
    VERIFY_ONLY,
    fresh_number,
    fresh_reference,
    send_body,
    until,
    verify_body,
)
from wire import BODY_LIMIT, Credentials, assert_error


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
        send_otp(client, number, reference, BrandName="B" * (BODY_LIMIT + 1))
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


