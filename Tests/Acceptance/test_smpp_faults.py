# SPDX-License-Identifier: Apache-2.0
"""Many messages through an SMSC that does everything wrong that SMSCs are known for, and a gateway that is killed under way.

COUNTERSIGN_FAULT_MESSAGES says how many messages the first test sends: `make fault-smpp` sends 20,000.
"""

import collections
import itertools
import json
import os
import time

import pytest

from carrier import PASSWORD, SYSTEM_ID, identities, sections, transport, until_up
from crowd import perform, prepared
from gateway import Gateway, binary, send_body, settings, until
from smsc import Peer, free_port, sink

MESSAGES = int(os.environ.get("COUNTERSIGN_FAULT_MESSAGES", "1500"))
SEED = 20_260_701
SLICE = 1000

# Each of them happens several times in the shortest run. Responses and receipts spell ids differently. A receipt ends the doubt about a
# message whose answer was lost; some take longer than the 15 s after which such a message is sent once more.
FAULTS = {
    "--response-delay": "5ms",
    "--response-jitter": "30ms",
    "--reorder": "10ms",
    "--drop-response": "0.5%",
    "--throttle-above": "400/s",
    "--queue-full": "701x2",
    "--refuse": "0x08=0.5%",
    "--refuse-bind": "0x0D=5",
    "--receipt-first": "5%",
    "--receipt-twice": "5%",
    "--split": "5%",
    "--join": "5%",
    "--unbind": "331",
    "--close": "277",
    "--reset": "409",
    "--silence": "613",
    "--restart": str(max(700, MESSAGES // 8)),
    "--downtime": "1s",
    "--response-id": "hex-upper",
    "--receipt-id": "decimal-padded",
    "--receipt-bind": "any",
    "--receipt-delay": "100ms",
    "--receipt-jitter": "20s",
    "--receipt-timeout": "3s",
}
# Short timers, so that what takes minutes with a carrier takes seconds here.
PATIENCE = {
    "binds": 2,
    "timers": {"bind": "2s", "response": "2s", "enquireLink": "1s", "enquireLinkResponse": "1s"},
    "reconnect": {"least": "100ms", "most": "500ms"},
}


def numbers():
    """Numbers of Seattle in blocks that are given out, each once."""
    offices = (office for office in range(200, 1000) if office % 100 != 11 and office not in (555, 950, 958, 959, 976))
    return (f"+1206{office}{line:04d}" for office in offices for line in range(10_000))


def send(gateway, destinations):
    """Sends a code to each number, and returns the ids of the messages by number."""
    found = {}
    while batch := list(itertools.islice(destinations, SLICE)):
        bodies = [send_body(number, "fault run") for number in batch]
        for response in perform(gateway, prepared(gateway, "otp", bodies)):
            assert response.status == 200, response.body[:300]
            ((number, result),) = response.json()["Result"].items()
            assert result["DeliveryStatus"] == "SUCCESSFUL", result
            found[number] = result["MessageId"]
    return found


def messages(gateway):
    """Every message, as the operator's pages list it."""
    found, token = [], None
    while not found or token:
        answer = gateway.operated("/operator/messages", limit=1000, **({"after": token} if token else {}))
        found += answer["messages"]
        token = answer["next"]
    return found


def states(gateway):
    return dict(collections.Counter(message["state"] for message in messages(gateway)))


def until_delivered(gateway, count, seconds):
    """Waits until so many messages, which are all there are, are delivered."""
    deadline = time.monotonic() + seconds
    while (found := states(gateway)) != {"delivered": count}:
        assert time.monotonic() < deadline, f"after {seconds} s the messages are {found}"
        time.sleep(1)


def marked(gateway):
    """The numbers whose message is marked as a possible duplicate."""
    return {message["destination"] for message in messages(gateway) if message["possibleDuplicate"]}


def metric(gateway, name, **labels):
    """The sum of a metric over all labels but those given."""
    wanted = set(labels.items())
    return sum(value for (found, pairs), value in gateway.samples().items() if found == name and wanted <= set(pairs))


def assert_no_orphan_is_left(gateway):
    kept, matched = (metric(gateway, "countersign_orphan_receipts_total", fate=fate) for fate in ("kept", "matched"))
    assert kept == matched, f"{kept - matched:.0f} receipts found no message"


def until_ended(gateway, log, seconds):
    """Waits until every message has its last state, and all receipts have had time to come; the messages by number.

    The last state is `delivered`, or `unknown` for a message that was sent twice without an answer.
    """
    deadline = time.monotonic() + seconds
    while True:
        found = {message["destination"]: message for message in messages(gateway)}
        open_ones = [one for one in found.values() if one["state"] != "delivered" and not is_doubtful(one)]
        if not open_ones and time.time() - log.stat().st_mtime > 22:
            return found
        assert time.monotonic() < deadline, f"after {seconds} s there are {len(open_ones)} open messages, such as {open_ones[:2]}"
        time.sleep(1)


def is_doubtful(message):
    """Whether nothing was heard of both times that a message was sent: then the gateway says that it does not know."""
    return message["state"] == "unknown" and message["possibleDuplicate"]


def test_no_message_is_lost_and_every_duplicate_is_marked(tmp_path, start):
    port, log = free_port(), tmp_path / "smsc.jsonl"
    options = list(itertools.chain.from_iterable(FAULTS.items()))
    command = [
        binary(), "simulate", "smsc", "--port", port, "--seed", SEED, "--account", f"{SYSTEM_ID}:{PASSWORD}", "--no-magic", "--log", log,
        *options]
    with Peer(command, port, "listening on smpp") as smsc:
        gateway = until_up(start(**sections(port, **PATIENCE)))
        sent = send(gateway, itertools.islice(numbers(), MESSAGES))
        ended = until_ended(gateway, log, 120 + MESSAGES / 40)
        assert_no_orphan_is_left(gateway)
        assert gateway.stop() == 0
        smsc.stop()
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    taken = collections.Counter(
        "+" + entry["destination_addr"] for entry in entries if entry["event"] == "message" and entry["status"] == 0)
    summary = entries[-1]
    doubtful = {number for number, message in ended.items() if is_doubtful(message)}
    suspects = {number for number, message in ended.items() if message["possibleDuplicate"]}
    twice = {number for number, times in taken.items() if times > 1}
    assert set(ended) == set(sent) >= set(taken)
    assert set(sent) - set(taken) <= doubtful, "lost without a word"
    assert len(doubtful) <= MESSAGES / 200, "more than links that break can explain"
    assert twice <= suspects, f"{len(twice - suspects)} duplicates are not marked"
    assert max(taken.values()) <= 2, "sent more than once more"
    assert summary["receipts_due"] >= MESSAGES and summary["deliveries_given_up"] == 0
    assert summary["malformed"] == 0 and summary["unencodable"] == 0
    print(f"{MESSAGES} messages, {len(twice)} came twice, {len(suspects)} marked, {len(doubtful)} unknown; the SMSC: {summary}")
    # The run was as bad as it was meant to be.
    assert summary["session_faults"] >= 8 and summary["responses_dropped"] >= 1 and summary["refused"] >= 5
    assert summary["binds_refused"] >= 1 and len(twice) >= 1


@pytest.mark.parametrize("receipts", [True, False], ids=["receipts", "no receipts"])
def test_a_gateway_that_is_killed_loses_nothing_and_marks_what_it_sends_again(tmp_path, receipts):
    """The SMSC answers after 200 ms, so that the kill meets a full window; it keeps its receipts until somebody is bound."""
    window, count, log = 10, 300, tmp_path / "sink.log"
    with sink(tmp_path, "--resp-delay", 200, "--dlr", 100, "--log", log) as peer:
        carrier = transport(peer.port, window=window, receipts={"request": receipts})
        gateway = Gateway(tmp_path, settings(transports=[carrier], originationIdentities=identities()))
        until_up(gateway.start())
        try:
            sent = send(gateway, itertools.islice(numbers(), count))
            gateway.kill()
            until_up(gateway.start())
            if receipts:
                until_delivered(gateway, count, 60)
                assert_no_orphan_is_left(gateway)
            else:
                until(lambda: states(gateway) == {"submitted": count}, 60, lambda: f"every message at the SMSC: {states(gateway)}")
            suspects = marked(gateway)
            assert gateway.stop() == 0
        finally:
            if gateway.running:
                gateway.kill()
    taken = collections.Counter("+" + json.loads(line)["dst"] for line in log.read_text().splitlines())
    assert set(taken) == set(sent)
    twice = {number for number, times in taken.items() if times > 1}
    assert twice <= suspects, f"{len(twice - suspects)} duplicates are not marked"
    assert len(twice) <= window
    # A receipt that finds its message ends the doubt before it is sent again; without receipts the whole window is.
    assert receipts or twice
