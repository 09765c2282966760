# SPDX-License-Identifier: Apache-2.0
"""The two programs of the Amazon Pinpoint OTP guide, and what their users rely on next.

The programs in `programs/` are written as anyone would write them for AWS; they run here as separate processes,
unchanged, with nothing but an endpoint.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gateway import APPLICATION, FULL, TOLL_FREE, another, code_in, fresh_number, fresh_reference

PROGRAMS = Path(__file__).parent / "programs"


@pytest.fixture(params=["endpoint_url argument", "AWS_ENDPOINT_URL_PINPOINT"])
def program(request, gateway):
    """Runs a program against the gateway, told where it is in one of the two ways an SDK offers."""
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": FULL.access_key_id,
        "AWS_SECRET_ACCESS_KEY": FULL.secret_access_key,
    }
    endpoint = []
    if request.param == "endpoint_url argument":
        endpoint = [gateway.url]
    else:
        environment["AWS_ENDPOINT_URL_PINPOINT"] = gateway.url

    def run(name, *arguments):
        finished = subprocess.run(
            [sys.executable, PROGRAMS / name, *arguments, *endpoint],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout.split("\n")[0]

    return run


def test_the_two_programs_of_the_guide_send_and_verify(program, gateway, number, reference):
    """The purpose of the product in one test: the code arrives, verifies once, and never again."""
    status, message = program("send_otp.py", APPLICATION, TOLL_FREE, number, reference).split()
    assert status == "SUCCESSFUL"
    delivered = gateway.delivered(number, message)
    code = code_in(delivered["body"])
    assert len(code) == 5
    assert delivered["origination"] == TOLL_FREE
    assert program("verify_otp.py", APPLICATION, number, reference, code) == "valid"
    assert program("verify_otp.py", APPLICATION, number, reference, code) == "not valid"


def test_three_wrong_guesses_kill_the_code(program, gateway, number, reference):
    program("send_otp.py", APPLICATION, TOLL_FREE, number, reference)
    code = gateway.code(number)
    for _ in range(3):
        assert program("verify_otp.py", APPLICATION, number, reference, another(code)) == "not valid"
    assert program("verify_otp.py", APPLICATION, number, reference, code) == "not valid"


def test_two_wrong_guesses_leave_the_third_to_the_right_code(gateway, number, reference):
    code = gateway.send_and_read(number, reference, AllowedAttempts=3)
    assert not gateway.verify(number, reference, another(code))
    assert not gateway.verify(number, reference, another(code))
    assert gateway.verify(number, reference, code)


def test_a_second_send_with_the_same_reference_replaces_the_code(gateway, number, reference):
    """OWASP's resend rule: the newest code is the valid one, the old one is dead."""
    first = gateway.send_and_read(number, reference, AllowedAttempts=5, CodeLength=8)
    second = gateway.send_and_read(number, reference, AllowedAttempts=5, CodeLength=8)
    assert first != second
    assert not gateway.verify(number, reference, first)
    assert gateway.verify(number, reference, second)


def test_sending_again_does_not_buy_new_attempts(gateway, number, reference):
    """Otherwise AllowedAttempts would be as large as the patience of whoever can press "send again"."""
    code = gateway.send_and_read(number, reference, AllowedAttempts=3)
    assert not gateway.verify(number, reference, another(code))
    assert not gateway.verify(number, reference, another(code))
    code = gateway.send_and_read(number, reference, AllowedAttempts=3)
    assert not gateway.verify(number, reference, another(code))
    assert not gateway.verify(number, reference, code)


def test_what_is_left_of_the_attempts_serves_the_new_code(gateway, number, reference):
    code = gateway.send_and_read(number, reference, AllowedAttempts=3)
    assert not gateway.verify(number, reference, another(code))
    code = gateway.send_and_read(number, reference, AllowedAttempts=3)
    assert not gateway.verify(number, reference, another(code))
    assert gateway.verify(number, reference, code)


def test_a_reference_can_be_used_again_after_a_success(gateway, number, reference):
    """An application that names its user in ReferenceId must not lock that user out after AllowedAttempts good logins."""
    for _ in range(4):
        code = gateway.send_and_read(number, reference, AllowedAttempts=3)
        assert gateway.verify(number, reference, code)


def test_a_consumed_code_stays_dead_when_the_reference_is_used_again(gateway, number, reference):
    first = gateway.send_and_read(number, reference, CodeLength=8)
    assert gateway.verify(number, reference, first)
    gateway.send_and_read(number, reference, CodeLength=8)
    assert not gateway.verify(number, reference, first)


def test_several_references_for_one_number_are_independent(gateway, number):
    references = [fresh_reference() for _ in range(3)]
    codes = {one: gateway.send_and_read(number, one, CodeLength=8) for one in references}
    first, second, third = references
    for _ in range(3):
        assert not gateway.verify(number, first, another(codes[first]))
    assert not gateway.verify(number, second, codes[third])
    assert not gateway.verify(number, first, codes[first])
    assert gateway.verify(number, third, codes[third])
    assert gateway.verify(number, second, codes[second])


def test_a_code_belongs_to_its_number(gateway, number, reference):
    code = gateway.send_and_read(number, reference)
    assert not gateway.verify(fresh_number(), reference, code)
    assert gateway.verify(number, reference, code)


def test_a_code_belongs_to_its_reference_to_the_letter(gateway, number):
    """AWS: the ReferenceId must match exactly, so case and blanks count."""
    reference = "Reference Of The User"
    code = gateway.send_and_read(number, reference)
    for other in (reference.lower(), reference + " ", " " + reference, reference[:-1]):
        assert not gateway.verify(number, other, code)
    assert gateway.verify(number, reference, code)


def test_an_unknown_reference_answers_false_and_no_error(gateway, number, reference):
    assert gateway.verify(number, reference, "123456") is False


def test_leading_zeros_are_part_of_the_code(gateway):
    """One code in ten starts with 0: 150 fresh ones miss that once in seven million runs."""
    number = fresh_number()
    for _ in range(150):
        reference = fresh_reference()
        code = gateway.send_and_read(number, reference, CodeLength=5)
        if code.startswith("0"):
            assert not gateway.verify(number, reference, code[1:])
            assert gateway.verify(number, reference, code)
            return
    pytest.fail("no code of 150 began with 0")
