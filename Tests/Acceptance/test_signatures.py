# SPDX-License-Identifier: Apache-2.0
"""Signature Version 4 as the gateway must check it: what proves something, and what only looks like it."""

import datetime

import pytest

from gateway import APPLICATION, FULL, OPERATOR_TOKEN, send_body
from wire import Credentials, assert_error, sign, signed, target, unsigned

def shifted(**delta):
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(**delta)


@pytest.mark.parametrize("delta", [{"minutes": -4, "seconds": -30}, {"minutes": 4, "seconds": 30}, {}], ids=str)
def test_a_clock_within_five_minutes_is_accepted(gateway, number, reference, delta):
    assert gateway.post("otp", send_body(number, reference), at=shifted(**delta)).status == 200


@pytest.mark.parametrize(
    "delta", [{"minutes": -5, "seconds": -10}, {"minutes": 5, "seconds": 10}, {"days": -1}, {"days": 365}], ids=str
)
def test_a_stale_date_is_forbidden(gateway, number, reference, delta):
    """A recorded request cannot be played back later, and an operator sees that somebody tries."""
    response = gateway.post("otp", send_body(number, reference), at=shifted(**delta))
    assert_error(response, 403, "ForbiddenException")
    assert gateway.samples()[("countersign_signature_faults_total", (("reason", "date_outside_window"),))] >= 1
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


