# SPDX-License-Identifier: Apache-2.0
"""Many verifications of one code at the same moment: each attempt counts once, and only one can win."""

import pytest

from crowd import perform, perform_at_once, prepared, validity
from gateway import Gateway, another, code_in, fresh_number, fresh_reference, send_body, until, verify_body


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    gateway = Gateway(tmp_path_factory.mktemp("concurrency")).start()
    yield gateway
    assert gateway.stop() == 0


def test_a_thousand_correct_verifications_at_once_give_one_true(own, number, reference):
    code = own.send_and_read(number, reference, AllowedAttempts=5)
    answers = validity(perform_at_once(own, prepared(own, "verify-otp", [verify_body(number, reference, code)] * 1000)))
    assert answers.count(True) == 1
    assert answers.count(False) == 999
    assert not own.verify(number, reference, code)


def test_a_thousand_correct_verifications_over_few_connections_give_one_true(own, number, reference):
    code = own.send_and_read(number, reference, AllowedAttempts=5)
    answers = validity(perform(own, prepared(own, "verify-otp", [verify_body(number, reference, code)] * 1000)))
    assert answers.count(True) == 1
    assert not own.verify(number, reference, code)


def test_a_thousand_wrong_verifications_at_once_count_exactly(own, number, reference):
    """Five are compared and wrong, the other 995 find no attempt left; the counters say so."""
    code = own.send_and_read(number, reference, AllowedAttempts=5)
    wrong = verify_body(number, reference, another(code))
    before = own.samples()
    answers = validity(perform_at_once(own, prepared(own, "verify-otp", [wrong] * 1000)))
    assert answers.count(True) == 0
    grown = {key: value - before.get(key, 0) for key, value in own.samples().items()}
    assert {5, 995} <= set(grown.values())
    assert not own.verify(number, reference, code)


def test_wrong_verifications_at_once_count_exactly(own):
    """Four of five allowed attempts at once leave one, five leave none: over 40 codes, neither lost nor doubled."""
    for wrong, left in ((4, True), (5, False)):
        pairs = [(fresh_number(), fresh_reference()) for _ in range(20)]
        codes = [own.send_and_read(number, reference, AllowedAttempts=5) for number, reference in pairs]
        guesses = [
            verify_body(number, reference, another(code))
            for _ in range(wrong)
            for (number, reference), code in zip(pairs, codes)
        ]
        assert not any(validity(perform(own, prepared(own, "verify-otp", guesses))))
        for (number, reference), code in zip(pairs, codes):
            assert own.verify(number, reference, code) is left


def test_one_right_among_many_wrong_is_all_or_nothing(own):
    """The right code races 20 wrong ones for three attempts: at most one true, and false for ever afterwards."""
    for _ in range(10):
        number, reference = fresh_number(), fresh_reference()
        code = own.send_and_read(number, reference, AllowedAttempts=3)
        bodies = [verify_body(number, reference, another(code))] * 20
        bodies.insert(10, verify_body(number, reference, code))
        answers = validity(perform(own, prepared(own, "verify-otp", bodies)))
        assert answers.count(True) == (1 if answers[10] else 0)
        assert not own.verify(number, reference, code)


def test_sends_at_once_for_one_reference_leave_exactly_one_valid_code(own):
    """A user who presses "send again" quickly: whichever code is the newest, it is exactly one."""
    for _ in range(5):
        number, reference = fresh_number(), fresh_reference()
        bodies = [send_body(number, reference, CodeLength=8, AllowedAttempts=5) for _ in range(4)]
        responses = perform(own, prepared(own, "otp", bodies))
        assert {response.status for response in responses} == {200}
        until(lambda: len(own.inbox(number)) == 4, what="four messages")
        codes = {code_in(message["body"]) for message in own.inbox(number)}
        answers = [own.verify(number, reference, code) for code in codes]
        assert answers.count(True) == 1
