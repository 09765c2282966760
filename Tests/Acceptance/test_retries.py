# SPDX-License-Identifier: Apache-2.0
"""SDKs retry on their own; a person must still get one message.

Every attempt of one SDK call carries the same `amz-sdk-invocation-id`. What the person sees must depend on the number
of calls, never on the number of attempts.
"""

import threading
import uuid

import boto3
import pytest
from botocore.config import Config

from gateway import APPLICATION, FULL, OTHER, OTHER_APPLICATION, fresh_number, fresh_reference, send_body, until, verify_body
from proxy import Proxy
from wire import assert_error, signed


def client_through(proxy, mode="standard"):
    return boto3.session.Session().client(
        "pinpoint",
        region_name="eu-central-1",
        endpoint_url=proxy.url,
        aws_access_key_id=FULL.access_key_id,
        aws_secret_access_key=FULL.secret_access_key,
        config=Config(retries={"total_max_attempts": 4, "mode": mode}),
    )


def only_message(gateway, number):
    """The one message to a number. A second one could still be on its way, so a later send shows that the lane is empty."""
    gateway.delivered(number)
    behind = fresh_number()
    gateway.send_and_read(behind, fresh_reference())
    messages = gateway.inbox(number)
    assert len(messages) == 1, messages
    return messages[0]


def result_of(response, number):
    assert response.status == 200, response.body
    return response.json()["Result"][number]


@pytest.mark.parametrize("mode", ["standard", "legacy"])
@pytest.mark.parametrize("faults", [["drop"], ["error"], ["drop", "error", "drop"]], ids="-".join)
def test_a_retried_send_is_one_message(gateway, number, reference, faults, mode):
    """The answer is lost after the work was done: boto3 sends again, the first message is the answer."""
    with Proxy(gateway, *faults) as proxy:
        answer = client_through(proxy, mode).send_otp_message(
            ApplicationId=APPLICATION, SendOTPMessageRequestParameters=send_body(number, reference)
        )
    assert len(proxy.attempts) == len(faults) + 1
    assert len({attempt["amz-sdk-invocation-id"] for attempt in proxy.attempts}) == 1
    assert answer["ResponseMetadata"]["RetryAttempts"] == len(faults)
    result = answer["MessageResponse"]["Result"][number]
    assert result["DeliveryStatus"] == "SUCCESSFUL"
    message = only_message(gateway, number)
    assert message["messageId"] == result["MessageId"]
    assert gateway.verify(number, reference, gateway.code(number))


def test_two_calls_are_two_messages(gateway, number, reference):
    first = gateway.send(number, reference)
    second = gateway.send(number, reference)
    assert first["MessageId"] != second["MessageId"]
    until(lambda: len(gateway.inbox(number)) == 2, what="both messages")


def test_two_requests_with_one_invocation_id_that_meet_are_one_message(gateway):
    """A client that gives up waiting retries while the first attempt still runs."""
    for _ in range(20):
        number, reference = fresh_number(), fresh_reference()
        headers = {"amz-sdk-invocation-id": str(uuid.uuid4())}
        requests = [
            signed(
                gateway.address,
                "otp",
                send_body(number, reference),
                credentials=FULL,
                application=APPLICATION,
                headers=headers,
            )
            for _ in range(4)
        ]
        barrier = threading.Barrier(len(requests))
        responses = []

        def perform(request):
            with gateway.connect() as connection:
                barrier.wait(10)
                responses.append(connection.perform(request))

        threads = [threading.Thread(target=perform, args=(request,)) for request in requests]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        results = [result_of(response, number) for response in responses]
        assert len(results) == len(requests)
        assert {result["DeliveryStatus"] for result in results} == {"SUCCESSFUL"}
        (message,) = {result["MessageId"] for result in results}
        assert only_message(gateway, number)["messageId"] == message
        assert gateway.verify(number, reference, gateway.code(number))


