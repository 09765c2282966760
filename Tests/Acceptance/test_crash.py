# SPDX-License-Identifier: Apache-2.0
"""kill -9 in the middle of the work: what was answered is kept, what was not asked for never appears.

The loopback inbox lives in memory, so a code that was delivered in the last moments before the kill dies with it. That
can be one code per client, because each client reads its code, as a person would, before it asks for another one.
"""

import http.client
import random
import threading

import pytest

from crowd import perform, prepared, validity
from gateway import APPLICATION, FULL, another, code_in, fresh_number, fresh_reference, send_body, until, verify_body
from wire import signed

CLIENTS = 50
SENDS_PER_CLIENT = 8


class Storm:
    """Fifty clients that send, read and send again until the gateway dies under them."""

    def __init__(self, gateway):
        self.gateway = gateway
        self.asked = {}
        self.answered = {}
        self.collected = {}
        self.refused = []
        self.over = threading.Event()
        self.news = threading.Condition()

    def client(self, requests):
        try:
            with self.gateway.connect() as connection:
                for number, reference, request in requests:
                    self.asked[number] = reference
                    response = connection.perform(request)
                    if response.status != 200:
                        self.refused.append(response)
                        return
                    result = response.json()["Result"][number]
                    assert result["DeliveryStatus"] == "SUCCESSFUL", result
                    message = result["MessageId"]
                    self.answered[number] = (reference, message)
                    with self.news:
                        self.news.wait_for(lambda: message in self.collected or self.over.is_set(), 30)
        except (OSError, ValueError, http.client.HTTPException):
            pass  # the kill: this request was not answered
        except Exception as fault:
            self.refused.append(fault)

    def collect(self):
        while not self.over.is_set():
            try:
                self.keep(self.gateway.inbox())
            except Exception as fault:
                if not self.over.wait(5):
                    self.refused.append(fault)
                return

    def keep(self, messages):
        with self.news:
            for message in messages:
                self.collected.setdefault(message["messageId"], message)
            self.news.notify_all()

    def blow(self, until_answered, end):
        """Runs the clients and, as soon as so many sends are answered, ends the gateway."""
        work = []
        for _ in range(CLIENTS):
            requests = []
            for _ in range(SENDS_PER_CLIENT):
                number, reference = fresh_number(), fresh_reference()
                body = send_body(number, reference, AllowedAttempts=5)
                requests.append(
                    (
                        number,
                        reference,
                        signed(self.gateway.address, "otp", body, credentials=FULL, application=APPLICATION),
                    )
                )
            work.append(requests)
        threads = [threading.Thread(target=self.client, args=(requests,)) for requests in work]
        threads.append(threading.Thread(target=self.collect))
        for thread in threads:
            thread.start()
        until(lambda: len(self.answered) >= until_answered, 60, f"{until_answered} answered sends")
        end()
        self.over.set()
        with self.news:
            self.news.notify_all()
        for thread in threads:
            thread.join(30)
        assert not self.refused, self.refused[:3]


def test_nothing_that_was_answered_is_lost_and_nothing_else_appears(start):
    """Four rounds on one directory, the kill at another point of the storm each time."""
    gateway = start()
    order = random.Random(20260701)
    lost = verified = 0
    rounds = 4
    for _ in range(rounds):
        storm = Storm(gateway)
        storm.blow(order.randrange(CLIENTS, CLIENTS * SENDS_PER_CLIENT * 3 // 4), gateway.kill)
        before = dict(storm.collected)
        gateway.start()

        settled = [gateway.settled(message) for _, message in storm.answered.values()]
        assert [timeline for timeline in settled if timeline["state"] != "delivered"] == []

        after = gateway.inbox()
        assert len({message["messageId"] for message in after}) == len(after), "delivered twice in one life"
        for message in after:
            assert message["destination"] in storm.asked, "nobody asked for this"
            if earlier := before.get(message["messageId"]):
                assert earlier["body"] == message["body"]
        storm.keep(after)
        per_number = {}
        for message in storm.collected.values():
            per_number.setdefault(message["destination"], set()).add(message["messageId"])
        assert all(len(ids) == 1 for ids in per_number.values()), "two messages for one send"

        codes = []
        for number, (reference, message) in storm.answered.items():
            if message in storm.collected:
                delivered = storm.collected[message]
                assert delivered["destination"] == number
                codes.append((number, reference, code_in(delivered["body"])))
        wrong = [verify_body(number, reference, another(code)) for number, reference, code in codes]
        assert not any(validity(perform(gateway, prepared(gateway, "verify-otp", wrong))))
        right = [verify_body(number, reference, code) for number, reference, code in codes]
        assert all(validity(perform(gateway, prepared(gateway, "verify-otp", right))))
        verified += len(codes)
        lost += len(storm.answered) - len(codes)
    assert lost <= rounds * CLIENTS
    assert verified >= 2 * CLIENTS, f"{lost} codes died with the inbox, {verified} verified: that proves little"


def test_every_message_ends_after_a_crash_even_those_nobody_was_answered(start):
    """What was accepted but not answered is finished too: no message stays in the middle."""
    gateway = start()
    storm = Storm(gateway)
    storm.blow(100, gateway.kill)
    gateway.start()

    def in_the_middle():
        return [
            message
            for state in ("queued", "submitting", "submitted")
            for message in gateway.operated("/operator/messages", state=state)["messages"]
        ]

    until(lambda: not in_the_middle(), 20, "every message in a terminal state")
    ended = gateway.operated("/operator/messages", state="delivered", limit=100)["messages"]
    assert len(ended) == 100


@pytest.mark.parametrize("wrong", [0, 2])
def test_attempts_and_success_survive_a_crash(start, number, reference, wrong):
    """An answer is given only after its count is durable, so a crash buys no attempt and revives no code."""
    gateway = start()
    consumed = fresh_reference()
    code = gateway.send_and_read(number, reference, AllowedAttempts=3)
    used = gateway.send_and_read(number, consumed)
    for _ in range(wrong):
        assert not gateway.verify(number, reference, another(code))
    assert gateway.verify(number, consumed, used)
    gateway.kill()
    gateway.start()
    assert not gateway.verify(number, consumed, used)
    for _ in range(2 - wrong):
        assert not gateway.verify(number, reference, another(code))
    assert gateway.verify(number, reference, code)


def test_spent_attempts_stay_spent_after_a_crash(start, number, reference):
    gateway = start()
    code = gateway.send_and_read(number, reference, AllowedAttempts=3)
    for _ in range(3):
        assert not gateway.verify(number, reference, another(code))
    gateway.kill()
    gateway.start()
    assert not gateway.verify(number, reference, code)


def test_a_gateway_that_is_stopped_at_work_finishes_what_it_answered(start):
    """SIGTERM in the same storm: it ends with 0, and every send that was answered is delivered, now or in the next life."""
    gateway = start()
    storm = Storm(gateway)
    codes = []
    storm.blow(200, lambda: codes.append(gateway.stop()))
    assert codes == [0]
    gateway.start()
    settled = [gateway.settled(message) for _, message in storm.answered.values()]
    assert [timeline for timeline in settled if timeline["state"] != "delivered"] == []
    assert {message["destination"] for message in gateway.inbox()} <= set(storm.asked)
