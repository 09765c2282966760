# SPDX-License-Identifier: Apache-2.0
"""A hundred failures in a row for one number, over however many references, and no code counts any more.

Without this, AllowedAttempts would only slow down a guesser who starts a new reference every five guesses.
"""

import urllib.parse

import pytest

from crowd import perform, prepared, validity
from gateway import Gateway, another, dumped, fresh_number, fresh_reference, verify_body


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    gateway = Gateway(tmp_path_factory.mktemp("failure-budget")).start()
    yield gateway
    assert gateway.stop() == 0


def fail(gateway, number, times, connections=1):
    """`times` wrong guesses for a number, five for each of as many references as that takes."""
    guesses = []
    while len(guesses) < times:
        reference = fresh_reference()
        code = gateway.send_and_read(number, reference, AllowedAttempts=5)
        guesses += [verify_body(number, reference, another(code))] * min(5, times - len(guesses))
    assert not any(validity(perform(gateway, prepared(gateway, "verify-otp", guesses), connections)))


def succeeds(gateway, number):
    """Whether the right code of a fresh reference counts."""
    reference = fresh_reference()
    return gateway.verify(number, reference, gateway.send_and_read(number, reference))


def listed(gateway, number):
    return number in dumped(gateway.operated("/operator/blocks"))


def lift(gateway, number):
    return gateway.operator(f"/operator/blocks/{urllib.parse.quote(number, safe='')}", method="DELETE")


def test_a_hundred_failures_block_a_number_until_an_operator_lifts_it(own, number):
    bystander = fresh_number()
    assert not listed(own, number)
    fail(own, number, 100)
    assert listed(own, number)
    assert not succeeds(own, number)
    assert succeeds(own, bystander)
    assert not listed(own, bystander)
    assert lift(own, number).status in (200, 204)
    assert not listed(own, number)
    assert succeeds(own, number)


def test_ninety_nine_failures_do_not_block(own, number):
    fail(own, number, 99)
    assert not listed(own, number)
    assert succeeds(own, number)


def test_a_success_in_between_starts_the_count_again(own, number):
    fail(own, number, 60)
    assert succeeds(own, number)
    fail(own, number, 60)
    assert succeeds(own, number)
    assert not listed(own, number)


def test_failures_at_the_same_moment_count_exactly(own):
    """Twenty connections guess at once: 99 failures leave the number free, the hundredth blocks it."""
    number = fresh_number()
    fail(own, number, 99, connections=20)
    assert not listed(own, number)
    reference = fresh_reference()
    code = own.send_and_read(number, reference)
    assert not own.verify(number, reference, another(code))
    assert listed(own, number)
    assert not own.verify(number, reference, code)
    lift(own, number)


def test_a_block_survives_a_crash(own, number):
    fail(own, number, 100, connections=10)
    own.kill()
    own.start()
    assert listed(own, number)
    assert not succeeds(own, number)
    assert lift(own, number).status in (200, 204)
    assert succeeds(own, number)


def test_a_blocked_number_answers_like_any_other(own, number):
    """A send to it still answers as always, and a verification says false: a guesser learns nothing."""
    fail(own, number, 100, connections=10)
    reference = fresh_reference()
    result = own.send(number, reference)
    assert result["DeliveryStatus"] == "SUCCESSFUL"
    assert own.verify(number, reference, "123456") is False
    lift(own, number)


def test_blocks_are_for_the_operator_alone(own, number):
    for method, path in (("GET", "/operator/blocks"), ("DELETE", f"/operator/blocks/{urllib.parse.quote(number, safe='')}")):
        for token in (None, "wrong"):
            assert own.operator(path, method=method, token=token).status == 401