def test_a_client_that_hangs_up_can_ask_again(gateway):
    """The connection ends before the answer, whatever the gateway had done by then: the retry makes it one message."""
    for _ in range(10):
        number, reference = fresh_number(), fresh_reference()
        headers = {"amz-sdk-invocation-id": str(uuid.uuid4())}
        body = send_body(number, reference)
        request = signed(gateway.address, "otp", body, credentials=FULL, application=APPLICATION, headers=headers)
        connection = gateway.connect()
        connection.write(request.octets())
        connection.close()
        result = result_of(gateway.post("otp", body, headers=headers), number)
        assert only_message(gateway, number)["messageId"] == result["MessageId"]
        assert gateway.verify(number, reference, gateway.code(number))


def test_an_invocation_id_belongs_to_its_application(gateway, number, reference):
    """Two applications that happen to use one id are two senders: neither may see the other's result."""
    headers = {"amz-sdk-invocation-id": str(uuid.uuid4())}
    body = send_body(number, reference)
    mine = result_of(gateway.post("otp", body, headers=headers), number)
    theirs = result_of(
        gateway.post("otp", body, headers=headers, credentials=OTHER, application=OTHER_APPLICATION), number
    )
    assert mine["MessageId"] != theirs["MessageId"]
    until(lambda: len(gateway.inbox(number)) == 2, what="both messages")


def test_a_send_is_remembered_over_a_restart(start, number, reference):
    """The retry may come after the crash that swallowed the first answer."""
    gateway = start()
    headers = {"amz-sdk-invocation-id": str(uuid.uuid4())}
    body = send_body(number, reference)
    first = result_of(gateway.post("otp", body, headers=headers), number)
    gateway.settled(first["MessageId"])
    gateway.kill()
    gateway.start()
    again = result_of(gateway.post("otp", body, headers=headers), number)
    assert again["MessageId"] == first["MessageId"]
    assert again["DeliveryStatus"] == "SUCCESSFUL"
    gateway.send_and_read(fresh_number(), fresh_reference())
    assert gateway.inbox(number) == []


def test_a_verification_with_the_same_invocation_id_is_a_verification(gateway, number, reference):
    """Only sends are deduplicated: an id must not let one good answer be repeated for ever."""
    code = gateway.send_and_read(number, reference)
    headers = {"amz-sdk-invocation-id": str(uuid.uuid4())}
    body = verify_body(number, reference, code)
    assert gateway.post("verify-otp", body, headers=headers).json() == {"Valid": True}
    assert gateway.post("verify-otp", body, headers=headers).json() == {"Valid": False}


@pytest.mark.parametrize("identifier", ["", "x", "not a uuid", "y" * 5000, "' OR 1=1 --"], ids=lambda one: one[:12])
def test_any_invocation_id_is_only_an_opaque_text(gateway, number, identifier):
    """Nothing promises that it is a UUID; an empty one identifies no call."""
    headers = {"amz-sdk-invocation-id": identifier}
    for reference in ("one", "two") if identifier else ():
        assert gateway.post("otp", send_body(number, reference), headers=headers).status in (200, 400)
    if not identifier:
        ids = {
            result_of(gateway.post("otp", send_body(number, fresh_reference()), headers=headers), number)["MessageId"]
            for _ in range(2)
        }
        assert len(ids) == 2


def test_an_invocation_id_with_another_request_is_a_mistake_and_not_a_retry(gateway, number):
    """Answering with the first result would claim a message that was never sent."""
    headers = {"amz-sdk-invocation-id": str(uuid.uuid4())}
    assert gateway.post("otp", send_body(number, "one"), headers=headers).status == 200
    other = fresh_number()
    refused = gateway.post("otp", send_body(other, "one"), headers=headers)
    assert_error(refused, 400, "BadRequestException")
    assert "amz-sdk-invocation-id" in refused.json()["Message"]
    assert gateway.inbox(other) == []
    too_long = {"amz-sdk-invocation-id": "y" * 65}
    assert_error(gateway.post("otp", send_body(other, "two"), headers=too_long), 400, "BadRequestException")


def test_without_an_invocation_id_every_request_sends(gateway, number, reference):
    requests = [
        signed(gateway.address, "otp", send_body(number, reference), credentials=FULL, application=APPLICATION)
        for _ in range(2)
    ]
    ids = set()
    for request in requests:
        del request.headers["amz-sdk-invocation-id"]
        with gateway.connect() as connection:
            ids.add(result_of(connection.perform(request), number)["MessageId"])
    assert len(ids) == 2
